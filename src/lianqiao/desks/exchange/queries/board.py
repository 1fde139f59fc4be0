"""The officer's board and the lists of matches."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, F, Q, QuerySet, Sum, When

from lianqiao.core.parties.actors import Actor
from lianqiao.core.parties.models import Region
from lianqiao.core.parties.queries import Contact, contact_of
from lianqiao.desks.exchange.models import Match, MatchStage, MatchStep, Verdict
from lianqiao.desks.exchange.queries.access import teams_of, visible_matches

IN_A_COLUMN = 12
COLUMNS = (
    MatchStage.PROPOSED,
    MatchStage.TAKEN_UP,
    MatchStage.INTRODUCED,
    MatchStage.NEGOTIATING,
    MatchStage.SIGNED,
    MatchStage.FAILED,
)
INTRODUCED = frozenset({MatchStage.INTRODUCED, MatchStage.NEGOTIATING, MatchStage.SIGNED})
SIDES = ("need__organization", "result__organization", "need__field", "need__region", "team")


@dataclass(frozen=True, slots=True)
class MatchFilter:
    """What a list of matches is narrowed to."""

    scope: str = ""
    field: str = ""
    region: str = ""
    stage: str = ""

    @classmethod
    def from_query(cls, parameters: Mapping[str, str]) -> MatchFilter:
        """Read the parameters of an address; what makes no sense is left out."""
        scope, stage = parameters.get("scope", ""), parameters.get("stage", "")
        return cls(
            scope=scope if scope in {"mine", "team"} else "",
            field=parameters.get("field", "").replace("\x00", "")[:2],
            region=parameters.get("region", "").replace("\x00", "")[:6],
            stage=stage if stage in MatchStage.values else "",
        )

    def apply(self, actor: Actor, rows: QuerySet[Match]) -> QuerySet[Match]:
        """Narrow rows."""
        if self.scope == "mine":
            rows = rows.filter(officer=actor.user)
        if self.scope == "team":
            # What nobody has taken up is every team's.
            rows = rows.filter(Q(team__in=teams_of(actor)) | Q(team=None))
        if self.field:
            rows = rows.filter(need__field=self.field)
        if self.region:
            rows = rows.filter(need__region=self.region)
        return rows.filter(stage=self.stage) if self.stage else rows


@dataclass(frozen=True, slots=True)
class Column:
    """One stage on the board: how many, the sum of its deals in fen, and the first cards."""

    stage: str
    label: str
    count: int
    amount: int
    cards: list[Match]

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.count - len(self.cards)


def board(actor: Actor, wanted: MatchFilter) -> list[Column]:
    """Return the columns; what was proposed by its score, the rest by what waits longest."""
    rows = wanted.apply(actor, visible_matches(actor))
    found = rows.order_by().values_list("stage").annotate(Count("pk"), Sum("deal__amount"))
    counts = {stage: (count, amount or 0) for stage, count, amount in found}
    return [_column(stage, rows, *counts.get(stage, (0, 0))) for stage in COLUMNS]


def _column(stage: MatchStage, rows: QuerySet[Match], count: int, amount: int) -> Column:
    order = {
        MatchStage.PROPOSED: ("-score", "pk"),
        MatchStage.SIGNED: ("-changed_at", "pk"),
        MatchStage.FAILED: ("-changed_at", "pk"),
    }.get(stage, ("changed_at", "pk"))
    cards = rows.filter(stage=stage).select_related(*SIDES, "deal").defer("explanation")
    return Column(
        stage, str(stage.label), count, amount, list(cards.order_by(*order)[:IN_A_COLUMN])
    )


def regions_of_needs() -> list[Region]:
    """Return the regions in which there are needs, for a filter."""
    return list(
        Region.objects.filter(code__in=Match.objects.values("need__region")).order_by("code")
    )


def matches(actor: Actor, wanted: MatchFilter) -> QuerySet[Match]:
    """Return the matches that an actor may see, a party's own listing after the other.

    Each has `own_title` and `own_id`: the need's for the bureau, the actor's side for a party.
    """
    mine = When(result__organization=actor.organization, then=F("result__title"))
    own = When(result__organization=actor.organization, then=F("result_id"))
    rows = visible_matches(actor).select_related(*SIDES, "result__region", "deal")
    if not wanted.stage:
        rows = rows.exclude(stage=MatchStage.LAPSED)
    return (
        wanted.apply(actor, rows)
        .annotate(
            own_title=Case(mine, default=F("need__title")), own_id=Case(own, default=F("need_id"))
        )
        .order_by("own_id", "-score", "pk")
    )


def stage_counts(actor: Actor) -> dict[str, int]:
    """How many matches that an actor may see stand at each stage."""
    rows = visible_matches(actor).exclude(stage=MatchStage.LAPSED)
    return dict(rows.order_by().values_list("stage").annotate(Count("pk")))


def steps_of(match: Match) -> list[MatchStep]:
    """Return the steps that a match took, with who took them."""
    return list(match.steps.select_related("by"))


def contact_on(actor: Actor, match: Match, organization: int) -> Contact:
    """Return a side's contact: in full once the two are introduced, to both of them."""
    sides = {match.need.organization_id, match.result.organization_id}
    if match.stage in INTRODUCED and actor.organization in sides:
        return contact_of(Actor(organization=organization), organization)
    return contact_of(actor, organization)


def verdict_of(actor: Actor, match: Match) -> Verdict | None:
    """Return what the actor's organization has said of a match."""
    said = Verdict.objects.filter(need=match.need_id, result=match.result_id)
    return said.filter(organization=actor.organization).first() if actor.organization else None


def verdicts_on(actor: Actor, match: Match) -> list[Verdict]:
    """Return what everybody said of a match, to the bureau."""
    said = Verdict.objects.filter(need=match.need_id, result=match.result_id)
    return list(said.select_related("organization")) if actor.is_bureau else []


def way_of(match: Match, steps: list[MatchStep]) -> list[dict[str, Any]]:
    """Return the stages of a match for a stepper: label, when, and how it stands to now."""
    reached = {step.stage: step.at for step in steps} | {MatchStage.PROPOSED: match.proposed_at}
    last = MatchStage.FAILED if match.stage == MatchStage.FAILED else MatchStage.SIGNED
    return [
        {
            "label": stage.label,
            "at": reached.get(stage),
            "is_current": stage == match.stage,
            "is_failed": stage == MatchStage.FAILED,
        }
        for stage in (*COLUMNS[:4], last)
    ]
