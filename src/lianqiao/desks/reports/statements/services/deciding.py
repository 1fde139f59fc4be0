"""Saying which indicator a figure speaks of; the wording is remembered for the next text."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from lianqiao.core.errors import Conflict, Invalid, NotAllowed, NotFound
from lianqiao.core.indicators.queries import version_of
from lianqiao.core.parties.actors import Actor
from lianqiao.desks.reports.statements import units
from lianqiao.desks.reports.statements.finding import LIKELY, Wording
from lianqiao.desks.reports.statements.models import Claim, Pair, State, Text
from lianqiao.desks.reports.statements.queries.judging import judged
from lianqiao.desks.reports.statements.services.judging import KEPT


@transaction.atomic
def confirm(pk: int, code: str, *, actor: Actor, expected: str = "") -> Claim:
    """Say that a figure speaks of an indicator, and judge it.

    `expected` is the state that the officer saw: Conflict where somebody else decided meanwhile.
    Invalid where the units cannot be of one thing.
    """
    claim = _locked(pk, actor, expected)
    version = version_of(code, actor)
    if not units.fits(claim.unit, version.unit, is_change=claim.is_change):
        message = _("A figure in %(one)s is not one of an indicator in %(other)s.")
        raise Invalid(message % {"one": claim.unit or "–", "other": version.unit or "–"})
    claim.state, claim.indicator_id, claim.score = State.CONFIRMED, code, 1.0
    return _decided(claim, actor)


@transaction.atomic
def dismiss(pk: int, *, actor: Actor, expected: str = "") -> Claim:
    """Say that a figure speaks of no indicator."""
    claim = _locked(pk, actor, expected)
    claim.state, claim.indicator_id, claim.score = State.NONE, None, 1.0
    return _decided(claim, actor)


@transaction.atomic
def confirm_likely(text: int, *, actor: Actor, least: float = LIKELY) -> int:
    """Confirm all that is proposed with such a score or more; return how many that were."""
    _require_bureau(actor)
    rows = Claim.objects.select_for_update().filter(
        text=text, state=State.PROPOSED, score__gte=least
    )
    found = list(rows.order_by("pk"))
    for claim in found:
        claim.state, claim.decided_by = State.CONFIRMED, actor.user
    Claim.objects.bulk_update(found, ["state", "decided_by"], batch_size=1_000)
    for claim in found:
        _remember(claim, actor)
    return len(found)


def _require_bureau(actor: Actor) -> None:
    if not actor.is_bureau:
        raise NotAllowed(_("Only a department decides what a figure speaks of."))


def _locked(pk: int, actor: Actor, expected: str) -> Claim:
    _require_bureau(actor)
    claim = Claim.objects.select_for_update().filter(pk=pk).first()
    if claim is None:
        raise NotFound(_("There is no such claim, or it is not open to you."))
    if expected and claim.state != expected:
        raise Conflict(_("Somebody else has decided on this figure meanwhile."))
    return claim


def _decided(claim: Claim, actor: Actor) -> Claim:
    claim.decided_by = actor.user
    text = Text.objects.defer("body").get(pk=claim.text_id)
    verdict = judged(text, [claim]).get(claim.pk)
    for name in KEPT:
        empty = "" if name in {"outcome", "period"} else None
        setattr(claim, name, getattr(verdict, name) if verdict else empty)
    claim.save()
    _remember(claim, actor)
    return claim


def _remember(claim: Claim, actor: Actor) -> None:
    subject, unit, department = Wording(claim.subject, claim.unit, claim.department).key
    if subject:
        Pair.objects.update_or_create(
            subject=subject,
            unit=unit,
            department=department,
            defaults={"indicator_id": claim.indicator_id, "confirmed_by": actor.user},
        )
