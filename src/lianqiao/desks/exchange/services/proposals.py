"""Proposals: the matches that the engine finds, kept as rows that people act on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from lianqiao.core.ledger.services import Line, record_many
from lianqiao.desks.exchange import meaning
from lianqiao.desks.exchange.documents import document, index
from lianqiao.desks.exchange.models import (
    Listing,
    ListingKind,
    Match,
    MatchStage,
    Status,
    Verdict,
)
from lianqiao.engines.matching import Matcher, Pairing

PER_NEED, PER_RESULT = 10, 20
SHOWN_ANYHOW = 3
ANSWERS = (ListingKind.RESULT, ListingKind.CAPABILITY)

Progress = Callable[[int, int], None]


def matcher() -> Matcher:
    """Return the engine on this installation's index, for listings valid today."""
    near = meaning.neighbours if meaning.is_on() else None
    return Matcher(index(), neighbours=near, today=timezone.localdate())


def propose_for(listing: int, *, limit: int = PER_NEED) -> int:
    """Look for matches of one listing, whichever side it stands on; return how many stand now."""
    row = Listing.objects.filter(pk=listing).first()
    if row is None or row.status != Status.PUBLISHED:
        return _lapse(listing, keep=())
    kinds = ANSWERS if row.kind == ListingKind.NEED else (ListingKind.NEED,)
    pairings = matcher().match(document(row), kinds=kinds, limit=limit, verdicts=_verdicts(row))
    if row.kind != ListingKind.NEED:
        # What fits only weakly is shown from the need's side, where it is one of the best.
        pairings = [pairing for pairing in pairings if pairing.band != "weak"]
        keep_proposals(pairings)
        return len(pairings)
    pairings = worth_showing(pairings)
    keep_proposals(pairings)
    return _lapse(listing, keep=[pairing.result for pairing in pairings])


def propose_all(*, at: datetime | None = None, progress: Progress | None = None) -> int:
    """Match every published need with the best answers, so that no answer swallows all needs.

    `at` is when it happened, where a history is brought in.
    """
    needs = Listing.objects.filter(kind=ListingKind.NEED, status=Status.PUBLISHED)
    pairings = matcher().best_pairs(
        [document(row) for row in needs.iterator()],
        kinds=ANSWERS,
        per_need=PER_NEED,
        per_result=PER_RESULT,
        verdicts=_all_verdicts(),
        progress=progress,
    )
    return keep_proposals(worth_showing(pairings), at=at)


def worth_showing(pairings: Sequence[Pairing]) -> list[Pairing]:
    """Return what somebody should look at: what may fit, and each need's three best anyhow."""
    kept, place = [], Counter[int]()
    for pairing in sorted(pairings, key=lambda one: -one.score):
        place[pairing.need] += 1
        if pairing.band != "weak" or place[pairing.need] <= SHOWN_ANYHOW:
            kept.append(pairing)
    return kept


def rescore(match: Match) -> None:
    """Weigh one proposal anew, after somebody has judged it."""
    said = _verdicts(match.need)
    pairing = matcher().explain(
        document(match.need), document(match.result), verdict=said.get(match.result_id)
    )
    keep_proposals([pairing])


@transaction.atomic
def keep_proposals(pairings: Sequence[Pairing], *, at: datetime | None = None) -> int:
    """Insert new proposals and refresh those that nobody has taken up. Returns the new ones.

    Matches under way keep the score with which they began: people decided on that one.
    """
    known = _known_pairs(pairings)
    now = at or timezone.now()
    fresh = [
        _row(pairing, now) for pairing in pairings if (pairing.need, pairing.result) not in known
    ]
    Match.objects.bulk_create(fresh, batch_size=500, ignore_conflicts=True)
    _refresh([pairing for pairing in pairings if (pairing.need, pairing.result) in known])
    _record_proposed({(row.need_id, row.result_id): row.score for row in fresh})
    return len(fresh)


def _row(pairing: Pairing, now: datetime) -> Match:
    return Match(
        need_id=pairing.need,
        result_id=pairing.result,
        stage=MatchStage.PROPOSED,
        score=pairing.score,
        band=pairing.band,
        explanation=pairing.to_json(),
        proposed_at=now,
        changed_at=now,
    )


def _known_pairs(pairings: Iterable[Pairing]) -> dict[tuple[int, int], Match]:
    needs = {pairing.need for pairing in pairings}
    results = {pairing.result for pairing in pairings}
    rows = Match.objects.filter(need__in=needs, result__in=results).select_for_update()
    return {(row.need_id, row.result_id): row for row in rows.order_by("pk")}


def _refresh(pairings: Sequence[Pairing]) -> None:
    known = _known_pairs(pairings)
    changed = []
    for pairing in pairings:
        row = known[pairing.need, pairing.result]
        if row.stage in {MatchStage.PROPOSED, MatchStage.LAPSED}:
            row.stage, row.score, row.band = MatchStage.PROPOSED, pairing.score, pairing.band
            row.explanation = pairing.to_json()
            changed.append(row)
    Match.objects.bulk_update(changed, ["stage", "score", "band", "explanation"], batch_size=500)


def _record_proposed(scores: Mapping[tuple[int, int], float]) -> None:
    rows = Match.objects.filter(need__in={need for need, _ in scores}).select_related("need")
    record_many(
        Line(
            "exchange.match.proposed",
            subject=row.pk,
            organization=row.need.organization_id,
            region=row.need.region_id,
            quantities={"score": Decimal(str(round(row.score, 4)))},
            at=row.changed_at,
        )
        for row in rows.order_by("pk")
        if (row.need_id, row.result_id) in scores
    )


@transaction.atomic
def _lapse(listing: int, keep: Iterable[int]) -> int:
    """Let proposals of a listing lapse that are no longer among the best; return what is kept."""
    keep = list(keep)
    gone = (
        Match.objects.select_for_update(of=("self",))
        .filter(stage=MatchStage.PROPOSED)
        .filter(Q(need_id=listing) | Q(result_id=listing))
        .exclude(result__in=keep)
        .select_related("need")
        .order_by("pk")
    )
    rows = list(gone)
    Match.objects.filter(pk__in=[row.pk for row in rows]).update(
        stage=MatchStage.LAPSED, changed_at=timezone.now()
    )
    record_many(
        Line(
            "exchange.match.lapsed",
            subject=row.pk,
            organization=row.need.organization_id,
            region=row.need.region_id,
        )
        for row in rows
    )
    return len(keep)


def _all_verdicts() -> dict[tuple[int, int], bool]:
    """Return what was said of all pairs; the last word counts."""
    rows = Verdict.objects.order_by("at").values_list("need_id", "result_id", "fits")
    return {(need, result): fits for need, result, fits in rows.iterator()}


def _verdicts(row: Listing) -> dict[int, bool]:
    """Return what was said of a listing's pairs, by the other side's id; the last word counts."""
    side, other = ("need", "result") if row.kind == ListingKind.NEED else ("result", "need")
    rows = Verdict.objects.filter(**{side: row}).order_by("at")
    return dict(rows.values_list(f"{other}_id", "fits"))
