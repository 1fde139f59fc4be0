"""What came together before this house was used: listings that are closed, matches that are signed.

A city brings its own years in with the days on which things happened, so that figures count them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lianqiao.core.errors import NotAllowed
from lianqiao.core.ledger.services import Line, record_each, record_many
from lianqiao.core.parties.actors import Actor
from lianqiao.desks.exchange.models import Deal, Listing, Match, MatchStage, MatchStep, Status
from lianqiao.desks.exchange.services.bulk import batches, published_line
from lianqiao.desks.exchange.services.listings import Draft

FEN = 100
WAY = (
    MatchStage.PROPOSED,
    MatchStage.TAKEN_UP,
    MatchStage.INTRODUCED,
    MatchStage.NEGOTIATING,
    MatchStage.SIGNED,
)


@dataclass(frozen=True, slots=True)
class Past:
    """A listing that was published and is closed by now."""

    organization: int
    draft: Draft
    published_at: datetime


@dataclass(frozen=True, slots=True)
class Signed:
    """A match that ended in a contract: by whom it was walked, when each step was taken.

    `at` has a moment for each of `WAY`; `amount` is in fen.
    """

    need: int
    result: int
    team: int
    officer: int
    at: tuple[datetime, ...]
    kind: str
    amount: int
    lands_locally: bool
    number: str = ""


@transaction.atomic
def bring_in_listings(past: Iterable[Past], *, actor: Actor) -> list[int]:
    """Enter closed listings, counted on the day on which they were published; return their keys."""
    _require_lead(actor)
    keys: list[int] = []
    for batch in batches(past):
        rows = Listing.objects.bulk_create(
            Listing(
                organization_id=one.organization,
                author_id=actor.user,
                status=Status.CLOSED,
                published_at=one.published_at,
                **one.draft.columns(),
            )
            for one in batch
        )
        record_many(map(published_line, rows), actor=actor)
        keys += [row.pk for row in rows]
    return keys


@transaction.atomic
def bring_in_matches(signed: Iterable[Signed], *, actor: Actor) -> int:
    """Enter signed matches with their contracts and each step of their way; return how many."""
    _require_lead(actor)
    count = 0
    for batch in batches(signed):
        rows = Match.objects.bulk_create(_match(one) for one in batch)
        Deal.objects.bulk_create(_deal(row, one) for row, one in zip(rows, batch, strict=True))
        _walk(rows, batch, actor)
        count += len(rows)
    return count


def _require_lead(actor: Actor) -> None:
    if not actor.leads:
        raise NotAllowed(_("Only a team lead or an administrator brings earlier years in."))


def _match(one: Signed) -> Match:
    return Match(
        need_id=one.need,
        result_id=one.result,
        stage=MatchStage.SIGNED,
        score=1,
        band="likely",
        team_id=one.team,
        officer_id=one.officer,
        proposed_at=one.at[0],
        changed_at=one.at[-1],
    )


def _deal(row: Match, one: Signed) -> Deal:
    return Deal(
        match=row,
        kind=one.kind,
        number=one.number,
        amount=one.amount,
        signed_on=timezone.localdate(one.at[-1]),
        lands_locally=one.lands_locally,
    )


def _walk(rows: Sequence[Match], signed: Sequence[Signed], actor: Actor) -> None:
    needs = Listing.objects.in_bulk([one.need for one in signed])
    steps = [
        (row, one, stage, at)
        for row, one in zip(rows, signed, strict=True)
        for stage, at in zip(WAY, one.at, strict=True)
    ]
    entries = record_each(
        (_step(row, one, stage, at, needs[one.need]) for row, one, stage, at in steps), actor=actor
    )
    MatchStep.objects.bulk_create(
        MatchStep(match=row, stage=stage, at=at, by_id=one.officer, entry=entry)
        for (row, one, stage, at), entry in zip(steps, entries, strict=True)
    )


def _step(row: Match, one: Signed, stage: MatchStage, at: datetime, need: Listing) -> Line:
    quantities = {}
    if stage == MatchStage.PROPOSED:
        quantities = {"score": Decimal(1)}
    elif stage == MatchStage.SIGNED:
        local = Decimal(one.lands_locally)
        quantities = {"amount": Decimal(one.amount) / FEN, "local": local}
    return Line(
        f"exchange.match.{stage.value}",
        subject=row.pk,
        organization=need.organization_id,
        region=need.region_id,
        quantities=quantities,
        at=at,
    )
