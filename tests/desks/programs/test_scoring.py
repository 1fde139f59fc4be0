"""One firm and a city alike; unknown as a range; monotonic where the table is."""

from __future__ import annotations

from fractions import Fraction

import duckdb
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lianqiao.core.rules.scorecards import cards
from lianqiao.engines.rules import Type
from lianqiao.engines.scorecards import Judge, decided, score, scored
from tests.desks.programs.by_hand import TABLES
from tests.desks.programs.firms import CODES, ON, examples, stored, vocabulary

JUDGES = {code: Judge(cards()[code], vocabulary(), ON[code]) for code in CODES}
BASES = {code: next(iter(examples(code))).given for code in CODES}
MONEY = st.one_of(
    st.integers(0, 400_000_000),
    st.sampled_from([1_000_000, 10_000_000, 15_000_000, 50_000_000, 100_000_000, 200_000_000]),
)
TEXTS = {
    "kind": st.sampled_from(["enterprise", "institute"]),
    "size": st.sampled_from(["small", "large"]),
    "rd_body_level": st.sampled_from(["国家级", "省级", "市级", "市级以下", "无"]),
    "science_award": st.sampled_from(["国家级", "省级", "市级", "无"]),
}


def values(column):
    """Values of a column as one writes them: yuan, counts, shares, truths, texts."""
    fact, _lag = vocabulary().by_column[column]
    if fact.type == Type.BOOL:
        return st.booleans()
    if fact.type == Type.TEXT:
        return TEXTS[fact.name]
    if fact.unit == "CNY":
        return MONEY
    if fact.unit == "%":
        return st.integers(0, 100).map(lambda n: Fraction(n, 100))
    return st.integers(int(fact.low or 0), int(fact.high or 600))


def firms(code):
    return st.fixed_dictionaries({column: values(column) for column in BASES[code]})


DIVISORS = ("revenue", "main_revenue", "staff", "costs", "total_assets")


def with_divisors(firm):
    """A firm of which no ratio is unknown: what is divided by is not nought."""
    return {
        name: value or 7 if name.startswith(DIVISORS) else value for name, value in firm.items()
    }


@pytest.mark.parametrize("code", CODES)
def test_random_firms_score_as_the_second_method_has_them(code):
    @settings(max_examples=40, deadline=None)
    @given(firms(code))
    def holds(firm):
        firm = with_divisors(firm)
        said = JUDGES[code].judge(stored(firm))
        points, passes = TABLES[code](firm)
        assert {item: one.low for item, one in said.scores.items.items()} == points
        assert all(one.is_known for one in said.scores.items.values())
        assert said.verdict is passes

    holds()


def city(rows, columns):
    """A DuckDB with the table `facts` of these rows, numbered from 1."""
    connection = duckdb.connect()
    types = {"number": "BIGINT", "bool": "BOOLEAN", "text": "VARCHAR", "date": "DATE"}
    by_column = vocabulary().by_column
    spelled = ", ".join(f"{name} {types[by_column[name][0].type]}" for name in columns)
    connection.execute(f"CREATE TABLE facts (id INTEGER, {spelled})")
    places = ", ".join("?" * (len(columns) + 1))
    connection.executemany(
        f"INSERT INTO facts VALUES ({places})",
        [[n, *(row.get(name) for name in columns)] for n, row in enumerate(rows, start=1)],
    )
    return connection


@pytest.mark.parametrize("code", CODES)
def test_a_city_scores_as_its_firms_one_by_one_with_a_third_unknown(code):
    dice = np.random.default_rng(7)
    rows = [
        {name: None if dice.random() < 1 / 3 else value for name, value in firm.row.items()}
        for firm in examples(code)
    ]
    rows += [firm.row for firm in examples(code)]
    judge, card = JUDGES[code], cards()[code]
    columns = sorted(judge.columns)
    with city(rows, columns) as connection:
        truths = decided(connection, card.rules(), vocabulary(), ON[code])
    found = scored(card, truths)
    for place, row in enumerate(rows):
        one = judge.judge(row).scores
        for item, (low, high) in found.items.items():
            assert (low[place], high[place]) == (one.items[item].low, one.items[item].high)
        for group, (low, high) in found.groups.items():
            assert (low[place], high[place]) == (one.groups[group].low, one.groups[group].high)
        assert (found.total[0][place], found.total[1][place]) == (one.total.low, one.total.high)
        verdict = True if found.verdict.true[place] else None
        verdict = False if found.verdict.false[place] else verdict
        assert verdict is one.verdict


@pytest.mark.parametrize("code", CODES)
def test_what_becomes_known_only_narrows_a_range_and_never_turns_a_verdict(code):
    @settings(max_examples=30, deadline=None)
    @given(firms(code), st.data())
    def holds(firm, data):
        row = stored(with_divisors(firm))
        hidden = data.draw(st.sets(st.sampled_from(sorted(row))))
        less = JUDGES[code].judge({name: row[name] for name in row if name not in hidden}).scores
        full = JUDGES[code].judge(row).scores
        for item, one in full.items.items():
            assert less.items[item].low <= one.low <= one.high <= less.items[item].high
        assert less.verdict in (None, full.verdict)

    holds()


GOOD = {
    "tech-sme-2017": ("rd_staff__1", "rd_expense__1", "patents_class1", "patents_class2"),
    "innovative-sme-2022": ("rd_expense__1", "patents_class1", "patents_class2"),
    "specialized-sme-2022": ("rd_expense__1", "niche_years", "distinctive_score", "rd_staff__1"),
}


@pytest.mark.parametrize("code", GOOD)
def test_more_of_what_is_good_never_costs_points(code):
    @settings(max_examples=40, deadline=None)
    @given(firms(code), st.sampled_from(GOOD[code]), st.integers(0, 1_000_000))
    def holds(firm, column, more):
        firm = with_divisors(firm)
        before = JUDGES[code].judge(stored(firm)).scores
        fact = vocabulary().by_column[column][0]
        raised = min(firm[column] + more, fact.high or 10**12)
        after = JUDGES[code].judge(stored(firm | {column: int(raised)})).scores
        assert after.total.low >= before.total.low
        assert not (before.verdict is True and after.verdict is False)

    holds()


@pytest.mark.parametrize("code", GOOD)
def test_every_number_lies_in_exactly_one_band(code):
    scales = [scale for item in cards()[code].items for scale in item.scales]

    @settings(max_examples=40, deadline=None)
    @given(firms(code))
    def holds(firm):
        said = JUDGES[code].judge(stored(with_divisors(firm)))
        for scale in scales:
            truths = [said.decided[scale.reaches(band)] for band in scale.bands]
            assert truths.count(True) == 1
            assert None not in truths

    holds()


def test_ways_pass_the_table_they_are_found_for():
    passing = 0
    for code in CODES:
        for firm in examples(code):
            said = JUDGES[code].judge(firm.row)
            if said.verdict is not False or not said.ways.is_open:
                continue
            row = firm.row
            for change in said.ways.must:
                row = change.applied(row)
            for way in said.ways.either or ((),):
                after = row
                for change in way:
                    after = change.applied(after)
                assert JUDGES[code].judge(after).verdict is True, (code, firm.tells)
                passing += 1
    assert passing >= 60


def test_a_direct_route_needs_no_points():
    judge = JUDGES["innovative-sme-2022"]
    firm = BASES["innovative-sme-2022"] | {"title__high_tech": True}
    row = stored(firm) | dict.fromkeys(("revenue__1", "rd_expense__1", "liabilities__1"))
    said = judge.judge(row)
    assert said.scores.total.low < 60 <= said.scores.total.high
    assert said.scores.sums is None
    assert said.verdict is True
    assert score(judge.card, said.decided) == said.scores
