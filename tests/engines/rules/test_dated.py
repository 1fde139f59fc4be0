"""What is laid down for a time holds from its first day; brackets include where they begin."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from lianqiao.engines.rules import (
    YUAN,
    Bracket,
    Fact,
    Input,
    Parameter,
    RuleError,
    Table,
    TableRow,
    Type,
    Vocabulary,
    check,
    planned,
)
from lianqiao.engines.rules.closures import function
from lianqiao.engines.rules.lowering import Lowering

from . import invented

LAST, NEW_YEAR = date(2025, 12, 31), date(2026, 1, 1)
THRESHOLD = "revenue(year - 1) >= param.floor"


def verdict(source, row, on, vocabulary=invented.VOCABULARY):
    return planned(check(source, vocabulary), None, on).judge(row).verdict


def number(source, row, on=invented.ON, vocabulary=invented.VOCABULARY, scale=6):
    """Return a number of a row as the decimal that its rule gives."""
    tree = check(f"({source}) >= 0 || has(staff)", vocabulary).tree.items[0].left
    lowering = Lowering(on)
    (value,) = function(lowering.build.program([lowering.rounded(tree, scale)]))(row)
    return None if value is None else Decimal(value).scaleb(-scale)


@pytest.mark.parametrize(
    ("on", "fen", "expected"),
    [
        (LAST, 2_000_000_00, True),
        (LAST, 1_999_999_99, False),
        (NEW_YEAR, 2_000_000_00, False),
        (NEW_YEAR, 2_999_999_99, False),
        (NEW_YEAR, 3_000_000_00, True),
        (date(2020, 1, 1), 2_000_000_00, True),
        (date(2099, 12, 31), 3_000_000_00, True),
    ],
)
def test_a_threshold_that_rises_on_new_year(on, fen, expected):
    assert verdict(THRESHOLD, {"revenue__1": fen}, on) is expected


def test_before_its_first_day_a_parameter_has_no_value():
    rule = check(f"abnormal ||\n {THRESHOLD}", invented.VOCABULARY)
    with pytest.raises(RuleError, match=r"^2:23: 'param.floor' has no value on 2019-12-31$"):
        planned(rule, None, date(2019, 12, 31))
    planned(rule, None, date(2020, 1, 1))


def test_the_last_year_of_a_rule_is_that_of_its_day():
    row = {"revenue__1": 5_000_000_00, "revenue__2": 0}
    for on in (LAST, NEW_YEAR):
        assert verdict(THRESHOLD, row, on) is True
        assert verdict("revenue(year - 2) >= param.floor", row, on) is False
    assert verdict("year == 2025", {}, LAST) is True
    assert verdict("year == 2026", {}, NEW_YEAR) is True


DATED = Vocabulary(
    {fact.name: fact for fact in invented.FACTS},
    {
        "open": Parameter("open", Type.BOOL, ((LAST, True), (NEW_YEAR, False))),
        "trade": Parameter("trade", Type.TEXT, ((LAST, "C351"), (NEW_YEAR, "C352"))),
        "since": Parameter(
            "since", Type.DATE, ((LAST, date(2020, 2, 29)), (NEW_YEAR, date(2021, 2, 28)))
        ),
        "share": Parameter(
            "share", Type.NUMBER, ((LAST, Decimal("0.03")), (NEW_YEAR, Decimal("0.04"))), unit="%"
        ),
    },
)


@pytest.mark.parametrize(
    ("source", "row", "before", "after"),
    [
        ("param.open && has(staff)", {"staff": 1}, True, False),
        ("industry == param.trade", {"industry": "C351"}, True, False),
        ("industry != param.trade", {"industry": "C351"}, False, True),
        ("founded_on <= param.since", {"founded_on": date(2020, 2, 29)}, True, True),
        ("founded_on <= param.since", {"founded_on": date(2021, 2, 28)}, False, True),
        ("founded_on < param.since - years(1)", {"founded_on": date(2019, 3, 1)}, False, True),
        ("founded_on == param.since - years(1)", {"founded_on": date(2019, 2, 28)}, True, False),
        ("share >= param.share", {"share": 35_000}, True, False),
        ("share >= param.share", {"share": None}, None, None),
        ("param.share > 0.03", {}, False, True),
    ],
)
def test_parameters_of_every_type(source, row, before, after):
    assert verdict(source, row, LAST, DATED) is before
    assert verdict(source, row, NEW_YEAR, DATED) is after


def test_a_parameter_that_is_itself_a_condition_in_words():
    rule = check("param.open && has(staff)", DATED)
    leaf = planned(rule, None, NEW_YEAR).judge({"staff": 1}).tree().parts[0]
    assert (leaf.verdict, leaf.text["zh"], leaf.value["zh"]) == (False, "open：是", "否")
    turned = check("!param.open && has(staff)", DATED)
    leaf = planned(turned, None, NEW_YEAR).judge({"staff": 1}).tree().parts[0]
    assert (leaf.verdict, leaf.text["en"], leaf.value["en"]) == (True, "open: no", "no")


@pytest.mark.parametrize(
    ("fen", "rate"),
    [
        (-1, "0.06"),
        (0, "0.06"),
        (49_999_999_99, "0.06"),
        (50_000_000_00, "0.04"),
        (199_999_999_99, "0.04"),
        (200_000_000_00, "0.03"),
        (200_000_000_01, "0.03"),
        (None, None),
    ],
)
def test_a_bracket_includes_its_low_end_and_excludes_its_high(fen, rate):
    found = number("table.rate(revenue(year - 1))", {"revenue__1": fen})
    assert found == (None if rate is None else Decimal(rate))


@pytest.mark.parametrize(
    ("industry", "abnormal", "staff", "grade"),
    [
        ("C351", True, 0, 300_000),
        ("C351", True, None, 300_000),
        ("C352", True, 299, 300_000),
        ("C351", False, 19, None),
        ("C351", False, 20, 100_000),
        ("C353", True, 299, 100_000),
        ("C353", True, 300, None),
        (None, False, 20, 100_000),
        (None, True, 20, None),
        ("C351", None, 20, None),
        ("C353", None, 20, 100_000),
        ("C353", False, None, None),
    ],
)
def test_the_first_row_that_holds_gives_the_value(industry, abnormal, staff, grade):
    """A row that may hold or not hides the rows below it."""
    row = {"industry": industry, "abnormal": abnormal, "staff": staff}
    assert number("table.grade(industry, abnormal, staff)", row) == grade


def scale(name: str, *versions: tuple[date, tuple[TableRow, ...]]) -> Vocabulary:
    table = Table(name, (Input(Type.NUMBER, "%"),), versions, unit="CNY")
    share = Fact("share", Type.NUMBER, "%", scale=6, low=0, high=1)
    staff = Fact("staff", Type.NUMBER, "person")
    return Vocabulary({"share": share, "staff": staff}, tables={name: table})


def row_of(low: str | None, high: str | None, value: int) -> TableRow:
    ends = (None if end is None else Decimal(end) for end in (low, high))
    return TableRow((Bracket(*ends),), Decimal(value))


def test_a_table_that_changes_on_new_year():
    old = (row_of("0.03", None, 100),)
    new = (row_of("0.03", "0.05", 50), row_of("0.05", None, 200))
    vocabulary = scale("aid", (LAST, old), (NEW_YEAR, new))
    expected = {
        29_999: (None, None),
        30_000: (100, 50),
        49_999: (100, 50),
        50_000: (100, 200),
    }
    for share, values in expected.items():
        found = [
            number("table.aid(share)", {"share": share}, on, vocabulary) for on in (LAST, NEW_YEAR)
        ]
        assert tuple(found) == values
    rule = check("table.aid(share) > 1", vocabulary)
    with pytest.raises(RuleError, match=r"^1:1: 'table.aid' has no value on 2025-12-30$"):
        planned(rule, None, date(2025, 12, 30))


def test_edges_that_are_no_column_units_are_exact():
    """A ratio that no decimal writes is compared as it is: 1/3 lies below 0.333334."""
    vocabulary = scale(
        "aid", (LAST, (row_of(None, "0.333333", 1), row_of("0.333333", "0.333334", 2)))
    )
    facts = {**vocabulary.facts, "all": replace(vocabulary.facts["staff"], name="all")}
    vocabulary = replace(vocabulary, facts=facts)
    for staff, value in ((1, 2), (0, 1), (2, None)):
        found = number("table.aid(staff / all)", {"staff": staff, "all": 3}, LAST, vocabulary)
        assert found == value
        nothing = number("table.aid(staff / all)", {"staff": staff, "all": 0}, LAST, vocabulary)
        assert nothing is None


def test_a_row_above_wins_where_brackets_overlap_and_a_gap_is_unknown():
    rows = (row_of("0.1", "0.2", 1), row_of("0.15", "0.3", 2), row_of("0.4", "0.4", 3))
    vocabulary = scale("aid", (LAST, rows))
    values = {100_000: 1, 150_000: 1, 200_000: 2, 299_999: 2, 300_000: None, 400_000: None}
    for share, value in values.items():
        assert number("table.aid(share)", {"share": share}, LAST, vocabulary) == value


def test_an_amount_by_table_at_the_edge():
    condition = check("revenue(year - 1) > 0", invented.VOCABULARY)
    payout = check("revenue(year - 1) * table.rate(revenue(year - 1))", invented.VOCABULARY, YUAN)
    plan = planned(condition, payout, NEW_YEAR)
    assert plan.judge({"revenue__1": 49_999_999_99}).amount == 3_000_000_00
    assert plan.judge({"revenue__1": 50_000_000_00}).amount == 2_000_000_00
    assert plan.judge({"revenue__1": 0}).amount is None
    assert plan.judge({}).amount is None


@pytest.mark.parametrize(
    ("born", "on", "years"),
    [
        (date(2020, 2, 29), date(2021, 2, 28), 0),
        (date(2020, 2, 29), date(2021, 3, 1), 1),
        (date(2020, 2, 29), date(2024, 2, 29), 4),
        (date(2020, 1, 1), LAST, 5),
        (date(2020, 1, 1), NEW_YEAR, 6),
        (NEW_YEAR, LAST, -1),
    ],
)
def test_whole_years_are_full_on_the_day(born, on, years):
    assert number("full_years(founded_on, today)", {"founded_on": born}, on) == years


@pytest.mark.parametrize(
    ("on", "span", "day"),
    [
        (date(2024, 2, 29), "years(1)", date(2023, 2, 28)),
        (date(2024, 2, 29), "years(4)", date(2020, 2, 29)),
        (date(2026, 3, 31), "months(1)", date(2026, 2, 28)),
        (NEW_YEAR, "days(1)", LAST),
        (NEW_YEAR, "months(1)", date(2025, 12, 1)),
    ],
)
def test_months_and_years_end_where_the_month_does(on, span, day):
    assert verdict(f"founded_on == today - {span}", {"founded_on": day}, on) is True
