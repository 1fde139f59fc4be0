"""Reviews as the office sees them: each panel, the ranking of a meeting, how reviewers score."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import fmean, stdev

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from lianqiao.core.cases.documents.procedure import Document
from lianqiao.core.cases.documents.reviews import COMBINED, Review, combined
from lianqiao.core.cases.models import (
    Assignment,
    Case,
    Definition,
    Expert,
    Opinion,
    Panel,
    Snapshot,
)
from lianqiao.core.cases.outliers import outlying
from lianqiao.core.cases.queries.versions import document, documents
from lianqiao.core.errors import NotFound
from lianqiao.core.parties.actors import Actor

State = Assignment.State


@dataclass(frozen=True, slots=True)
class Seat:
    """A seat of a panel; `stands_apart` marks a score that the others do not bear out."""

    assignment: Assignment
    opinion: Opinion | None
    stands_apart: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """A panel with its seats; `score` is what has been filed so far, combined.

    `lowest` and `highest` span the scores. Only a panel that is done has a score in rules.
    """

    panel: Panel
    review: Review
    case: Case
    seats: tuple[Seat, ...]
    score: Decimal | None
    filed: int
    lowest: Decimal | None
    highest: Decimal | None

    @property
    def is_done(self) -> bool:
        """Whether every seat has filed."""
        return self.filed >= self.panel.wanted

    @property
    def empty(self) -> int:
        """Seats that nobody has."""
        gone = {State.RECUSED, State.RELEASED}
        sitting = [seat for seat in self.seats if seat.assignment.state not in gone]
        return self.panel.wanted - len(sitting)

    @property
    def spread(self) -> Decimal | None:
        """The highest score less the lowest."""
        if self.highest is None or self.lowest is None:
            return None
        return self.highest - self.lowest

    @property
    def how(self) -> str:
        """How scores become one, in words."""
        return str(COMBINED[self.review.combine])


@dataclass(frozen=True, slots=True)
class Ranked:
    """A case in a ranking; equal scores share a place, what has none yet has no place."""

    place: int | None
    standing: Standing


@dataclass(frozen=True, slots=True)
class Reviewer:
    """How an expert scores in a review: points of 100.

    `deviation` is the mean of his score less the mean of the others on the same panel; None where
    he was alone. `spread` is the standard deviation of his scores, None of a single one.
    """

    expert: Expert
    opinions: int
    mean: float
    spread: float | None
    deviation: float | None
    stands_apart: bool


def standings(panels: QuerySet[Panel]) -> list[Standing]:
    """Return panels with all that was filed in them; six queries, however many there are."""
    seats = Assignment.objects.select_related("expert__user", "opinion").order_by("place")
    rows = panels.select_related("snapshot__filing__case__organization").prefetch_related(
        Prefetch("assignments", seats), "assignments__opinion__scores"
    )
    found = list(rows)
    read = documents({row.snapshot.procedure for row in found})
    return [_standing(row, read[row.snapshot.procedure].review(row.review)) for row in found]


def standings_of(case: Case) -> list[Standing]:
    """Return all panels of a case, the newest first."""
    rows = Panel.objects.filter(snapshot__filing__case=case)
    return standings(rows.order_by("-pk"))


def review_scores(case: Case, last: Mapping[str, Snapshot]) -> dict[str, Decimal | None]:
    """Return the score of each review by key: None unless the last panel about the snapshot that
    was filed last is done. While an appeal runs there is none."""
    read = document(case.procedure)
    if not read.reviews:
        return {}
    about = {review.key: last.get(review.form) for review in read.reviews}
    panels = Panel.objects.filter(snapshot__in=[one for one in about.values() if one])
    found: dict[str, Decimal | None] = {}
    for standing in standings(panels.order_by("number")):
        snapshot = about.get(standing.panel.review)
        if snapshot and standing.panel.snapshot_id == snapshot.pk:
            found[standing.panel.review] = standing.score if standing.is_done else None
    return found


def reviewed(actor: Actor, code: str, key: str) -> tuple[Document, Review]:
    """Return a procedure of the actor's office with one of its reviews; else NotFound."""
    rows = Definition.objects.filter(code=code, office=actor.organization)
    row = rows.first() if actor.is_bureau else None
    version = row.versions.order_by("-number").first() if row else None
    read = document(str(version)) if version else None
    found = next((one for one in read.reviews if one.key == key), None) if read else None
    if read is None or found is None:
        raise NotFound(_("There is no such review."))
    return read, found


def ranking(code: str, key: str, *, closed: bool = False) -> list[Ranked]:
    """Return the cases of a review by score, each by its last panel; `closed` ones as well."""
    rows = _panels(code, key) if closed else _panels(code, key).filter(closed_at__isnull=True)
    last = {one.case.pk: one for one in standings(rows.order_by("number", "pk"))}
    scored = sorted(
        (one for one in last.values() if one.score is not None),
        key=lambda one: (-(one.score or Decimal(0)), one.case.number),
    )
    scores = [one.score for one in scored]
    ranked = [Ranked(scores.index(one.score) + 1, one) for one in scored]
    waiting = [one for one in last.values() if one.score is None]
    return ranked + [Ranked(None, one) for one in sorted(waiting, key=lambda one: one.case.number)]


def calibration(code: str, key: str) -> list[Reviewer]:
    """Return how each expert scores, the severest first; those who stand apart are marked."""
    scores: dict[Expert, list[float]] = defaultdict(list)
    apart: dict[Expert, list[float]] = defaultdict(list)
    for standing in standings(_panels(code, key)):
        given = {
            seat.assignment.expert: float(seat.opinion.score)
            for seat in standing.seats
            if seat.opinion
        }
        for expert, score in given.items():
            scores[expert].append(score)
            if others := [other for who, other in given.items() if who != expert]:
                apart[expert].append(score - fmean(others))
    return _reviewers(scores, apart)


def _reviewers(
    scores: Mapping[Expert, Sequence[float]], apart: Mapping[Expert, Sequence[float]]
) -> list[Reviewer]:
    means = {expert: fmean(found) for expert, found in apart.items()}
    flags = dict(zip(means, outlying(list(means.values())), strict=True))
    rows = [
        Reviewer(
            expert=expert,
            opinions=len(found),
            mean=fmean(found),
            spread=stdev(found) if len(found) > 1 else None,
            deviation=means.get(expert),
            stands_apart=flags.get(expert, False),
        )
        for expert, found in scores.items()
    ]
    return sorted(rows, key=lambda row: (row.deviation or 0, row.expert.pk))


def _panels(code: str, key: str) -> QuerySet[Panel]:
    return Panel.objects.filter(
        review=key, snapshot__filing__case__procedure__startswith=f"{code}/"
    )


def _standing(panel: Panel, review: Review) -> Standing:
    rows = list(panel.assignments.all())
    opinions = [_opinion(row) for row in rows]
    scores = [one.score for one in opinions if one]
    apart = iter(outlying([float(score) for score in scores]))
    seats = tuple(
        Seat(row, opinion, next(apart) if opinion else False)
        for row, opinion in zip(rows, opinions, strict=True)
    )
    return Standing(
        panel=panel,
        review=review,
        case=panel.snapshot.filing.case,
        seats=seats,
        score=combined(review.combine, scores),
        filed=len(scores),
        lowest=min(scores, default=None),
        highest=max(scores, default=None),
    )


def _opinion(row: Assignment) -> Opinion | None:
    return row.opinion if row.state == State.FILED else None
