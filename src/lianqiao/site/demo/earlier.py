"""The demo city's closed listings and signed matches: the year's totals, spread over its months.

Titles are put together from plain words; nothing of it enters the search index, as it is closed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from random import Random

from django.db import transaction

from lianqiao.core.indicators.periods import ZONE, Period
from lianqiao.core.indicators.queries import districts
from lianqiao.core.parties.actors import Actor
from lianqiao.core.parties.models import Organization, TechnicalField
from lianqiao.desks.exchange.models import Cooperation, ListingKind, ServiceTeam
from lianqiao.desks.exchange.services import archive
from lianqiao.desks.exchange.services.archive import Past, Signed
from lianqiao.desks.exchange.services.listings import Draft
from lianqiao.site.demo.history import SEED, TEN_THOUSAND_YUAN

OBJECTS = (
    "轴承",
    "阀门",
    "船用涂层",
    "焊缝",
    "电池包",
    "海参饲料",
    "注塑模具",
    "橡胶密封圈",
    "光纤传感器",
    "病理切片",
)
ENDS = {
    ListingKind.RESULT: (
        "在线检测方法",
        "寿命预测模型",
        "表面强化工艺",
        "节能控制装置",
        "快速筛查技术",
    ),
    ListingKind.NEED: ("良品率提升", "能耗降低", "国产替代", "质量追溯", "自动化改造"),
}
OFFERS = (Organization.Kind.INSTITUTE, Organization.Kind.UNIVERSITY)
LISTED = 0.85
"""The part of a period in which listings come in; what is signed takes the rest to get there."""
AMOUNTS = (30, 300)


@transaction.atomic
def bring_in(period: Period, until: datetime, wanted: dict[str, int], *, actor: Actor) -> None:
    """Bring in so many `results`, `needs` and `signed` matches of a period, none after `until`."""
    dice = Random(f"{SEED} {period.code}")  # noqa: S311 -- a story, no secret
    moments = _Moments(period, until, dice)
    results = _listings(ListingKind.RESULT, wanted["results"], moments, dice, actor)
    needs = _listings(ListingKind.NEED, wanted["needs"], moments, dice, actor)
    pairs = _pairs(needs, results, wanted["signed"], moments, dice, actor)
    archive.bring_in_matches(pairs, actor=actor)


class _Moments:
    """Times of a period in office hours."""

    def __init__(self, period: Period, until: datetime, dice: Random) -> None:
        self.first, self.dice = period.begins, dice
        self.span = (min(period.ends, until) - self.first).total_seconds()

    def one(self, earliest: float = 0.0, latest: float = 1.0) -> datetime:
        """Return a time between two parts of the period, 0 to 1."""
        part = earliest + self.dice.random() * (latest - earliest)
        return (self.first + timedelta(seconds=part * self.span)).astimezone(ZONE)


def _listings(
    kind: ListingKind, count: int, moments: _Moments, dice: Random, actor: Actor
) -> list[int]:
    wanted = OFFERS if kind == ListingKind.RESULT else (Organization.Kind.ENTERPRISE,)
    owners = list(
        Organization.objects.filter(is_invented=True, kind__in=wanted)
        .order_by("pk")
        .values_list("pk", flat=True)[:400]
    )
    places = list(districts().values_list("pk", flat=True))
    fields = list(TechnicalField.objects.values_list("pk", flat=True))
    past = (
        Past(
            dice.choice(owners),
            _draft(kind, number, dice.choice(fields), dice.choice(places), dice),
            moments.one(LISTED * number / count, LISTED * (number + 1) / count),
        )
        for number in range(count)
    )
    return archive.bring_in_listings(past, actor=actor)


def _draft(kind: ListingKind, number: int, field: str, place: str, dice: Random) -> Draft:
    title = f"{dice.choice(OBJECTS)}{dice.choice(ENDS[kind])}（虚构·存档{number + 1:04}）"
    text = "演示用的虚构存档信息，已关闭，只用于核对年度数字。"
    return Draft(kind=kind, title=title, text=text, field=field, region=place)


def _pairs(  # noqa: PLR0917
    needs: Sequence[int],
    results: Sequence[int],
    count: int,
    moments: _Moments,
    dice: Random,
    actor: Actor,
) -> Iterator[Signed]:
    teams = list(ServiceTeam.objects.order_by("pk").values_list("pk", flat=True))
    for number in range(count):
        low, high = AMOUNTS
        yield Signed(
            need=needs[number * len(needs) // count],
            result=results[number * len(results) // count],
            team=dice.choice(teams),
            officer=actor.user or 0,
            at=_way(moments, LISTED * (number + 1) / count, dice),
            kind=dice.choice(Cooperation.values),
            amount=dice.randrange(low, high) * TEN_THOUSAND_YUAN,
            lands_locally=dice.random() < 0.8,  # noqa: PLR2004
            number=f"（虚构）存档-{number + 1:04}",
        )


def _way(moments: _Moments, begun: float, dice: Random) -> tuple[datetime, ...]:
    """Return five moments one after the other, the last of them the signing."""
    marks = sorted(begun + (1 - LISTED) * dice.random() for _step in archive.WAY)
    return tuple(moments.one(mark, mark) for mark in marks)
