"""What offices know of the demo's enterprises: two years of figures, titles, days of founding.

`figures.csv` says of each figure who says it, whether it is a share of the revenue, goes by heads
or stands for itself, between which bounds, how many enterprises have it at all, of how many it is
known, and which other figure one must have. The same seed gives the same figures.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from random import Random

from django.utils import timezone

from lianqiao.core.parties.models import Fact, FactDefinition, Organization
from lianqiao.core.parties.permissions import OPERATOR
from lianqiao.core.parties.services.facts import COLUMN_OF, check_value
from lianqiao.core.titles.services import Grant, grant_many
from lianqiao.site.demo import scoring
from lianqiao.site.demo.history import SEED
from lianqiao.site.demo.people import BUREAU, ENTERPRISE

FILE = Path(__file__).with_name("figures.csv")
YEARS = (2, 1)
FEN = 100
LEAST_STAFF, MOST_STAFF = 8, 3_000
TYPICAL_STAFF, SPREAD = 4.2, 1.1  # of the logarithm: some seventy people
YUAN_A_HEAD = (400_000, 1_300_000)
GROWTH = (0.85, 1.5)
ABOVE_SCALE = 20_000_000
KNOWN_AFTER = timedelta(days=110)  # the annual returns are in
FOUNDED_KNOWN, OLDEST, YOUNGEST = 0.9, 25 * 365, 500
RATINGS = ("A", "A", "B", "B", "B", "M", "C", "D")
CHILDCARE, ABNORMAL = 0.03, 0.02
TITLES = {
    "high-tech": 0.4,
    "tech-sme": 0.35,
    "innovative-sme": 0.25,
    "specialized-sme": 0.15,
    "little-giant": 0.04,
    "gazelle": 0.04,
    "tech-center": 0.06,
}
TITLE_YEARS = 3

# The enterprise that one signs in as: fit for some policies, not for others, in part unknown.
OWN_STAFF, OWN_REVENUE = 186, (98_600_000, 121_400_000)
OWN_TITLES = ("high-tech", "specialized-sme")
OWN: Mapping[str, tuple[float, float]] = {
    "rd_expense": (5_180_000, 6_930_000),
    "total_assets": (132_000_000, 151_000_000),
    "equipment_invested": (1_900_000, 4_650_000),
    "export_value": (0, 0),
    "social_insurance_paid": (118_000, 127_000),
    "staff_laid_off_share": (2.1, 1.6),
    "graduates_hired": (5, 9),
    "doctors_hired": (0, 0),
    "invention_patents_granted": (3, 4),
    "energy_saved": (0, 0),
}
OWN_UNKNOWN = frozenset({"loan_interest_paid", "cloud_spending", "exhibition_cost"})


@dataclass(frozen=True, slots=True)
class Figure:
    """A line of the file."""

    name: str
    source: str
    of: str
    low: float
    high: float
    has: float
    known: float
    needs: str


@lru_cache
def figures() -> tuple[Figure, ...]:
    """Return the lines of the file."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return tuple(
            Figure(
                **{name: row[name] for name in ("name", "source", "of", "needs")},
                **{name: float(row[name]) for name in ("low", "high", "has", "known")},
            )
            for row in csv.DictReader(file)
        )


def record(enterprises: Iterable[Organization]) -> None:
    """Enter figures, titles and days of founding of the demo's enterprises."""
    rows = list(enterprises)
    known = FactDefinition.objects.in_bulk()
    facts = [fact for row in rows for fact in _facts(row, known)]
    Fact.objects.bulk_create(facts, batch_size=2_000)
    grants: list[Grant] = []
    for row in rows:
        dice = _dice(row, "titles")
        row.founded_on = _founded(row, dice)
        for code in _titles(row, dice):
            begins = date(timezone.localdate().year - dice.choice(YEARS), dice.randint(1, 12), 15)
            ends = begins.replace(year=begins.year + TITLE_YEARS)
            grants.append(Grant(row.pk, code, begins, ends, BUREAU))
    Organization.objects.bulk_update(rows, ["founded_on"])
    grant_many(actor=OPERATOR, grants=grants)


def _dice(row: Organization, purpose: str) -> Random:
    return Random(f"{SEED} {row.uscc} {purpose}")  # noqa: S311 -- a story, no secret


def _founded(row: Organization, dice: Random) -> date | None:
    days = dice.randint(YOUNGEST, OLDEST)
    if dice.random() > FOUNDED_KNOWN and row.name != ENTERPRISE:
        return None
    return timezone.localdate() - timedelta(days=days)


def _titles(row: Organization, dice: Random) -> Iterable[str]:
    if row.name == ENTERPRISE:
        return OWN_TITLES
    return [code for code, share in TITLES.items() if dice.random() < share]


def _facts(row: Organization, known: Mapping[str, FactDefinition]) -> Iterator[Fact]:
    """Return what is said of one enterprise."""
    told = list(said(row))
    dice, own = _dice(row, "scoring"), row.name == ENTERPRISE
    figures_told = {(name, year): value for name, year, _source, value in told}
    told += scoring.said(dice, figures_told, timezone.localdate().year - 1, own=own)
    for name, year, source, value in told:
        definition = known[name]
        kept = _kept(definition, value)
        check_value(definition, kept)
        yield Fact(
            organization=row,
            definition=definition,
            period_from=date(year, 1, 1),
            period_to=date(year, 12, 31),
            source_id=source,
            known_at=_known_at(year),
            **{COLUMN_OF[FactDefinition.Type(definition.type)][0]: kept},
        )


def said(row: Organization) -> Iterator[tuple[str, int, str, float | bool | str]]:
    """Yield each figure of an enterprise: its name, the year, who says it, and the value."""
    dice, own = _dice(row, "figures"), row.name == ENTERPRISE
    this_year = timezone.localdate().year
    staff = round(min(MOST_STAFF, max(LEAST_STAFF, dice.lognormvariate(TYPICAL_STAFF, SPREAD))))
    revenue = staff * dice.uniform(*YUAN_A_HEAD)
    turnover = (revenue, revenue * dice.uniform(*GROWTH))
    if own:
        staff, turnover = OWN_STAFF, OWN_REVENUE
    has: dict[str, bool] = {}
    for figure in figures():
        has[figure.name] = dice.random() < figure.has and has.get(figure.needs, True)
        share = dice.uniform(figure.low, figure.high)
        for lag, money in zip(YEARS, turnover, strict=True):
            base = {"revenue": money, "staff": staff, "one": 1}[figure.of]
            change = (
                1 if figure.low == figure.high or figure.of == "one" else dice.uniform(0.8, 1.3)
            )
            value = base * share * change * has[figure.name]
            is_known = dice.random() < figure.known
            if own:
                value = OWN.get(figure.name, (value, value))[YEARS.index(lag)]
                is_known = figure.name not in OWN_UNKNOWN
            if is_known and (lag == 1 or figure.name != "digital_level"):
                yield figure.name, this_year - lag, figure.source, value
    for lag, money in zip(YEARS, turnover, strict=True):
        yield "is_above_scale", this_year - lag, "statistics", money >= ABOVE_SCALE
    yield from _once(dice, this_year - 1, own=own)


def _once(
    dice: Random, year: int, *, own: bool
) -> Iterator[tuple[str, int, str, float | bool | str]]:
    rating = dice.choice(RATINGS)
    yield "tax_credit_rating", year, "tax", "A" if own else rating
    cares, is_abnormal = dice.random() < CHILDCARE, dice.random() < ABNORMAL
    if cares and not own:
        yield "childcare_registered", year + 1, "department", True
        yield "childcare_check_passed", year, "department", True
        yield "child_months_full_day", year, "department", dice.randint(80, 600)
        yield "child_months_half_day", year, "department", dice.randint(0, 120)
    if is_abnormal and not own:
        yield "abnormal_listing", year + 1, "registration", True


def _kept(definition: FactDefinition, value: float | bool | str) -> Decimal | bool | str:
    """Return a value as the dictionary keeps it: whole yuan in fen, shares to one decimal."""
    if isinstance(value, bool | str):
        return value
    if definition.type == FactDefinition.Type.MONEY:
        return Decimal(round(value)) * FEN
    return Decimal(str(round(value, 1))) if definition.scale else Decimal(round(value))


def _known_at(year: int) -> datetime:
    returns = datetime(year + 1, 1, 1, 9, tzinfo=timezone.get_current_timezone()) + KNOWN_AFTER
    return min(returns, timezone.now() - timedelta(minutes=1))
