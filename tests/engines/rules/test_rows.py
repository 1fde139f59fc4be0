"""Rows of a form and the text of a rule: there and back without loss."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from lianqiao.engines.rules import (
    YUAN,
    Block,
    Line,
    RowError,
    RowWriter,
    RuleError,
    Sheet,
    Term,
    check,
    sheet_of,
    terms_of,
)

from . import invented, oracle

WRITER = RowWriter(invented.VOCABULARY)
MONEY = st.sampled_from(["revenue__1", "revenue__2", "rd__1", "rd__0"])
ORDER = st.sampled_from([">=", ">", "<=", "<", "==", "!="])
NUMBERS = st.sampled_from(["0", "5", "-2.5", "0.03", "1.1", "20000000"])
TRUTHS = st.sampled_from(["title__high_tech", "abnormal"])
lines = st.one_of(
    st.builds(Line, MONEY, st.just("value"), st.just(""), ORDER, NUMBERS),
    st.builds(Line, MONEY, st.just("value"), st.just(""), ORDER, st.just("param.floor")),
    st.builds(Line, MONEY, st.just("value"), st.just(""), ORDER, NUMBERS, MONEY),
    st.builds(Line, MONEY, st.sampled_from(["share", "sum", "less"]), MONEY, ORDER, NUMBERS),
    st.builds(Line, st.just("founded_on"), st.just("age"), st.just(""), ORDER, st.just("5")),
    st.builds(
        Line, st.just("founded_on"), st.just("value"), st.just(""), ORDER, st.just("2024-02-29")
    ),
    st.builds(Line, TRUTHS, op=st.sampled_from(["is", "not", "known", "unknown"])),
    st.builds(
        Line,
        st.just("industry"),
        op=st.sampled_from(["in", "out", "starts"]),
        values=st.lists(
            st.sampled_from(invented.TEXTS[1:]), min_size=1, max_size=3, unique=True
        ).map(tuple),
    ),
)
blocks = st.builds(
    Block,
    st.sampled_from(["all", "any", "none"]),
    st.lists(lines, min_size=1, max_size=3).map(tuple),
)
sheets = st.builds(
    Sheet, st.sampled_from(["all", "any"]), st.lists(blocks, min_size=1, max_size=3).map(tuple)
)


def holds(sheet: Sheet, row) -> bool | None:
    """Say what a sheet means by Kleene's tables, line by line: a second method."""

    def line(one: Line) -> bool | None:
        return oracle.evaluate(check(WRITER.line(one), invented.VOCABULARY).tree, row, invented.ON)

    def joined(kind: str, truths) -> bool | None:
        decides, open_ = kind != "all", None in truths
        found = decides if decides in truths else None if open_ else not decides
        return found if kind != "none" or found is None else not found

    return joined(sheet.top, [joined(b.kind, [line(one) for one in b.lines]) for b in sheet.blocks])


@settings(max_examples=300, deadline=None)
@given(sheets, invented.rows)
def test_a_sheet_means_what_its_text_says_and_comes_back(sheet, row):
    text = WRITER.sheet(sheet)
    try:
        rule = check(text, invented.VOCABULARY)
        expected = holds(sheet, row)
    except RuleError:
        assume(False)  # a line contradicts another, or two units differ
    assert oracle.evaluate(rule.tree, row, invented.ON) == expected
    again = sheet_of(rule)
    assert again is not None
    read = check(WRITER.sheet(again), invented.VOCABULARY)
    assert oracle.evaluate(read.tree, row, invented.ON) == expected
    assert sheet_of(read) == again


@pytest.mark.parametrize(
    "text",
    [
        "200000",
        "param.floor",
        "rd(year - 1) * 0.1 + revenue(year - 1) * 0.02",
        "rd(year - 1) * (title.high_tech ? 0.1 : 0.08)",
        "table.grade(industry, abnormal, staff)",
        "rd(year - 1) * table.rate(revenue(year - 1))",
        "(revenue(year) >= 20000000 ? 150000 : 100000)",
    ],
)
def test_payouts_come_back(text):
    terms = terms_of(check(text, invented.VOCABULARY, YUAN))
    assert terms is not None
    assert WRITER.payout(terms) == text


@pytest.mark.parametrize(
    "text",
    [
        "staff > 5 && (abnormal || (staff > 9 && title.high_tech))",
        "founded_on > today - years(5)",
        "(abnormal ? staff : 5) > 3",
        "industry.matches('^C')",
        "rd(year - 1) / 3 > 5",
    ],
)
def test_what_rows_cannot_say_is_left_as_text(text):
    assert sheet_of(check(text, invented.VOCABULARY)) is None


def test_the_shape_of_a_sheet():
    rule = check(
        "staff >= 5 && !abnormal && (title.high_tech || industry in ['C351', 'C352'])",
        invented.VOCABULARY,
    )
    assert sheet_of(rule) == Sheet(
        "all",
        (
            Block("all", (Line("staff", op=">=", value="5"), Line("abnormal", op="not"))),
            Block(
                "any",
                (
                    Line("title__high_tech", op="is"),
                    Line("industry", op="in", values=("C351", "C352")),
                ),
            ),
        ),
    )


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (Line(), "fact"),
        (Line("gone"), "fact"),
        (Line("rd__1", "share"), "beside"),
        (Line("rd__1"), "value"),
        (Line("industry", op="in"), "value"),
        (Line("rd__1", op="~", value="1"), "op"),
    ],
)
def test_what_a_line_lacks_is_told(line, code):
    with pytest.raises(RowError) as caught:
        WRITER.line(line)
    assert caught.value.code == code


def test_what_a_term_lacks_is_told():
    with pytest.raises(RowError, match="inputs"):
        WRITER.term(Term("table.grade", "", ("industry",)))
    with pytest.raises(RowError, match="value"):
        WRITER.term(Term("", "rd__1"))


def test_a_day_is_written_as_a_day():
    line = Line("founded_on", op=">=", value=date(2020, 1, 31).isoformat())
    assert WRITER.line(line) == "founded_on >= date('2020-01-31')"
