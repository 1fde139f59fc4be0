"""Firms reckoned by hand, each table's edges on both sides, against the engine line by line."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

import pytest

from lianqiao.core.rules.scorecards import cards
from lianqiao.engines.rules import Kind, Type, check
from lianqiao.engines.scorecards import Judge, Score
from tests.desks.programs.by_hand import TABLES
from tests.desks.programs.firms import CODES, ON, examples, vocabulary

SIMPLE = re.compile(r"^([^&|!?]+) (>=|<=) ([0-9.]+)$")
FIRMS = {code: list(examples(code)) for code in CODES}


@pytest.fixture(params=CODES)
def code(request) -> str:
    """Each table by its code."""
    return request.param


def judged(code):
    judge = Judge(cards()[code], vocabulary(), ON[code])
    return [(firm, judge.judge(firm.row)) for firm in FIRMS[code]]


def test_the_engine_says_line_by_line_what_was_reckoned_by_hand(code):
    for firm, said in judged(code):
        found = {item: score.low for item, score in said.scores.items.items()}
        assert found == firm.points, firm.tells
        assert said.scores.total == Score(firm.total, firm.total), firm.tells
        assert said.verdict is firm.passes, firm.tells


def test_the_files_hold_what_the_second_method_says(code):
    for firm in FIRMS[code]:
        assert TABLES[code](firm.given) == (firm.points, firm.passes), firm.tells
        assert sum(firm.points.values()) == firm.total, firm.tells
        assert firm.source, firm.tells


def test_there_are_ten_firms_that_pass_and_ten_that_do_not(code):
    verdicts = [firm.passes for firm in FIRMS[code]]
    assert min(verdicts.count(True), verdicts.count(False)) >= 10


def values(measure, code):
    """What each firm's number is, reckoned with fractions in the rule's own words."""
    found = set()
    text = re.sub(r"\(year - (\d)\)", r"__\1", measure)
    names = {ref.column for ref in check(measure, vocabulary(), Kind(Type.NUMBER)).facts}
    for firm in FIRMS[code]:
        row = {name: Fraction(firm.given[name]) for name in names}
        found.add(Fraction(eval(text, {}, row)))  # noqa: S307 -- a measure of our own files
    return found


def edges(code):
    """Every edge of a band, and every number that a condition alone compares with."""
    card = cards()[code]
    for item in card.items:
        for scale in item.scales:
            for edge in {band.low for band in scale.bands if band.low is not None}:
                yield scale.measure, edge, scale.closes
    for condition in (*card.conditions, *card.direct):
        if found := SIMPLE.match(condition.rule):
            closes = "low" if found[2] == ">=" else "high"
            yield found[1], Decimal(found[3]), closes


def test_firms_stand_at_each_edge_and_just_beside_it(code):
    assert list(edges(code))
    for measure, edge, closes in edges(code):
        met = values(measure, code)
        assert Fraction(edge) in met, (measure, edge)
        other = [one for one in met if (one < edge if closes == "low" else one > edge)]
        nearest = min(abs(one - Fraction(edge)) for one in other)
        # The next fen, person, year or point; of a ratio, a hundredth.
        assert nearest <= (Fraction(1, 100) if "/" in measure else 1), (measure, edge)


def test_each_case_and_each_condition_is_seen_true_and_false(code):
    card = cards()[code]
    rules = [one.rule for one in (*card.conditions, *card.direct)]
    rules += [case.rule for item in card.items for case in (*item.cases, *item.each) if case.rule]
    said = [one.decided for _firm, one in judged(code)]
    for rule in rules:
        assert {decided[rule] for decided in said} == {True, False}, rule
