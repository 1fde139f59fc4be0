"""What score tables of titles ask of the demo's enterprises, beside the figures of the file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from random import Random

Said = tuple[str, int, str, float | bool | str]
Told = Mapping[tuple[str, int], float | bool | str]

GOOD = 0.35
"""So many are well run: their figures are better, and better known."""
KNOWN, WELL_KNOWN = 0.8, 0.98
BODIES = ("无", "无", "无", "市级以下", "市级", "市级", "省级", "国家级")
AWARDS = ("无", "无", "无", "无", "市级", "省级")
TRUTHS = {
    "in_strategic_industry": 0.4,
    "fills_gap": 0.15,
    "in_six_basics": 0.3,
    "quality_certified": 0.7,
    "own_brand": 0.6,
    "provincial_quality_award": 0.05,
    "maker_china_top500": 0.02,
    "national_award_top3_5y": 0.01,
    "national_award_top3_3y": 0.01,
    "national_award_top5_3y": 0.01,
    "provincial_award_top3_3y": 0.03,
    "market_position": 0.4,
}
EQUITY = 0.1
"""So many raised equity in a year."""


def said(dice: Random, told: Told, last: int, *, own: bool) -> Iterator[Said]:
    """Yield what is known of one enterprise; of one's own nearly all, of others a part.

    `told` is what the file's figures say, `last` the year before this one.
    """
    good = dice.random() < GOOD
    found = [*_money(dice, told, last, good=good), *_once(dice, last, good=good, own=own)]
    found += _yearly(dice, last, good=good, own=own)
    for one in found:
        if dice.random() < (WELL_KNOWN if good else KNOWN) or own:
            yield one


def _money(dice: Random, told: Told, last: int, *, good: bool) -> Iterator[Said]:
    """Yield parts of the revenue and the balance sheet that agree with these."""
    share, growth = dice.uniform(0.82 if good else 0.55, 0.99), dice.uniform(0.9, 1.15)
    debt = (0.2, 0.65) if good else (0.3, 0.9)
    for year in (last, last - 1):
        if revenue := _number(told, "revenue", year):
            yield "main_revenue", year, "statement", revenue * share
            yield "costs", year, "tax", revenue * dice.uniform(0.75, 1.02)
        if assets := _number(told, "total_assets", year):
            yield "liabilities", year, "statistics", assets * dice.uniform(*debt)
        raised = dice.uniform(1e6, 9e7) if dice.random() < EQUITY else 0
        yield "equity_raised", year, "department", raised
    if before := _number(told, "revenue", last - 1):
        yield "main_revenue", last - 2, "statement", before * share / growth
    yield "equity_raised", last - 2, "department", 0


def _number(told: Told, name: str, year: int) -> float:
    value = told.get((name, year), 0)
    return float(value) if isinstance(value, int | float) else 0


def _once(dice: Random, last: int, *, good: bool, own: bool) -> Iterator[Said]:
    """Yield what is not known by year: intellectual property, the niche, awards."""
    class1 = dice.choice((1, 2, 3, 4, 6, 9) if good else (0, 0, 0, 1, 1, 2))
    bought = dice.choice((0, 0, 0, 1))
    high = dice.choice((0, 0, 0, 1)) if class1 else 0
    body, award = dice.choice(BODIES), dice.choice(AWARDS)
    counts = {
        "patents_class1": 3 if own else class1,
        "patents_class1_own": 3 if own else max(0, class1 - bought),
        "patents_high_value": 0 if own else high,
        "patents_class2": dice.randint(0, 12),
        "standards_led": 0 if own else dice.choice((0, 0, 0, 1, 2)),
        "niche_years": 9 if own else dice.randint(3 if good else 0, 14),
        "market_rank": 4 if own else dice.randint(1, 30),
        "distinctive_score": 11 if own else dice.randint(3, 15),
    }
    for name, count in counts.items():
        yield name, last, "department", count
    yield "rd_body_level", last, "department", "市级" if own else body
    yield "science_award", last, "department", "无" if own else award
    for name, odds in TRUTHS.items():
        is_so = dice.random() < odds or (good and name == "market_position")
        yield name, last, "department", name in {"own_brand", "in_six_basics"} if own else is_so


def _yearly(dice: Random, last: int, *, good: bool, own: bool) -> Iterator[Said]:
    share, points = dice.uniform(0.5, 25), dice.uniform(50 if good else 20, 88 if good else 70)
    yield "market_share", last, "statement", 8.6 if own else share
    yield "platform_score", last, "department", 57.5 if own else points
