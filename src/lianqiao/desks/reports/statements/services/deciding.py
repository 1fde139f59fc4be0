"""Saying which indicator a figure speaks of; the wording is remembered for the next text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lianqiao.core.errors import Conflict, Invalid, NotAllowed, NotFound
from lianqiao.core.indicators.queries import version_of
from lianqiao.core.ledger.services import record
from lianqiao.core.parties.actors import Actor
from lianqiao.desks.reports.statements import kinds, units
from lianqiao.desks.reports.statements.finding import LIKELY, Wording
from lianqiao.desks.reports.statements.models import Claim, Pair, State, Text
from lianqiao.desks.reports.statements.services.judging import keep

LONGEST_REMARK = 500


@dataclass(frozen=True, slots=True)
class Remark:
    """A note beside a figure: for colleagues, or why it differs, for everybody."""

    text: str
    is_public: bool = False


@transaction.atomic
def confirm(
    pk: int, code: str, *, actor: Actor, expected: str = "", remark: Remark | None = None
) -> Claim:
    """Say that a figure speaks of an indicator, and judge it; without a remark, it stays.

    `expected` is the claim's standing that the officer saw: Conflict where somebody else decided
    meanwhile. Invalid where the units cannot be of one thing.
    """
    claim = _locked(pk, actor, expected)
    version = version_of(code, actor)
    if not units.fits(claim.unit, version.unit, is_change=claim.is_change):
        message = _("A figure in %(one)s is not one of an indicator in %(other)s.")
        raise Invalid(message % {"one": claim.unit or "–", "other": version.unit or "–"})
    claim.state, claim.indicator_id = State.CONFIRMED, code
    return _decided(claim, actor, remark)


@transaction.atomic
def dismiss(pk: int, *, actor: Actor, expected: str = "", remark: Remark | None = None) -> Claim:
    """Say that a figure speaks of no indicator."""
    claim = _locked(pk, actor, expected)
    claim.state, claim.indicator_id = State.NONE, None
    return _decided(claim, actor, remark)


@transaction.atomic
def confirm_likely(text: int, *, actor: Actor, least: float = LIKELY) -> int:
    """Confirm all that is proposed with such a score or more; return how many that were."""
    _require_bureau(actor)
    _lock(pk=text)
    rows = Claim.objects.filter(text=text, state=State.PROPOSED, score__gte=least)
    found = list(rows.order_by("pk"))
    for claim in found:
        claim.state, claim.decided_by = State.CONFIRMED, actor.user
    Claim.objects.bulk_update(found, ["state", "decided_by"], batch_size=1_000)
    if found:
        _remember(found, actor)
        _write_down(text, len(found), actor)
    return len(found)


def _require_bureau(actor: Actor) -> None:
    if not actor.is_bureau:
        raise NotAllowed(_("Only a department decides what a figure speaks of."))


def _locked(pk: int, actor: Actor, expected: str) -> Claim:
    _require_bureau(actor)
    if not _lock(claims=pk):
        raise NotFound(_("There is no such claim, or it is not open to you."))
    claim = Claim.objects.get(pk=pk)
    if expected and claim.standing != expected:
        raise Conflict(_("Somebody else has decided on this figure meanwhile."))
    return claim


def _lock(**text: int) -> bool:
    """Lock a text, by which all that is decided and judged of it comes one after the other."""
    row = Text.objects.select_for_update(of=("self",)).filter(**text).order_by("pk")
    return bool(row.values_list("pk", flat=True))


def _decided(claim: Claim, actor: Actor, remark: Remark | None) -> Claim:
    claim.score, claim.decided_by = 1.0, actor.user
    if remark is not None:
        if len(remark.text) > LONGEST_REMARK:
            raise Invalid(_("A note has at most %(most)d characters.") % {"most": LONGEST_REMARK})
        claim.remark = remark.text.replace("\0", "").strip()
        claim.is_remark_public = remark.is_public and bool(claim.remark)
    claim.save()
    keep(Text.objects.defer("body").get(pk=claim.text_id), [claim])
    _remember([claim], actor)
    _write_down(claim.text_id, 1, actor)
    return claim


def _remember(claims: Sequence[Claim], actor: Actor) -> None:
    """Keep the wordings, those of the last claim where two are alike; in one order for all."""
    said = {
        key: claim.indicator_id
        for claim in claims
        if (key := Wording(claim.subject, claim.unit, claim.department).key)[0]
    }
    pairs = [
        Pair(
            subject=subject,
            unit=unit,
            department=department,
            indicator_id=said[subject, unit, department],
            confirmed_by=actor.user,
            confirmed_at=timezone.now(),
        )
        for subject, unit, department in sorted(said)
    ]
    Pair.objects.bulk_create(
        pairs,
        batch_size=1_000,
        update_conflicts=True,
        unique_fields=["subject", "unit", "department"],
        update_fields=["indicator", "confirmed_by", "confirmed_at"],
    )


def _write_down(text: int, claims: int, actor: Actor) -> None:
    record(
        kinds.DECIDED,
        subject=text,
        actor=actor,
        organization=actor.organization,
        quantities={"claims": Decimal(claims)},
    )
