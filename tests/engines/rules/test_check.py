"""What is wrong with a rule is said with its place: every code, and conditions without effect."""

from __future__ import annotations

import itertools
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lianqiao.engines.rules import YUAN, Fact, RuleError, Type, Vocabulary, check, planned
from lianqiao.engines.rules.checking import Checker
from lianqiao.engines.rules.closures import function
from lianqiao.engines.rules.lowering import Lowering
from lianqiao.engines.rules.problems import SENTENCES
from lianqiao.engines.rules.reading import read

from . import invented

CASES = [
    ("syntax", "staff >= 1 )", 1, 12),
    ("empty", " \n ", 1, 1),
    ("too_long", "x" * 10_001, 1, 1),
    ("too_deep", "!" * 41 + "abnormal", 1, 42),
    ("too_many", "||".join(["abnormal"] * 500), 1, 4991),
    ("open_text", "abnormal &&\n  industry == 'C35", 2, 15),
    ("text_too_long", f"industry == '{'a' * 400}'", 1, 13),
    ("number_too_long", "staff > 1234567890123456789", 1, 9),
    ("escape", r"industry == '\q'", 1, 13),
    ("escape", r"industry == '\000'", 1, 13),
    ("escape", r"industry == r'a\\'", 1, 13),
    ("not_in_language", "abnormal || staff % 2 == 0", 1, 13),
    ("not_in_language", "industry[0] == 'C'", 1, 1),
    ("not_in_language", "abnormal == null", 1, 13),
    ("not_in_language", "industry == b'C'", 1, 13),
    ("not_in_language", "industry == '''C'''", 1, 13),
    ("not_in_language", "staff == 1u", 1, 10),
    ("unknown_name", "abnormal ||\n stafff > 3", 2, 2),
    ("unknown_name", "staff > param.flor", 1, 9),
    ("unknown_function", "industry.startWith('C')", 1, 1),
    ("unknown_function", "abnormal && table.rat(1) > 1", 1, 13),
    ("which_year", "staff > 5 && revenue > 5", 1, 14),
    ("not_yearly", "staff(year - 1) > 1", 1, 1),
    ("lag", "revenue(2025) > 1", 1, 1),
    ("lag", "revenue(year - 6) > 1", 1, 1),
    ("type_mismatch", "staff > 'a'", 1, 9),
    ("type_mismatch", "staff", 1, 1),
    ("type_mismatch", "abnormal ? staff > 1 : 'a'", 1, 24),
    ("unit_mismatch", "staff > param.floor", 1, 9),
    ("unit_mismatch", "table.rate(staff) > 0.03", 1, 12),
    ("no_order", "industry > 'C'", 1, 1),
    ("no_order", "abnormal < true", 1, 1),
    ("argument_count", "min(staff) > 1", 1, 1),
    ("argument_count", "table.rate() > 1", 1, 1),
    ("literal_needed", "industry.contains(industry)", 1, 19),
    ("literal_needed", "staff in [staff]", 1, 10),
    ("literal_needed", "founded_on > today - days(staff)", 1, 22),
    ("fact_needed", "has(staff + 1)", 1, 1),
    ("list_needed", "staff in 3", 1, 10),
    ("list_needed", "staff in []", 1, 10),
    ("list_alone", "[1] == 2", 1, 1),
    ("bad_date", "founded_on > date('2026-02-30')", 1, 14),
    ("bad_date", "founded_on > date('20260101')", 1, 14),
    ("bad_date", "founded_on > date('2026-W01-1')", 1, 14),
    ("bad_date", "founded_on > date('２０２６-01-01')", 1, 14),
    ("no_such_day", "founded_on > today - years(3000)", 1, 14),
    ("no_such_day", "founded_on < today + days(100000) + years(8000)", 1, 14),
    ("no_date_arithmetic", "founded_on + months(3) > today", 1, 1),
    ("no_date_arithmetic", "today - founded_on > 3", 1, 1),
    ("span_alone", "days(3) > 2", 1, 1),
    ("pattern", "industry.matches('a+')", 1, 18),
    ("digits", "round(staff / 3, 7) > 1", 1, 1),
    ("never", "staff > 5 && staff < 3", 1, 14),
    ("always", "staff > 5 || staff <= 5", 1, 14),
    ("too_wide", "abnormal || staff * staff * staff * staff > 1", 1, 13),
    ("no_value_on", "revenue(year - 1) > param.floor", 1, 21),
    ("no_value_on", "table.rate(revenue(year - 1)) > 0.03", 1, 1),
    ("division_by_zero", "staff > 1 / 0", 1, 13),
]
BEFORE_ANY_VALUE = date(2019, 12, 31)


# Each `min` writes its operands twice, so that its program doubles with each level.
TANGLED = "min(" * 20 + "staff / 7" + ", 3)" * 20


def refused(source: str, on: date = invented.ON) -> list[tuple[str, int, int]]:
    with pytest.raises(RuleError) as caught:
        planned(check(source, invented.VOCABULARY), None, on)
    for problem in caught.value.problems:
        for language in ("zh", "en"):
            text = problem.text(language)
            assert text
            assert "{" not in text
        assert str(problem) == f"{problem.at.line}:{problem.at.column}: {problem.text('en')}"
        assert str(problem) in str(caught.value)
    return [(p.code, p.at.line, p.at.column) for p in caught.value.problems]


@pytest.mark.parametrize(("code", "source", "line", "column"), CASES)
def test_each_problem_at_its_place(code, source, line, column):
    on = BEFORE_ANY_VALUE if code == "no_value_on" else invented.ON
    assert refused(source, on) == [(code, line, column)]


def test_choices_within_choices_are_refused_where_they_stand():
    ((code, line, column),) = refused(f"abnormal ||\n {TANGLED} > 1")
    assert (code, line) == ("tangled", 2)
    assert column > 2


def test_every_code_is_provoked():
    assert {code for code, *_ in CASES} | {"tangled"} == set(SENTENCES)


def test_the_place_is_the_part_of_the_text():
    source = "abnormal\n  || industry == '北京' && staff > 'a'"
    with pytest.raises(RuleError) as caught:
        check(source, invented.VOCABULARY)
    (problem,) = caught.value.problems
    assert source[problem.at.start : problem.at.end] == "'a'"
    assert (problem.at.line, problem.at.column) == (2, 34)


def test_the_place_of_what_cannot_be_read():
    source = "abnormal ||\n staff > > 1"
    with pytest.raises(RuleError) as caught:
        check(source, invented.VOCABULARY)
    (problem,) = caught.value.problems
    assert (problem.at.line, problem.at.column) == (2, 10)
    assert source[problem.at.start : problem.at.end] == "> 1"


@pytest.mark.parametrize(
    ("source", "problems"),
    [
        (
            "staff > 1 && stafff > 2 ||\n reve(year) > 2 || founded_on > date('x')",
            [("unknown_name", 1, 14), ("unknown_function", 2, 2), ("bad_date", 2, 33)],
        ),
        ("min(foo, staff, bar) > 1", [("unknown_name", 1, 5), ("unknown_name", 1, 17)]),
        (
            "foo in ['a'] ? bar : baz(1)",
            [("unknown_name", 1, 1), ("unknown_name", 1, 16), ("unknown_function", 1, 22)],
        ),
        (
            "staff > 'a' && industry > 'b' && !staff",
            [("type_mismatch", 1, 9), ("no_order", 1, 16), ("type_mismatch", 1, 35)],
        ),
        (
            "(staff > 5 && staff < 3) || (staff > 7 && staff == 1)",
            [("never", 1, 15), ("never", 1, 43)],
        ),
    ],
)
def test_several_problems_at_once(source, problems):
    assert refused(source) == problems


@pytest.mark.parametrize(
    ("source", "problems"),
    [
        ("staff > 5 && staff < 3 && abnormal", [("never", 1, 14)]),
        ("staff > 5 && staff < 3 && revenue(year) > 1 && staff > 9", [("never", 1, 14)]),
        ("(staff > 5 && staff < 3) && abnormal", [("never", 1, 15)]),
        ("staff > 5 && (staff < 3 && abnormal)", [("never", 1, 15)]),
        ("!(staff > 5 && staff < 3)", [("never", 1, 16)]),
        ("staff >= 5 && staff <= 5 && staff != 5", [("never", 1, 29)]),
        ("industry == 'A' && industry == 'B'", [("never", 1, 20)]),
        ("industry in ['A', 'B'] && industry != 'A' && industry != 'B'", [("never", 1, 46)]),
        ("abnormal && !abnormal", [("never", 1, 13)]),
        (
            "founded_on > date('2021-01-01') && founded_on < date('2020-01-01')",
            [("never", 1, 36)],
        ),
        ("staff > 5 || staff <= 5 || abnormal", [("always", 1, 14)]),
        ("staff > 5 || staff > 7", [("never", 1, 14)]),
        ("abnormal || abnormal", [("never", 1, 13)]),
        ("true || abnormal", [("always", 1, 1)]),
        ("industry == 'true' || abnormal || // true\n true", [("always", 2, 2)]),
        ("(abnormal && !false) == true || (false)", [("never", 1, 34)]),
        ("min(abnormal ? 3 : 4, false ? 1 : staff) > 1", [("never", 1, 23)]),
        ("abnormal && false", [("never", 1, 13)]),
        ("staff > 5 && (staff < 3 ? abnormal : title.high_tech)", [("never", 1, 15)]),
        ("staff > 5 && (staff > 3 ? abnormal : title.high_tech)", [("always", 1, 15)]),
        ("staff > 5 ? staff < 3 || abnormal : abnormal", [("never", 1, 13)]),
        ("staff > 5 ? abnormal : staff > 6 && abnormal", [("never", 1, 24)]),
        ("share > 1", [("never", 1, 1)]),
        ("1 < share", [("never", 1, 1)]),
        ("share <= 1", [("always", 1, 1)]),
        ("abnormal || staff >= 0", [("always", 1, 13)]),
        ("rd(year - 1) < 0 || abnormal", [("never", 1, 1)]),
    ],
)
def test_what_can_never_matter(source, problems):
    assert refused(source) == problems


@pytest.mark.parametrize(
    "source",
    [
        "true",
        "false",
        "staff > 5 && staff < 7",
        "staff > 5 || staff < 3",
        "staff >= 5 && staff <= 5",
        "share >= 1",
        "share >= 0 && abnormal",
        "revenue(year - 1) > 5 && revenue(year - 2) < 3",
        "(staff > 5 || abnormal) && (staff < 3 || !abnormal)",
        "has(staff) || staff > 5",
        "industry == 'A' || industry == 'B'",
        "!(staff > 5 && abnormal)",
    ],
)
def test_what_may_matter_is_left_alone(source):
    assert planned(check(source, invented.VOCABULARY), None, invented.ON).condition.source == source


def test_a_payout_is_of_its_kind():
    assert check("min(rd(year - 1) * 0.3, 500000)", invented.VOCABULARY, YUAN).kind == YUAN
    with pytest.raises(RuleError, match="1:1: a number is needed here, this is a truth"):
        check("abnormal", invented.VOCABULARY, YUAN)
    with pytest.raises(RuleError, match="1:1: the units differ: CNY and person"):
        check("staff", invented.VOCABULARY, YUAN)


def test_an_empty_vocabulary_knows_no_names():
    with pytest.raises(RuleError, match=r"nothing is named 'staff'$"):
        check("staff > 1", Vocabulary())


def test_near_names_are_offered():
    floor = Fact("floor_space", Type.NUMBER, "m2")
    with pytest.raises(RuleError, match=r"nothing is named 'flor_space' \(floor_space\?\)"):
        check("flor_space > 1", Vocabulary({"floor_space": floor}))


GRID = [
    {"staff": staff, "industry": industry, "abnormal": abnormal}
    for staff, industry, abnormal in itertools.product(
        (0, 1, 2, 3, 4, 5), ("A", "B", "C"), (True, False)
    )
]
atoms = st.one_of(
    st.tuples(st.just("staff"), invented.ORDERS, st.sampled_from("12345")).map(" ".join),
    st.tuples(st.sampled_from("12345"), invented.ORDERS, st.just("staff")).map(" ".join),
    st.sampled_from(["industry == 'A'", "industry != 'A'", "industry in ['A', 'B']"]),
    st.sampled_from(["staff in [1, 3]", "abnormal", "!abnormal", "!(staff in [2])"]),
)


def truths(source: str) -> list[object]:
    """Return what a rule says of each row of the grid, checked for its kinds only."""
    lowering = Lowering(invented.ON)
    tree = Checker(invented.VOCABULARY).node(read(source))
    answer = function(lowering.build.program([lowering.truth(tree)]))
    return [answer(row)[0] for row in GRID]


@given(st.lists(atoms, min_size=1, max_size=4), st.sampled_from(["&&", "||"]))
@settings(max_examples=300, deadline=None)
def test_what_is_reported_is_so_for_every_subject(items, op):
    """Sound: `never` and `always` hold on a grid of all there can be, where they are reached."""
    source = f" {op} ".join(items)
    try:
        check(source, invented.VOCABULARY)
    except RuleError as error:
        found = error.problems
    else:
        return
    each = [truths(item) for item in items]
    starts = [len(f" {op} ".join(items[:n])) + 4 * (n > 0) for n in range(len(items))]
    for problem in found:
        place = max(n for n, start in enumerate(starts) if start <= problem.at.start)
        reached = [
            row
            for row in range(len(GRID))
            if all(each[before][row] is (op == "&&") for before in range(place))
        ]
        assert {each[place][row] for row in reached} <= {problem.code == "always"}
