"""Texts made to hang, crash or deceive the engine are refused, each for its own reason."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lianqiao.engines.rules import Fact, FactError, RuleError, Type, Vocabulary, check, planned
from lianqiao.engines.rules.patterns import MOST_REPEATS, PatternError, pieces
from lianqiao.engines.rules.reading import LONGEST_TEXT, MOST_CHARACTERS

from . import invented


def codes(source: str) -> set[str]:
    try:
        planned(check(source, invented.VOCABULARY), None, invented.ON)
    except RuleError as error:
        return {problem.code for problem in error.problems}
    return set()


@pytest.mark.parametrize(
    "source",
    [
        "(" * 9_999,
        "(" * 401 + "abnormal" + ")" * 401,
        "[" * 9_999,
        "{" * 9_999,
        "!" * 9_000 + "abnormal",
        "!" * 400 + "abnormal",
        "-" * 400 + "1 > staff",
        "- " * 4_000 + "1 > staff",
        "size(" * 300 + "industry" + ")" * 300,
        "a" + ".a" * 4_900,
        "industry" + ".size()" * 1_400,
        "abnormal ? true : " * 500 + "true",
        "staff" + " + staff" * 60 + " > 1",
        "staff" + " > 1" * 300,
        "[" * 300 + "1" + "]" * 300 + " == staff",
    ],
    ids=lambda source: source[:12],
)
def test_too_deep(source):
    assert codes(source) == {"too_deep"}


def test_brackets_that_say_nothing_are_no_depth():
    assert codes("(" * 400 + "abnormal" + ")" * 400) == set()


def test_depth_is_no_matter_of_the_stack():
    """Refused as well where few frames are left: the reader's own limit comes first."""
    depth, frame = 0, sys._getframe()
    while frame:
        depth, frame = depth + 1, frame.f_back
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(depth + 400)
    try:
        assert codes("size(" * 300 + "industry" + ")" * 300) == {"too_deep"}
    finally:
        sys.setrecursionlimit(limit)


@pytest.mark.parametrize("text", ["abnormal || ", "'", "(", "'\\", "x", "\n", "1", "//", "İ"])
def test_a_million_characters(text):
    source = text * (10**6 // len(text))
    assert codes(source) == {"too_long"}


def test_the_longest_rule():
    assert codes("staff > 1" + " " * (MOST_CHARACTERS - 9)) == set()
    assert codes("staff > 1" + " " * (MOST_CHARACTERS - 8)) == {"too_long"}
    assert codes("\n" * (MOST_CHARACTERS - 1) + "x") == {"unknown_name"}
    assert codes("x" * MOST_CHARACTERS) == {"unknown_name"}
    assert codes(" \t\r\n" * 2_000) == {"empty"}


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("'" + "\\" * 9_998, "open_text"),
        ("'" + "\\" * 9_997 + "'", "open_text"),
        ("'" + "\\" * 500 + "'", "text_too_long"),
        ("industry == '" + "\\" * 99 + "'", "open_text"),
        ("industry == 'a\nb'", "open_text"),
        ("industry == \"a'", "open_text"),
        ("industry == 'it's'", "open_text"),
        ("'" * 9_999, "not_in_language"),
        ('"' * 9_999, "not_in_language"),
        ("''" * 4_999, "not_in_language"),
        ("r'\\" * 3_000, "syntax"),
        ("'\\''" * 2_000, "syntax"),
        ("industry == r'" + "\\" * 10 + "'", "escape"),
        ("industry == r'a\\\\' || abnormal || industry == 'b'", "escape"),
        ('industry == R"a\\\\"', "escape"),
        ("industry == '\\u00'", "escape"),
        ("industry == '\\U0001F642'", "escape"),
        ("industry == '\\ud800'", "escape"),
        ("industry == '\ud800'", "escape"),
        ("industry == '\\x00'", "escape"),
        ("industry == '\0'", "escape"),
        ("abnormal\0", "syntax"),
        ("\ufeffabnormal", "syntax"),
        ("staff ＞ 3", "syntax"),
        ("staff > ٣", "syntax"),
        ("职工人数 > 3", "syntax"),
        ("//" + "x" * 9_000, "syntax"),
    ],
    ids=lambda text: text[:16].encode("ascii", "backslashreplace").decode(),
)
def test_texts_that_are_not_what_they_seem(source, code):
    assert codes(source) == {code}


def test_texts_that_only_look_bad():
    assert codes("industry == '" + "\\\\" * 99 + "'") == set()
    assert codes(f"industry == '{'中' * (LONGEST_TEXT - 2)}'") == set()
    assert codes("//\n" * 3_000 + "abnormal // || ' (((") == set()
    assert codes("industry == '//' || industry == '((('") == set()


@pytest.mark.parametrize(
    "number",
    [
        "9" * 19,
        "9" * 9_000,
        "1e18",
        "1e999999999",
        "1e-999999999",
        "1E+99999999999999999999",
        "0." + "0" * 18 + "1",
        "0x" + "f" * 30,
        "0x" + "f" * 9_000,
    ],
    ids=lambda number: number[:12],
)
def test_huge_literals(number):
    assert codes(f"staff > {number}") == {"number_too_long"}
    assert codes(f"staff > -{number}") == {"number_too_long"}


def test_the_longest_literals():
    assert codes("staff > " + "9" * 18) == set()
    assert codes("staff > 1e17") == set()
    assert codes("staff > 0." + "0" * 17 + "1") == set()


@pytest.mark.parametrize("number", ["1_000", "1.5.5", "1a", "0b1", "1,000", "1万"])
def test_numbers_of_other_languages(number):
    assert codes(f"staff > {number}") == {"syntax"}


@pytest.mark.parametrize(
    "pattern",
    [
        *("(a+)+$", "(a|a)*$", "a*a*a*b", "(.*)*x", "a+", "a|b", "(a)", "(?=a)", "(?i)a"),
        *("a?" * 60 + "a" * 60, "a{0,100}" * 20 + "b", "[a-z]{1,9}" * 4, ".{100}" * 11),
        *("a{101}", "a{999}", "a{1000}", "a{2,1}", "a{0}", "a{0,0}", "a{1,}", "a{,3}"),
        *("a{1}{1}", "a??", "a{2}?", "a**", "{3}", "?", "a{", "a}", "[a", "a]", "[]", "[^]"),
        *("^^a", "a$$", "a$b", "a^", "[z-a]", "[[:alpha:]]", "[a-\\d]", "\\w", "\\1", "\\b", "\\"),
        *("a{３}", "a{1,３}", "\\p{L}", "\\Z", "a\\"),
    ],
)
def test_patterns_that_engines_choke_on_or_read_each_in_its_way(pattern):
    literal = pattern.replace("\\", "\\\\")
    assert codes(f"industry.matches('{literal}')") == {"pattern"}
    assert codes(f"matches(industry, '{literal}')") == {"pattern"}


@pytest.mark.parametrize(
    ("pattern", "found", "missed"),
    [
        ("^a\\\\$", ["a\\"], ["a\\$", "a\\b", "a"]),
        ("a\\$", ["a$", "a$b"], ["a", "a\\"]),
        ("a\\\\\\$", ["a\\$", "a\\$b"], ["a\\", "a$"]),
        ("\\\\$", ["\\", "a\\"], ["\\a", ""]),
        ("^$", [""], ["a", "\n"]),
        ("^a$", ["a"], ["a\n", "\na"]),
        ("$", ["", "a"], []),
        ("^.$", ["İ", "🙂"], ["\n", "ab"]),
        ("^\\d{2}$", ["12"], ["１２", "1", "123"]),
        ("^[\\d-]{2}$", ["1-", "--"], ["1a"]),
        (f"^a{{{MOST_REPEATS}}}$", ["a" * 100], ["a" * 99, "a" * 101]),
        ("^[^a-c]?x$", ["x", "dx"], ["ax"]),
    ],
)
def test_what_a_pattern_finds(pattern, found, missed):
    literal = pattern.replace("\\", "\\\\")
    rule = check(f"industry.matches('{literal}')", invented.VOCABULARY)
    plan = planned(rule, None, invented.ON)
    for text in (*found, *missed):
        assert plan.judge({"industry": text}).verdict is (text in found), text


def test_patterns_take_no_time_on_long_texts():
    row = "a{0,9}" * 3 + "b"
    plan = planned(check(f"industry.matches('{row}')", invented.VOCABULARY), None, invented.ON)
    assert plan.judge({"industry": "a" * 2_000}).verdict is False
    with pytest.raises(PatternError):
        pieces("a{0,9}" * 4)


MIN = "min(" * 20 + "staff / 7" + ", 3)" * 20
MAX = "max(" * 30 + "staff" + ", 3)" * 30
MIXED = "min(max(" * 10 + "staff" + ", 3), 70)" * 10


def choices(levels: int, leaf: str) -> str:
    for level in range(levels):
        leaf = f"min(abnormal ? 3 : {level}, {leaf})"
    return leaf


@pytest.mark.parametrize(
    "source",
    [f"{MIN} > 1", f"{MAX} > 1", f"{MIXED} > 1", f"{choices(18, 'staff')} > 1", f"{MIN} in [1, 2]"],
    ids=["min", "max", "mixed", "choices", "in"],
)
def test_exponential_choices(source):
    assert codes(source) == {"tangled"}


def test_choices_side_by_side_are_no_tangle():
    assert codes("min(" + ", ".join(f"staff + {n}" for n in range(60)) + ") > 1") == set()
    assert codes("(abnormal ? staff : 3) > 1 &&" * 30 + "title.high_tech") == set()


@pytest.mark.parametrize(
    "source",
    [
        "staff" + " * staff" * 30 + " > 1",
        "staff" + " / staff" * 30 + " > 1",
        "revenue(year - 1) * revenue(year - 2) * staff > 1",
        "staff * 999999999999999999 * 999999999999999999 > 1",
        "round(" * 30 + "staff / 7" + ", 6)" * 30 + " > 1",
        "staff / 999999999989 + staff / 999999999961 + staff / 999999999937 > 1",
        "min(" + ", ".join(f"staff / {n}" for n in range(1, 80)) + ") > 1",
        "floor(revenue(year - 1) * revenue(year - 2)) > 1",
    ],
    ids=lambda source: source[:24],
)
def test_too_wide(source):
    assert codes(source) == {"too_wide"}


@pytest.mark.parametrize(
    "source",
    [
        "founded_on > today" + " - years(100000)" * 30,
        "founded_on > today + days(100000)" + " + days(100000)" * 30,
        "founded_on > date('0001-01-01') - days(1)",
        "founded_on > date('9999-12-31') + months(1)",
        "full_years(founded_on, today - years(2026)) > 3",
    ],
)
def test_days_outside_of_the_calendar(source):
    assert codes(source) == {"no_such_day"}


def test_names_are_never_code():
    for name in ("__class__", "row.__class__", "__import__('os')", "get(0)", "k0", "v0"):
        assert codes(f"{name} == 1") <= {"unknown_name", "unknown_function"}
        assert codes(f"{name} == 1")


def test_a_name_that_is_code_stays_a_name():
    fact = Fact("x'] or True #", Type.BOOL)
    rule = check("y", Vocabulary({"y": fact}))
    assert planned(rule, None, invented.ON).judge({}).verdict is None


def test_facts_of_other_types_are_refused():
    staff = Fact("staff", Type.NUMBER, "person")
    for value in (True, 1.5, "3", None, 10**400, float("nan")):
        with pytest.raises(FactError):
            staff.stored(value)


PARTS = [
    *("(", ")", "[", "]", "{", "}", "'", '"', "\\", "\n", "!", "-", "&&", "||", "?", ":", ".", ","),
    *("staff", "abnormal", "industry", "founded_on", "today", "year", "param.floor", "has", "min"),
    *("revenue(year - 1)", "1", "0", "0.03", "'C'", "r'", "in", "==", ">", "*", "/", "+", "%"),
    *(
        "days(1)",
        "date('2026-01-01')",
        "round(",
        "floor(",
        "true",
        "null",
        ".matches('",
        "//",
        "1e",
    ),
]


@given(st.lists(st.sampled_from(PARTS), max_size=30).map(" ".join) | st.text(max_size=40))
@settings(max_examples=300, deadline=None)
def test_any_text_is_a_rule_or_refused(source):
    codes(source)


@given(invented.rules, st.data())
@settings(max_examples=150, deadline=None)
def test_a_rule_with_a_part_cut_out_is_a_rule_or_refused(source, data):
    start = data.draw(st.integers(0, len(source)))
    end = data.draw(st.integers(start, min(start + 6, len(source))))
    codes(source[:start] + source[end:])
