"""What an enterprise does with its claim. Members fill in; what binds is the owner's."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lianqiao.core.cases.services import move, open_case
from lianqiao.core.errors import Conflict, Invalid, NotFound, explained
from lianqiao.core.parties.actors import Actor
from lianqiao.core.parties.models import Organization
from lianqiao.desks.policies.models import Claim, Measure
from lianqiao.desks.policies.procedures import CLAIM
from lianqiao.desks.policies.queries import claims as queries
from lianqiao.desks.policies.queries import starting
from lianqiao.desks.policies.services import budgets
from lianqiao.desks.policies.services.claims import judged, rules
from lianqiao.desks.policies.services.numbers import Paper, next_number

ACCOUNT_NUMBER = re.compile(r"[0-9-]{8,32}")
EDITABLE = ("draft", "correction")


@dataclass(frozen=True, slots=True)
class Account:
    """Where the money goes."""

    holder: str
    bank: str
    number: str

    def write(self, claim: Claim) -> None:
        """Put it into a claim, blanks taken out of the number; not saved."""
        claim.account_holder = self.holder.strip()
        claim.account_bank = self.bank.strip()
        claim.account_number = "".join(self.number.split())


@dataclass(frozen=True, slots=True)
class Filled:
    """What an enterprise types into a claim."""

    account: Account
    statement: str = ""


@transaction.atomic
def start(*, actor: Actor, measure: int, on: date | None = None) -> Claim:
    """Begin a claim, judged on the facts on record. Conflict where there is one already."""
    day = on or timezone.localdate()
    wanted = _claimable(actor, measure, day)
    organization = Organization.objects.get(pk=actor.organization)
    claim = Claim(
        measure=wanted,
        organization=organization,
        policy=wanted.version.policy,
        measure_code=wanted.code,
        stack=wanted.stack,
        reference_date=day,
        account_holder=organization.name,
    )
    claim.period = rules.period_of(wanted, claim.reference_date)
    _fill_in(claim)
    judged.assess(claim)
    with explained(rules.claimed_twice()), transaction.atomic():
        claim.case = open_case(
            CLAIM.code,
            state="draft",
            number=next_number(Paper.CLAIM),
            organization=organization,
            actor=actor,
            office=wanted.version.policy.office_id,
            quantities=rules.money(claim.amount),
        )
        claim.save()
    return claim


@transaction.atomic
def save(*, actor: Actor, case: int, filled: Filled, seen: str) -> Claim:
    """Keep what was typed. `seen` is the fingerprint of what the page showed.

    Conflict where somebody else has changed it since.
    """
    claim = queries.own_claim(actor, case)
    require_editable(claim)
    if seen != queries.fingerprint(claim):
        raise Conflict(
            _("Somebody else has changed this claim meanwhile. Compare the two before you save.")
        )
    filled.account.write(claim)
    claim.statement = filled.statement.strip()
    claim.save()
    return claim


@transaction.atomic
def submit(*, actor: Actor, case: int) -> Claim:
    """Hand a claim in: judged anew, complete, and within the window."""
    claim = queries.own_claim(actor, case, owner=True)
    require_editable(claim)
    today = timezone.localdate()
    if claim.case.state == "draft":
        rules.require_open(claim.measure, today)
    judged.assess(claim)
    rules.require_complete(claim)
    _require_account(claim)
    claim.save()
    claim.case = move(case, "submit", actor=actor)
    return claim


@transaction.atomic
def withdraw(*, actor: Actor, case: int) -> Claim:
    """Take a claim back before it is approved; money set aside for it is free again."""
    claim = queries.own_claim(actor, case, owner=True)
    claim.case = move(case, "withdraw", actor=actor)
    budgets.free([claim])
    return claim


@transaction.atomic
def confirm(*, actor: Actor, case: int, account: Account, consents: bool) -> Claim:
    """Name the account for a direct grant and consent to it."""
    claim = queries.own_claim(actor, case, owner=True)
    if not consents:
        said = _("Without your consent nothing is paid; you may also decline.")
        raise Invalid(said, {"consents": said})
    _take_account(claim, account)
    claim.consented_at = timezone.now()
    claim.save()
    claim.case = move(case, "confirm", actor=actor, quantities=rules.money(claim.granted))
    return claim


@transaction.atomic
def mend(*, actor: Actor, case: int, account: Account) -> Claim:
    """Set the account right after the bank has returned a payment; the next batch takes it."""
    claim = queries.own_claim(actor, case, owner=True)
    _take_account(claim, account)
    claim.save()
    claim.case = move(case, "mend", actor=actor)
    return claim


def _claimable(actor: Actor, measure: int, day: date) -> Measure:
    row = starting.claimable(actor, measure)
    found = judged.worded_on(row, day)
    if found is None:
        raise NotFound(_("There is no such measure to claim."))
    return found


def _fill_in(claim: Claim) -> None:
    """Take the account from the organization's last claim that named one."""
    last = (
        Claim.objects.filter(organization=claim.organization)
        .exclude(account_number="")
        .order_by("-pk")
        .first()
    )
    if last:
        Account(last.account_holder, last.account_bank, last.account_number).write(claim)


def require_editable(claim: Claim) -> None:
    """Raise Conflict for a claim that is past being filled in."""
    if claim.case.state not in EDITABLE:
        raise Conflict(
            _("This claim is at “%(now)s” by now and can't be changed.")
            % {"now": claim.case.state_label}
        )


def _take_account(claim: Claim, account: Account) -> None:
    account.write(claim)
    _require_account(claim)


def _require_account(claim: Claim) -> None:
    fields = {}
    if not claim.account_holder:
        fields["account_holder"] = _("Needed for the payment.")
    if not claim.account_bank:
        fields["account_bank"] = _("Needed for the payment.")
    if not ACCOUNT_NUMBER.fullmatch(claim.account_number):
        fields["account_number"] = _("8 to 32 digits.")
    if fields:
        raise Invalid(_("The account is not complete."), fields)
