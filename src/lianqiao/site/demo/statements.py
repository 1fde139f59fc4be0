"""What offices say of the invented enterprises: their years, and what `figures.csv` adds to them.

About a tenth is missing. Of a few hundred a second office says something else.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from random import Random
from typing import cast

from django.utils import timezone

from lianqiao.core.parties.models import FactDefinition
from lianqiao.core.parties.services.bulk import Stated
from lianqiao.site.demo.enterprises import Enterprise, Year
from lianqiao.site.demo.figures import FEN, KNOWN_AFTER, RATINGS, figures

MISSING = 0.1
CONTRADICTED = 0.008
OTHERS = {"revenue": "statistics", "rd_expense": "statistics", "staff": "social_insurance"}
YEARLY = {
    "revenue": "tax",
    "staff": "statistics",
    "rd_expense": "tax",
    "net_profit": "tax",
    "tax_paid": "tax",
}
TWICE = {"export_value", "equipment_invested"}  # asked for also of the year before last
OF_YEARS = {*YEARLY, "total_assets", "rd_staff"}
INDUSTRIAL = {"output_value", "equipment_invested", "first_order_value", "energy_saved"}
BALANCES = {1, 2}  # how many years back the balance sheet is asked for
STANDARDS = (0, 0, 0, 0, 1, 1, 2)
# Of the revenue, and of R&D; below zero stands for none.
CONTRACTS, PLEDGED, FEES = (-0.2, 0.15), (-2, 1.5), (-0.06, 0.06)
SAVES_WATER, WATER_A_HEAD = 0.12, (40, 900)
LISTED_PATENTS, LISTED = 20, 0.3
PATENTS = {"invention_patents_granted", "pct_patents"}  # no more than are in force
RESEARCH = dict.fromkeys((*PATENTS, "first_order_value", "doctors_hired"), "rd_expense")
SCALE_OF_INDUSTRY, SCALE_OF_SERVICES = 20_000_000, 10_000_000
REGISTERS = {"abnormal_listing": 0.02, "seriously_dishonest": 0.003}

Value = float | str | date
Said = tuple[str, int, str, Value]
"""The name of a fact, how many years back, who says it, and the value."""


class Office:
    """Writes down what is said, as the dictionary keeps it."""

    def __init__(self) -> None:
        self.this_year = timezone.localdate().year
        self._types = {one.name: (one.type, one.scale) for one in FactDefinition.objects.all()}
        self._known_at = {lag: known_at(self.this_year - lag) for lag in range(5)}

    def files(self, uscc: str, said: Said) -> Stated:
        """Return the entry of an organization."""
        name, lag, source, value = said
        year, known = self.this_year - lag, self._known_at[lag]
        return Stated(uscc, name, year, source, self._kept(name, value), known)

    def _kept(self, name: str, value: Value) -> Decimal | int | str | date:
        """Return a value as it is kept: whole yuan in fen, shares to one decimal."""
        if isinstance(value, bool | str | date):
            return value
        kind, scale = self._types[name]
        if kind == FactDefinition.Type.MONEY:
            return round(value) * FEN
        return Decimal(str(round(value, 1))) if scale else round(value)


def stated(one: Enterprise, office: Office) -> Iterator[Stated]:
    """Yield what is said of an enterprise; nobody is missing in a register who belongs there."""
    dice, uscc = one.dice("statements"), one.data.uscc
    for said in _said(one, dice):
        if dice.random() < MISSING:
            continue
        yield office.files(uscc, said)
        name, lag, _source, value = said
        if lag == 1 and name in OTHERS and dice.random() < CONTRADICTED:
            other = float(cast("float", value)) * dice.choice((0.9, 0.95, 1.06, 1.12)) + 1
            yield office.files(uscc, (name, lag, OTHERS[name], other))
    for name, share in REGISTERS.items():
        if dice.random() < share:
            yield office.files(uscc, (name, 0, "registration", True))


def _said(one: Enterprise, dice: Random) -> Iterator[Said]:
    for lag, year in one.years.items():
        values = (year.revenue, year.staff, year.rd, year.profit, year.tax)
        for (name, source), value in zip(YEARLY.items(), values, strict=True):
            yield name, lag, source, value
        if lag in BALANCES:
            yield "total_assets", lag, "statistics", year.assets
            yield "is_above_scale", lag, "statistics", _is_above_scale(one, year)
    if one.last:
        yield from _last_year(one, one.last, dice)
        if one.trade.may_research:
            yield from _of_technology(one, one.last, dice)
        if one.last.rd:
            yield from _of_research(one, one.last, dice)


def _is_above_scale(one: Enterprise, year: Year) -> bool:
    line = SCALE_OF_INDUSTRY if one.trade.is_industry else SCALE_OF_SERVICES
    return year.revenue >= line


def _last_year(one: Enterprise, last: Year, dice: Random) -> Iterator[Said]:
    has: dict[str, bool] = {"rd_expense": last.rd > 0}
    for figure in figures():
        share = one.trade.export if figure.name == "export_value" else figure.has
        needed = RESEARCH.get(figure.name, figure.needs)
        has[figure.name] = dice.random() < share and has.get(needed, True)
        if figure.name in OF_YEARS or (figure.name in INDUSTRIAL and not one.trade.is_industry):
            continue
        base = {"revenue": last.revenue, "staff": last.staff, "one": 1}[figure.of]
        value = base * dice.uniform(figure.low, figure.high) * has[figure.name]
        if figure.name in PATENTS:
            value = min(value, one.patents)
        yield figure.name, 1, figure.source, value
        if figure.name in TWICE and (before := one.years.get(2)):
            earlier = value * before.revenue / last.revenue * dice.uniform(0.7, 1.2)
            yield figure.name, 2, figure.source, earlier
    yield "tax_credit_rating", 1, "tax", dice.choice(RATINGS)
    if one.trade.is_industry:
        saved = last.staff * dice.uniform(*WATER_A_HEAD) * (dice.random() < SAVES_WATER)
        yield "water_saved", 1, "third_party", saved


def _of_technology(one: Enterprise, last: Year, dice: Random) -> Iterator[Said]:
    """Yield what registers of technology know; who does no research has nothing there."""
    led, sold = dice.choice(STANDARDS), dice.uniform(*CONTRACTS)
    lent, paid = dice.uniform(*PLEDGED), dice.uniform(*FEES)
    yield "standards_led", 1, "department", led if one.patents else 0
    yield "technology_contracts", 1, "department", last.revenue * max(0, sold) * (last.rd > 0)
    yield "patent_pledge_loan", 1, "department", last.rd * max(0, lent)
    yield "instrument_fees", 1, "department", last.rd * max(0, paid)


def _of_research(one: Enterprise, last: Year, dice: Random) -> Iterator[Said]:
    """Yield what is asked of those that do research: who, with what result, by what means."""
    yield "rd_staff", 1, "statistics", one.rd_staff
    yield "patents_class1", 1, "department", one.patents
    yield "patents_class2", 1, "department", one.patents * dice.randint(1, 4) + dice.randint(0, 3)
    yield "main_revenue", 1, "statement", last.revenue * dice.uniform(0.82, 0.99)
    yield "liabilities", 1, "statement", last.assets * dice.uniform(0.2, 0.75)
    yield "niche_years", 1, "statement", len(one.years) + dice.randint(0, 6)
    if one.patents >= LISTED_PATENTS and dice.random() < LISTED:
        listed = one.founded_on + (timezone.localdate() - one.founded_on) * dice.random()
        yield "listed_on", 1, "registration", listed


def known_at(year: int) -> datetime:
    """Return when the returns of a year are in; this year's things are known since this morning."""
    zone = timezone.get_current_timezone()
    returns = datetime(year + 1, 1, 1, 9, tzinfo=zone) + KNOWN_AFTER
    morning = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    return min(returns, morning)
