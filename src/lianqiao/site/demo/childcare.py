"""Sixty invented childcare institutions, whose subsidies of a year add up to a figure to the fen.

Rates are those of `parameters.csv`. The sum is that of the brief's city: 10.2115 million yuan.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from random import Random

from django.utils import timezone

from lianqiao.core.parties.models import Organization
from lianqiao.core.parties.services import OrganizationData
from lianqiao.core.parties.services.bulk import Stated
from lianqiao.site.demo import collection
from lianqiao.site.demo.enterprises import DISTRICTS
from lianqiao.site.demo.history import SEED
from lianqiao.site.demo.statements import Office

COUNT = 60
FIRST_NUMBER = 200_000_001
NURSERIES = "802"  # 托儿所服务 of GB/T 4754
TOTAL = 10_211_500
FULL, HALF, HOURLY = 600, 300, 100
FIRST = "沐蕊苗暖芽禾葵雀萤笛"
SECOND = "桐朵贝宁荷谣"
YUAN_A_CHILD_MONTH = (1_500, 2_600)


@dataclass(frozen=True, slots=True)
class Institution:
    """An institution, its places, and the child-months of last year by kind."""

    data: OrganizationData
    places: int
    full_day: int
    half_day: int
    hourly: int

    @property
    def subsidy(self) -> int:
        """Return what it gets for the year, in yuan."""
        return self.full_day * FULL + self.half_day * HALF + self.hourly * HOURLY


def institutions() -> list[Institution]:
    """Return the institutions; full days are added up to the sum, hours fill the rest."""
    rows = [_institution(number) for number in range(COUNT)]
    place = 0
    while (left := TOTAL - sum(one.subsidy for one in rows)) >= FULL:
        row = rows[place % COUNT]
        rows[place % COUNT] = replace(row, full_day=row.full_day + 1)
        place += 1
    rows[-1] = replace(rows[-1], hourly=rows[-1].hourly + left // HOURLY)
    return rows


def stated(one: Institution, office: Office) -> Iterator[Stated]:
    """Yield what the health authority and the tax authority say of an institution."""
    dice = Random(f"{SEED} {one.data.uscc}")  # noqa: S311 -- a story, no secret
    months = one.full_day + one.half_day // 2
    revenue = one.subsidy + months * dice.randint(*YUAN_A_CHILD_MONTH)
    for name, lag, source, value in (
        ("childcare_registered", 0, "department", True),
        ("childcare_places", 1, "department", one.places),
        ("childcare_check_passed", 1, "department", True),
        ("child_months_full_day", 1, "department", one.full_day),
        ("child_months_half_day", 1, "department", one.half_day),
        ("child_months_hourly", 1, "department", one.hourly),
        ("revenue", 1, "tax", revenue),
        ("staff", 1, "statistics", max(4, one.places // 4)),
        ("tax_credit_rating", 1, "tax", "B"),
    ):
        yield office.files(one.data.uscc, (name, lag, source, value))


def _institution(number: int) -> Institution:
    dice = Random(f"{SEED} childcare {number}")  # noqa: S311 -- a story, no secret
    name = f"{FIRST[number % 10]}{SECOND[number // 10]}托育服务有限公司（虚构）"
    region = dice.choices(list(DISTRICTS), list(DISTRICTS.values()))[0]
    data = collection.invented(
        name,
        FIRST_NUMBER + number,
        kind=Organization.Kind.ENTERPRISE,
        region=region,
        industry=NURSERIES,
    )
    founded = timezone.localdate() - timedelta(days=dice.randint(800, 3_000))
    places = dice.randrange(30, 100, 5)
    children = places * dice.uniform(0.35, 0.45)
    return Institution(
        data=replace(data, founded_on=founded),
        places=places,
        full_day=round(children * 12 * 0.8),
        half_day=round(children * 12 * 0.2),
        hourly=dice.randrange(0, 60),
    )
