"""Which titles an invented enterprise holds: only those whose terms its figures fulfil.

The terms are the measurable ones of the real titles: R&D as a share of revenue by its size
(国科发火〔2016〕32号), the limits of technology SMEs (国科发政〔2017〕115号), and R&D, revenue and
patents of specialized SMEs and Little Giants (工信部企业〔2026〕2号).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from lianqiao.core.parties.services.bulk import Held
from lianqiao.site.demo.enterprises import Enterprise, Year, steadily
from lianqiao.site.demo.people import BUREAU

MILLION = 1_000_000
VALID_YEARS = 3
AGES = (2, 1)  # granted the year before last, or last year
HIGH_TECH_SHARE = ((50 * MILLION, 0.05), (200 * MILLION, 0.04))
LEAST_SHARE = 0.03
RD_STAFF = 0.1
SME_STAFF, SME_MONEY = 500, 200 * MILLION
INNOVATIVE_STAFF, INNOVATIVE_GROWTH = 1_000, 0.05
SPECIALIZED_YEARS, SPECIALIZED_REVENUE = 3, 15 * MILLION
GIANT_REVENUE, GIANT_RD, GIANT_PATENTS = 50 * MILLION, 12 * MILLION, 4
GAZELLE_REVENUE, GAZELLE_GROWTH, GAZELLE_LAST = 10 * MILLION, 0.1, 0.15
CENTER_RD, CENTER_STAFF = 5 * MILLION, 100
CHAMPION_REVENUE, CHAMPION_PATENTS = 400 * MILLION, 8
ADVANTAGE_PATENTS = 12


@dataclass(frozen=True, slots=True)
class Terms:
    """Who may hold a title, how many of these do, and which one they must hold already."""

    hold: Callable[[Enterprise, Year], bool]
    chance: float
    needs: str = ""


def held(one: Enterprise, this_year: int) -> Iterator[Held]:
    """Yield the titles of an enterprise."""
    taken: set[str] = set()
    dice = one.dice("titles")
    for code, terms in TERMS.items():
        lucky, age = dice.random() < terms.chance, dice.choice(AGES)
        month = dice.randint(1, 12)
        if not lucky or one.last is None or (terms.needs and terms.needs not in taken):
            continue
        if terms.hold(one, one.last):
            taken.add(code)
            begins = date(this_year - age, month, 15)
            ends = begins.replace(year=begins.year + VALID_YEARS)
            yield Held(one.data.uscc, code, begins, ends, BUREAU)


def high_tech_share(revenue: float) -> float:
    """Return the share of its revenue that a high-tech enterprise spends on R&D at least.

    >>> high_tech_share(50_000_000), high_tech_share(50_000_001), high_tech_share(1e9)
    (0.05, 0.04, 0.03)
    """
    return next((share for most, share in HIGH_TECH_SHARE if revenue <= most), LEAST_SHARE)


def _high_tech(one: Enterprise, last: Year) -> bool:
    return (
        one.trade.may_research
        and len(one.years) > 1
        and one.patents > 0
        and one.rd_staff >= last.staff * RD_STAFF
        and all(year.rd_share >= high_tech_share(year.revenue) for year in one.years.values())
    )


def _tech_sme(one: Enterprise, last: Year) -> bool:
    return (
        last.staff <= SME_STAFF
        and max(last.revenue, last.assets) <= SME_MONEY
        and one.rd_staff >= last.staff * RD_STAFF
        and last.rd_share >= LEAST_SHARE
    )


def _innovative(one: Enterprise, last: Year) -> bool:
    fits = last.staff < INNOVATIVE_STAFF and one.patents > 0
    return fits and last.rd_share >= LEAST_SHARE and one.grew() >= INNOVATIVE_GROWTH


def _specialized(one: Enterprise, last: Year) -> bool:
    both = [one.years.get(lag) for lag in (1, 2)]
    enough = all(year and year.rd >= MILLION and year.rd_share >= LEAST_SHARE for year in both)
    return enough and last.revenue >= SPECIALIZED_REVENUE and len(one.years) >= SPECIALIZED_YEARS


def _little_giant(one: Enterprise, last: Year) -> bool:
    spent = last.rd + one.years[2].rd
    return last.revenue >= GIANT_REVENUE and spent >= GIANT_RD and one.patents >= GIANT_PATENTS


def _gazelle(one: Enterprise, last: Year) -> bool:
    leaps = steadily(one.years, GAZELLE_GROWTH, 2) and one.grew() >= GAZELLE_LAST
    return leaps and last.revenue >= GAZELLE_REVENUE


def _tech_center(one: Enterprise, last: Year) -> bool:
    return one.trade.is_industry and last.rd >= CENTER_RD and last.staff >= CENTER_STAFF


def _champion(one: Enterprise, last: Year) -> bool:
    return last.revenue >= CHAMPION_REVENUE and one.patents >= CHAMPION_PATENTS


def _advantage(one: Enterprise, _last: Year) -> bool:
    return one.patents >= ADVANTAGE_PATENTS


TERMS: Mapping[str, Terms] = {
    "high-tech": Terms(_high_tech, 0.8),
    "tech-sme": Terms(_tech_sme, 0.6),
    "innovative-sme": Terms(_innovative, 0.7),
    "specialized-sme": Terms(_specialized, 0.7, needs="innovative-sme"),
    "little-giant": Terms(_little_giant, 0.5, needs="specialized-sme"),
    "single-champion": Terms(_champion, 0.3, needs="high-tech"),
    "gazelle": Terms(_gazelle, 0.2),
    "tech-center": Terms(_tech_center, 0.35),
    "ip-advantage": Terms(_advantage, 0.4),
}
