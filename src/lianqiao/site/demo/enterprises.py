"""Twenty thousand invented enterprises: who they are, how their years went, what they hold.

An enterprise's number and the seed say everything of it, so the first thousand of twenty thousand
are the first thousand of two. `trades.csv` says of each industry how many there are, how many
people work there (the median), what one earns in units of 10,000 yuan, how many do research and
for which share of the revenue, and how many export.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from random import Random

from django.utils import timezone

from lianqiao.core.parties.models import Organization
from lianqiao.core.parties.services import OrganizationData
from lianqiao.site.demo import collection
from lianqiao.site.demo.history import SEED

FILE = Path(__file__).with_name("trades.csv")
COUNT = 20_000
FIRST_NUMBER = 100_000_001  # beyond the collection's, before the bureau's
LAGS = (4, 3, 2, 1)
WAN = 10_000

# District and how many of a hundred enterprises sit there; zones lie in districts.
DISTRICTS = {
    "370202": 9,
    "370203": 11,
    "370211": 22,
    "370212": 9,
    "370213": 7,
    "370214": 14,
    "370215": 10,
    "370281": 9,
    "370283": 5,
    "370285": 4,
}
ZONES = {
    "370211": "qingdao-west-coast",
    "370214": "qingdao-hightech",
    "370215": "qingdao-blue-valley",
    "370281": "qingdao-sco",
}
IN_ZONE = 0.25
FIRST = (
    "澄岚屿汐泊辰曜璟琅霁沧溟朔岱砺珩琮煜晔昀淞渝沂漪潼"
    "瀚霖霄翊翎骁骐皓皎旻晟铎铮钧锴桐楠榆槿芷苒菁蔚葭"
)
SECOND = (
    "拓衡启域跃驰策构凌予恒舟帆锚礁潮涌湾岬汀渡桥衍维析"
    "织铸熔焊旋擎辉映澈淳朴笃谨恪昇迈遥望极点线弧环棱"
)
RESEARCHING = ("13", "44"), ("63", "66"), ("73", "76")  # divisions, the last excluded
FORMS = ("有限公司",) * 9 + ("股份有限公司",)
OLDEST, YOUNGEST, MEAN_AGE = 32 * 365, 380, 8.5 * 365
SPREAD = 1.15  # of the logarithm of staff
MOST_STAFF = 6_000
FOUNDED_KNOWN = 0.9


@dataclass(frozen=True, slots=True)
class Trade:
    """A line of the file."""

    code: str
    weight: float
    staff: float
    head_low: float
    head_high: float
    research: float
    rd_low: float
    rd_high: float
    margin_low: float
    margin_high: float
    export: float
    words: tuple[str, ...]

    @property
    def is_industry(self) -> bool:
        """Tell whether it is mining, manufacturing or supply."""
        return "06" <= self.code[:2] <= "46"

    @property
    def may_research(self) -> bool:
        """Tell whether it is manufacturing, software or technical services."""
        division = self.code[:2]
        return any(first <= division < end for first, end in RESEARCHING)


@dataclass(frozen=True, slots=True)
class Year:
    """What an enterprise did in a year; yuan and persons."""

    revenue: int
    staff: int
    rd: int
    profit: int
    tax: int
    assets: int

    @property
    def rd_share(self) -> float:
        """R&D expense as a share of the revenue."""
        return self.rd / self.revenue


@dataclass(frozen=True, slots=True)
class Enterprise:
    """One enterprise: its entry, when it was founded (also where nobody knows), and its years.

    `years` go by how many years back, last year's under 1.
    """

    data: OrganizationData
    trade: Trade
    founded_on: date
    years: dict[int, Year]
    rd_staff: int
    patents: int

    def dice(self, purpose: str) -> Random:
        """Return dice that fall the same way for the same enterprise and purpose."""
        return Random(f"{SEED} {self.data.uscc} {purpose}")  # noqa: S311 -- a story, no secret

    @property
    def last(self) -> Year | None:
        """Last year, if it was there."""
        return self.years.get(1)

    def grew(self) -> float:
        """Return last year's growth of revenue; 0 for one with less than two years."""
        before = self.years.get(2)
        return self.years[1].revenue / before.revenue - 1 if before else 0.0


@lru_cache
def trades() -> tuple[Trade, ...]:
    """Return the lines of the file."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return tuple(
            Trade(
                code=row.pop("code"),
                words=tuple(row.pop("words").split()),
                **{name: float(value) for name, value in row.items()},
            )
            for row in csv.DictReader(file)
        )


def invent(count: int = COUNT) -> Iterator[Enterprise]:
    """Yield so many enterprises, always the same."""
    today = timezone.localdate()
    taken: set[str] = set()
    for number in range(FIRST_NUMBER, FIRST_NUMBER + count):
        dice = Random(f"{SEED} {number}")  # noqa: S311 -- a story, no secret
        trade = dice.choices(trades(), cum_weights=_weights())[0]
        name = _name(dice, trade, taken)
        yield _enterprise(name, number, trade, today, dice)


def _enterprise(name: str, number: int, trade: Trade, today: date, dice: Random) -> Enterprise:
    region = dice.choices(list(DISTRICTS), list(DISTRICTS.values()))[0]
    data = collection.invented(
        name, number, kind=Organization.Kind.ENTERPRISE, region=region, industry=trade.code
    )
    days = min(OLDEST, YOUNGEST + round(dice.expovariate(1 / MEAN_AGE)))
    founded = today - timedelta(days=days)
    years = _years(dice, trade, today.year - founded.year - 1)
    last = years.get(1)
    return Enterprise(
        data=replace(
            data,
            zone=ZONES.get(region) if dice.random() < IN_ZONE else None,
            founded_on=founded if dice.random() < FOUNDED_KNOWN else None,
        ),
        trade=trade,
        founded_on=founded,
        years=years,
        rd_staff=_rd_staff(dice, last) if last else 0,
        patents=_patents(dice, last) if last else 0,
    )


@lru_cache
def _weights() -> list[float]:
    total, sums = 0.0, []
    for trade in trades():
        total += trade.weight
        sums.append(total)
    return sums


def _name(dice: Random, trade: Trade, taken: set[str]) -> str:
    while True:
        word, form = dice.choice(trade.words), dice.choice(FORMS)
        name = f"{dice.choice(FIRST)}{dice.choice(SECOND)}{word}{form}（虚构）"
        if name not in taken:
            taken.add(name)
            return name


def _years(dice: Random, trade: Trade, whole_years: int) -> dict[int, Year]:
    """Return the years, one growing out of the other; those before the founding are not there."""
    staff = min(MOST_STAFF, max(2.0, dice.lognormvariate(0, SPREAD) * trade.staff))
    revenue = staff * dice.uniform(trade.head_low, trade.head_high) * WAN
    researches = dice.random() < trade.research * min(1.0, staff / 12)
    share = dice.uniform(trade.rd_low, trade.rd_high) if researches else 0.0
    margin = dice.uniform(trade.margin_low, trade.margin_high)
    assets, trend = dice.lognormvariate(0, 0.45), dice.gauss(0.05, 0.10)
    years = {}
    for lag in LAGS:
        growth = min(0.6, max(-0.35, trend + dice.gauss(0, 0.07)))
        revenue, staff = revenue * (1 + growth), max(2.0, staff * (1 + growth / 2))
        share = min(0.6, share * dice.uniform(0.92, 1.1))
        profit = revenue * (margin + dice.gauss(0, 0.02))
        if lag <= whole_years:
            years[lag] = Year(
                revenue=round(revenue),
                staff=round(staff),
                rd=int(revenue * share),
                profit=round(profit),
                tax=round(max(0.0, profit) * 0.2 + revenue * dice.uniform(0.008, 0.03)),
                assets=round(revenue * assets),
            )
    return years


def _rd_staff(dice: Random, last: Year) -> int:
    """Return how many do research: their wages are part of what it costs."""
    return min(last.staff, round(last.rd * dice.uniform(0.4, 0.7) / dice.uniform(150_000, 280_000)))


def _patents(dice: Random, last: Year) -> int:
    """Return how many patents of class I are in force."""
    return min(
        200, int(last.rd / 2_000_000 * dice.uniform(0.2, 1.6) + dice.random() * (last.rd > 0))
    )


def steadily(years: dict[int, Year], least: float, lags: int) -> bool:
    """Tell whether revenue grew by a share in each of the last years.

    >>> a, b = (Year(100, 1, 0, 0, 0, 0), Year(120, 1, 0, 0, 0, 0))
    >>> steadily({2: a, 1: b}, 0.2, 1), steadily({1: b}, 0.2, 1)
    (True, False)
    """
    rows = [years.get(lag) for lag in range(lags + 1, 0, -1)]
    if None in rows:
        return False
    return all(
        new and old and new.revenue >= old.revenue * (1 + least) for old, new in pairwise(rows)
    )
