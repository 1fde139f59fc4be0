"""`python -m bench.titles [--quick]`: a city by all score tables, beside a loop firm by firm."""

from __future__ import annotations

import argparse
import time
from typing import Any

import duckdb

from bench.tables import Target, at_least, at_most, show, show_targets
from lianqiao.engines.rules import Vocabulary
from lianqiao.engines.scorecards import Card, CityScores, Judge, decided, scored

from . import firms

ROUNDS = 3
"""The quickest of so many rounds counts: others use the machine too."""


def run(quick: bool) -> list[Target]:
    """Measure and print; return the targets."""
    count = 2_000 if quick else 20_000
    cards, words = firms.cards(), firms.vocabulary()
    with firms.city(count, cards, words) as city:
        rows = _rows(city)
        whole, found = min(
            (_at_once(city, cards, words) for _ in range(ROUNDS)), key=lambda one: one[0]
        )
        loop = _one_by_one(rows, cards, words, found)
    show(
        f"Titles: {count:,} firms by {len(cards)} tables, a tenth of the facts missing",
        ["", "s", "firms a second"],
        [
            ["lianqiao, whole city on arrays", f"{whole:.2f}", f"{count / whole:,.0f}"],
            ["the same rules firm by firm in Python", f"{loop:.2f}", f"{count / loop:,.0f}"],
        ],
    )
    targets = [
        at_least(
            "score tables: beside a loop firm by firm", loop / whole, 2 if quick else 10, "times"
        )
    ]
    if not quick:
        targets.append(at_most("20,000 firms by all score tables", whole, 5, "s"))
    show_targets("Titles: targets", targets)
    return targets


def _rows(city: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    found = city.execute("SELECT * FROM facts ORDER BY id")
    names = [column[0] for column in found.description]
    return [dict(zip(names, values, strict=True)) for values in found.fetchall()]


def _at_once(
    city: duckdb.DuckDBPyConnection, cards: list[Card], words: Vocabulary
) -> tuple[float, list[CityScores]]:
    started = time.perf_counter()
    truths = decided(city, [rule for card in cards for rule in card.rules()], words, firms.ON)
    found = [scored(card, truths) for card in cards]
    return time.perf_counter() - started, found


def _one_by_one(
    rows: list[dict[str, Any]], cards: list[Card], words: Vocabulary, found: list[CityScores]
) -> float:
    """Score each firm by itself; AssertionError where the city has it otherwise."""
    judges = [Judge(card, words, firms.ON) for card in cards]
    started = time.perf_counter()
    said = [[judge.judge(row).scores for judge in judges] for row in rows]
    seconds = time.perf_counter() - started
    for place, scores in enumerate(said):
        for one, city in zip(scores, found, strict=True):
            total = (int(city.total[0][place]), int(city.total[1][place]))
            verdict = None if not city.verdict.false[place] else False
            verdict = True if city.verdict.true[place] else verdict
            if (one.total.low, one.total.high, one.verdict) != (*total, verdict):
                raise AssertionError("a firm scores otherwise than in the city")
    return seconds


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="2,000 firms, seconds")
    run(parser.parse_args().quick)


if __name__ == "__main__":
    main()
