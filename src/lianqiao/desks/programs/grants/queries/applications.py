"""Applications of a call as its office reads them: by topic and state, and ranked by score."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import accumulate, takewhile
from typing import Self

from django.db.models import BigIntegerField, Exists, F, Func, OuterRef, Q, QuerySet, Subquery
from django.db.models.fields.json import KT

from lianqiao.core.cases.models import Panel, Snapshot
from lianqiao.core.cases.queries.reviews import Standing, standings
from lianqiao.core.cases.queries.versions import documents
from lianqiao.desks.programs.grants.applied import FORM
from lianqiao.desks.programs.grants.models import Application, Call, Topic
from lianqiao.desks.programs.grants.papers import fen

REVIEW, LEAST = "expert", Decimal(60)
"""The review of procedures/rd_grant.yaml, and the score from which one can be proposed."""
PROPOSABLE = "decision"
RANKED = ("review", "decision", "notice")


@dataclass(frozen=True, slots=True)
class Wanted:
    """How the list of applications is narrowed; '' leaves a part open."""

    topic: str = ""
    state: str = ""
    q: str = ""

    @classmethod
    def from_query(cls, query: dict[str, str]) -> Self:
        """Read it out of an address."""
        topic = query.get("topic", "")[:18]
        known = {name: query.get(name, "").replace("\0", "")[:60] for name in ("state", "q")}
        return cls(topic if topic.isascii() and topic.isdigit() else "", **known)


@dataclass(frozen=True, slots=True)
class Ranked:
    """An application in the ranking of its topic; what has no score yet has no place. In fen.

    `fits` tells that the money that is left reaches it, `is_cut` that it is the last of those.
    """

    place: int | None
    row: Application
    standing: Standing | None
    asked: int
    fits: bool = False
    is_cut: bool = False

    @property
    def can_be_proposed(self) -> bool:
        """Whether the panel is done and its score high enough."""
        score = self.standing.score if self.standing and self.standing.is_done else None
        return self.row.case.state == PROPOSABLE and score is not None and score >= LEAST


def of_call(call: Call) -> QuerySet[Application]:
    """Return what was handed in to a call, with title and sum of the last filing."""
    last = Snapshot.objects.filter(filing__case=OuterRef("case"), filing__form=FORM)
    newest = last.order_by("-number")
    rows = Application.objects.filter(Exists(last), topic__call=call)
    told = {field: _said(newest, field) for field in ("title", "asked")}
    return rows.annotate(**told).select_related("case__organization", "topic")


def listed(call: Call, wanted: Wanted) -> QuerySet[Application]:
    """Return applications as they are narrowed, in the order of their numbers."""
    rows = of_call(call)
    if wanted.topic:
        rows = rows.filter(topic=int(wanted.topic))
    if wanted.state:
        rows = rows.filter(case__state=wanted.state)
    if wanted.q:
        found = Q(case__organization__name__icontains=wanted.q) | Q(title__icontains=wanted.q)
        rows = rows.filter(found | Q(case__number__icontains=wanted.q))
    return rows.order_by("case__number")


def by_state(call: Call) -> list[tuple[str, str, int]]:
    """Return key, label and count of each state that applications of a call are in."""
    counts = Counter(of_call(call).order_by().values_list("case__state", flat=True))
    return [(key, label, counts[key]) for key, label in labels_of(call).items() if counts[key]]


def labels_of(call: Call) -> dict[str, str]:
    """Return the label of each state that a case of a call can be in, by its key."""
    rows = of_call(call).order_by().values_list("case__procedure", flat=True)
    read = documents(set(rows.distinct()))
    return {one.key: str(one.label) for each in read.values() for one in each.states}


def with_promised(topics: QuerySet[Topic]) -> QuerySet[Topic]:
    """Add what is promised of each topic in fen, as the database's own function counts it."""
    counted = Func(F("pk"), function="grants_promised", output_field=BigIntegerField())
    return topics.annotate(**{"promised": counted})


def ranking(topic: Topic) -> list[Ranked]:
    """Return the applications of a topic that experts judge or have judged, the best first.

    Equal scores share a place. A fixed number of queries.
    """
    rows = list(of_call(topic.call).filter(topic=topic, case__state__in=RANKED))
    found = _standings(rows)
    scored = sorted(rows, key=lambda row: (-_score(found.get(row.case_id)), row.case.number))
    scores = [_score(found.get(row.case_id)) for row in scored]
    places = [scores.index(score) + 1 if score >= 0 else None for score in scores]
    ranked = [
        Ranked(place, row, found.get(row.case_id), fen(row.asked))
        for place, row in zip(places, scored, strict=True)
    ]
    return _cut(ranked, topic.budget - topic.promised)


def _cut(ranked: list[Ranked], left: int) -> list[Ranked]:
    """Say down to where the money reaches: the first that it does not reach ends it."""
    sums = accumulate(one.asked if one.can_be_proposed else 0 for one in ranked)
    reached = list(takewhile(lambda sum_: sum_ <= left, sums))
    within = [one.can_be_proposed for one in ranked[: len(reached)]]
    last = max((place for place, can in enumerate(within) if can), default=-1)
    return [
        replace(one, fits=place <= last and one.can_be_proposed, is_cut=place == last)
        for place, one in enumerate(ranked)
    ]


def _said(newest: QuerySet[Snapshot], field: str) -> Subquery:
    return Subquery(newest.annotate(said=KT(f"values__{field}")).values("said")[:1])


def _standings(rows: Sequence[Application]) -> dict[int, Standing]:
    cases = [row.case_id for row in rows]
    panels = Panel.objects.filter(review=REVIEW, snapshot__filing__case__in=cases)
    return {one.case.pk: one for one in standings(panels.order_by("number", "pk"))}


def _score(standing: Standing | None) -> Decimal:
    return Decimal(-1) if standing is None or standing.score is None else standing.score
