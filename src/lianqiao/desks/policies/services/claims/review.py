"""What the office in charge does with a claim that was handed in."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lianqiao.core.cases.services import assign, move
from lianqiao.core.errors import Invalid
from lianqiao.core.money import spoken
from lianqiao.core.parties.actors import Actor
from lianqiao.desks.policies.models import Claim
from lianqiao.desks.policies.queries import claims as queries
from lianqiao.desks.policies.services import budgets
from lianqiao.desks.policies.services.claims import rules
from lianqiao.desks.policies.services.telling import tell


@transaction.atomic
def take(*, actor: Actor, case: int) -> Claim:
    """Make a claim one's own to review."""
    claim = queries.office_claim(actor, case)
    claim.case = assign(case, officer=actor.user)
    return claim


@transaction.atomic
def ask(*, actor: Actor, case: int, reason: str, working_days: int | None = None) -> Claim:
    """Send a claim back to be corrected, with what is wrong."""
    claim = queries.office_claim(actor, case)
    claim.case = move(
        case,
        "ask",
        actor=actor,
        reason=reason,
        officer=actor.user,
        working_days=working_days,
    )
    tell([claim.pk])
    return claim


@transaction.atomic
def approve(*, actor: Actor, case: int, granted: int | None = None, reason: str = "") -> Claim:
    """Grant a claim and set the money aside, in fen; without `granted`, what was computed.

    Invalid beyond the cap, and without a reason where the rules say something else; Conflict when
    somebody else was faster or the budget does not hold it.
    """
    claim = queries.office_claim(actor, case)
    amount = claim.amount if granted is None else granted
    _check(claim, amount, reason)
    claim.case = move(
        case,
        "approve",
        actor=actor,
        reason=reason,
        officer=actor.user,
        quantities=rules.money(amount),
    )
    year = timezone.localdate().year
    claim.granted = amount
    claim.budget = budgets.reserve(measure=claim.measure, year=year, amount=amount or 0)
    claim.save(update_fields=["granted", "budget"])
    tell([claim.pk])
    return claim


@transaction.atomic
def reject(*, actor: Actor, case: int, reason: str) -> Claim:
    """Refuse a claim with the reason that the enterprise will read."""
    claim = queries.office_claim(actor, case)
    claim.case = move(case, "reject", actor=actor, reason=reason, officer=actor.user)
    tell([claim.pk])
    return claim


def _check(claim: Claim, amount: int | None, reason: str) -> None:
    if not claim.account_number:
        raise Invalid(_("There is no account to pay into: ask the enterprise for it."))
    if amount is None or amount <= 0:
        raise _at("granted", _("Say how much is granted: the rules could not compute it."))
    limit = claim.measure.cap or claim.amount
    if limit is not None and amount > limit:
        raise _at(
            "granted",
            _("At most %(limit)s can be granted.") % {"limit": spoken(limit)},
        )
    as_computed = amount == claim.amount and claim.explanation.get("verdict") is True
    if not as_computed and not reason.strip():
        raise _at("reason", _("The rules say something else: give the reason for deciding so."))


def _at(field: str, sentence: str) -> Invalid:
    return Invalid(sentence, {field: sentence})
