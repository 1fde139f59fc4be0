"""A match on its way: taken up, introduced, negotiating, signed or failed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lianqiao.core.errors import Conflict, Invalid, NotAllowed
from lianqiao.core.files import check, digest
from lianqiao.core.ledger.services import Evidence, record
from lianqiao.core.parties.actors import Actor
from lianqiao.desks.exchange import queries
from lianqiao.desks.exchange.models import (
    ContractKind,
    Deal,
    FailureReason,
    Match,
    MatchStage,
    MatchStep,
)

# From which stages each stage can be reached. Taking up a failed match opens it again.
REACHED_FROM: Mapping[str, frozenset[str]] = {
    MatchStage.TAKEN_UP: frozenset({MatchStage.PROPOSED, MatchStage.FAILED}),
    MatchStage.INTRODUCED: frozenset({MatchStage.TAKEN_UP}),
    MatchStage.NEGOTIATING: frozenset({MatchStage.INTRODUCED}),
    MatchStage.SIGNED: frozenset({MatchStage.INTRODUCED, MatchStage.NEGOTIATING}),
    MatchStage.FAILED: frozenset(
        {MatchStage.TAKEN_UP, MatchStage.INTRODUCED, MatchStage.NEGOTIATING}
    ),
}


@dataclass(frozen=True, slots=True)
class Contract:
    """A signed technology contract. Amount in fen."""

    kind: str
    amount: int
    signed_on: date
    lands_locally: bool
    number: str = ""
    evidence: UploadedFile | None = None


@transaction.atomic
def take_up(
    *, actor: Actor, match: int, team: int, note: str = "", at: datetime | None = None
) -> Match:
    """Make a proposal this team's work. The officer must serve in the team."""
    row = _locked(actor, match, MatchStage.TAKEN_UP)
    if not queries.teams_of(actor).filter(pk=team).exists():
        raise NotAllowed(_("You do not serve in this team."))
    row.team_id, row.officer_id, row.failure = team, actor.user, ""
    return _step(row, MatchStage.TAKEN_UP, actor, note, at)


@transaction.atomic
def introduce(*, actor: Actor, match: int, note: str = "", at: datetime | None = None) -> Match:
    """Note that the two sides have met; from now on each sees the other's contact."""
    row = _locked(actor, match, MatchStage.INTRODUCED)
    return _step(row, MatchStage.INTRODUCED, actor, note, at)


@transaction.atomic
def negotiate(*, actor: Actor, match: int, note: str = "", at: datetime | None = None) -> Match:
    """Note that the two sides negotiate."""
    row = _locked(actor, match, MatchStage.NEGOTIATING)
    return _step(row, MatchStage.NEGOTIATING, actor, note, at)


@transaction.atomic
def sign(
    *,
    actor: Actor,
    match: int,
    contract: Contract,
    note: str = "",
    at: datetime | None = None,
) -> Match:
    """Close a match with its contract."""
    row = _locked(actor, match, MatchStage.SIGNED)
    _refuse_bad(contract)
    if contract.evidence:
        check(contract.evidence)
    deal = Deal.objects.create(
        match=row,
        kind=contract.kind,
        number=contract.number,
        amount=contract.amount,
        signed_on=contract.signed_on,
        lands_locally=contract.lands_locally,
        evidence=contract.evidence or "",
        evidence_sha256=digest(contract.evidence) if contract.evidence else "",
    )
    evidence = [Evidence("exchange.deal", deal.pk, deal.evidence_sha256)]
    quantities = {
        "amount": Decimal(contract.amount) / 100,
        "local": Decimal(contract.lands_locally),
    }
    return _step(row, MatchStage.SIGNED, actor, note, at, quantities, evidence)


@transaction.atomic
def fail(
    *, actor: Actor, match: int, reason: str, note: str = "", at: datetime | None = None
) -> Match:
    """Close a match without a contract, with a reason from the list."""
    row = _locked(actor, match, MatchStage.FAILED)
    if reason not in FailureReason.values:
        message = _("Choose a reason from the list.")
        raise Invalid(message, {"reason": message})
    row.failure = reason
    return _step(row, MatchStage.FAILED, actor, note, at)


def _locked(actor: Actor, match: int, goal: MatchStage) -> Match:
    """Lock the match for this step, or say why it cannot be taken."""
    row = queries.match_for_update(actor, match)
    if row.team_id is not None and not actor.leads and goal != MatchStage.TAKEN_UP:
        _refuse_other_teams(actor, row)
    if row.stage not in REACHED_FROM[goal]:
        raise Conflict(
            _(
                "This match is already at the stage “%(now)s”; it cannot go to “%(goal)s” from"
                " there."
            )
            % {"now": row.get_stage_display(), "goal": goal.label}
        )
    return row


def _refuse_other_teams(actor: Actor, row: Match) -> None:
    if not queries.teams_of(actor).filter(pk=row.team_id).exists():
        raise NotAllowed(_("Another team has taken this match up: %(team)s.") % {"team": row.team})


def _refuse_bad(contract: Contract) -> None:
    wrong = {}
    if contract.kind not in ContractKind.values:
        wrong["kind"] = _("Choose one of the five kinds of technology contract.")
    if contract.amount <= 0:
        wrong["amount"] = _("The amount must be above zero.")
    if contract.signed_on > timezone.localdate():
        wrong["signed_on"] = _("The day of signing lies in the future.")
    if wrong:
        raise Invalid(_("The contract is not complete yet."), wrong)


def _step(  # noqa: PLR0917 -- what a step consists of
    row: Match,
    stage: MatchStage,
    actor: Actor,
    note: str,
    at: datetime | None,
    quantities: Mapping[str, Decimal] | None = None,
    evidence: Sequence[Evidence] = (),
) -> Match:
    """Move a locked match, with its ledger entry and its note.

    `at` is when it happened, where an officer notes it later; never before the last step.
    """
    _refuse_impossible_time(row, at)
    row.stage, row.changed_at = stage, at or timezone.now()
    row.save()
    entry = record(
        f"exchange.match.{stage.value}",
        subject=row.pk,
        actor=actor,
        organization=row.need.organization_id,
        region=row.need.region_id,
        quantities=quantities or {},
        evidence=evidence,
        at=row.changed_at,
    )
    MatchStep.objects.create(
        match=row, stage=stage, at=row.changed_at, by_id=actor.user, note=note.strip(), entry=entry
    )
    return row


def _refuse_impossible_time(row: Match, at: datetime | None) -> None:
    if at is None:
        return
    if at > timezone.now():
        raise Invalid(_("This lies in the future."), {"at": _("This lies in the future.")})
    last = row.steps.order_by("-at").first()
    if last is not None and at < last.at:
        message = _("This lies before the last step of the match.")
        raise Invalid(message, {"at": message})
