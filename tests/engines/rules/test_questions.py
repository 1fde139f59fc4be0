"""Questions to somebody of whom nothing is on record, against all answers there can be.

Bounded time: one question asks rules at most `SEARCHED_IN_ALL` times beside a pass over the values
of each fact; `test_sixty_rules` counts that, as a clock would tell of the machine.
"""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lianqiao.engines.rules import (
    Fact,
    RuleError,
    Type,
    Vocabulary,
    best_question,
    check,
    inquiry,
    may_lack,
    options,
)
from lianqiao.engines.rules import questions as asking

from . import invented

ON = date(2026, 2, 28)
FACTS = (
    Fact("staff", Type.NUMBER, low=0, high=4),
    Fact("profit", Type.NUMBER, low=-2, high=2),
    Fact("listed", Type.BOOL),
    Fact("trade", Type.TEXT, choices=(("a", "甲", "A"), ("b", "乙", "B"), ("c", "丙", "C"))),
)
VOCABULARY = Vocabulary({fact.name: fact for fact in FACTS})
DOMAINS = {
    "staff": range(5),
    "profit": range(-2, 3),
    "listed": (True, False),
    "trade": ("a", "b", "c"),
}
LEAVES = [
    *(f"staff {op} {n}" for op in ("<", ">=", "==") for n in range(1, 4)),
    *(f"profit {op} {n}" for op in ("<", ">", "!=") for n in (-1, 0, 1)),
    *("profit * 3 >= 2", "staff * 0.4 > 1", "staff in [0, 3]", "profit == 0.5"),
    *("profit / staff > 0.4", "staff > profit + 1", "staff * profit == 4", "2 / profit > 0"),
    *("listed", "trade == 'a'", "trade in ['a', 'c']", "trade != 'b'", "trade.startsWith('c')"),
    *("has(profit)", "has(trade)", "listed == (staff > 2)", "(listed ? staff : profit) > 1"),
]


def is_rule(text):
    try:
        return check(text, VOCABULARY) is not None
    except RuleError:
        # The language refuses what can never be true.
        return False


RULES = st.recursive(
    st.sampled_from(LEAVES),
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(lambda p: f"({p[0]} && {p[1]})"),
        st.tuples(inner, inner).map(lambda p: f"({p[0]} || {p[1]})"),
        inner.map(lambda one: f"!({one})"),
        st.tuples(inner, inner, inner).map(lambda p: f"({p[0]} ? {p[1]} : {p[2]})"),
    ),
    max_leaves=5,
).filter(is_rule)
NOT_KNOWN = "?"
ANSWERS = st.fixed_dictionaries(
    {},
    optional={
        name: st.sampled_from([NOT_KNOWN, None, *domain]) for name, domain in DOMAINS.items()
    },
)


def ask_about(*rules, vocabulary=VOCABULARY):
    return [inquiry(check(rule, vocabulary), None, ON) for rule in rules]


def known(answers):
    return {name: value for name, value in answers.items() if value != NOT_KNOWN}


def not_known(answers):
    return {name for name, value in answers.items() if value == NOT_KNOWN}


def completions(answers, *, lacking=()):
    """Yield every row there can be with these answers; of what is `lacking` there may be none."""
    domains = {
        name: [answers[name]] if name in answers else [*domain, *[None] * (name in lacking)]
        for name, domain in DOMAINS.items()
    }
    for values in product(*domains.values()):
        yield known(dict(zip(domains, values, strict=True)))


def may_be_lacking(rule):
    return [name for name in DOMAINS if f"has({name})" in rule]


def verdicts_by_rest(one, answers, column):
    """Return the verdicts that answers to one question give, by what all others are."""
    others = {name: value for name, value in answers.items() if name != column}
    lacking = may_be_lacking(one.plan.condition.source)
    seen = {}
    for row in completions(others, lacking=lacking):
        rest = tuple(value for name, value in row.items() if name != column)
        seen.setdefault(rest, set()).add(one.plan.judge(row).verdict)
    return seen


def matters(one, answers, column):
    """Tell by trying all whether two answers to a question can give two verdicts."""
    return any(len(verdicts) > 1 for verdicts in verdicts_by_rest(one, answers, column).values())


@settings(max_examples=300, deadline=None)
@given(RULES, ANSWERS)
def test_no_answer_excludes_or_grants_too_early(rule, answers):
    (one,) = ask_about(rule)
    verdict = one.plan.judge(known(answers)).verdict
    if verdict is not None:
        # Who does not know may find out, or find that there is none.
        for row in completions(known(answers), lacking=DOMAINS):
            assert one.plan.judge(row).verdict is verdict


@settings(max_examples=300, deadline=None)
@given(st.lists(RULES, min_size=1, max_size=4), ANSWERS)
def test_exactly_what_matters_is_asked(rules, answers):
    inquiries = ask_about(*rules)
    question = best_question(inquiries, known(answers), not_known(answers))
    open_ = [one for one in inquiries if one.plan.judge(known(answers)).verdict is None]
    if question is not None:
        assert question.column not in answers
        assert any(matters(one, answers, question.column) for one in open_)
    else:
        unanswered = set(DOMAINS) - set(answers)
        assert not any(matters(one, answers, name) for one in open_ for name in unanswered)


@settings(max_examples=50, deadline=None)
@given(st.lists(RULES, min_size=1, max_size=4), st.data())
def test_questions_come_to_an_end(rules, data):
    inquiries, answers = ask_about(*rules), {}
    while question := best_question(inquiries, known(answers), not_known(answers)):
        column = question.column
        assert column not in answers
        lacks = [None] * may_lack(inquiries, column)
        answers[column] = data.draw(st.sampled_from([*DOMAINS[column], NOT_KNOWN, *lacks]))
    for one in inquiries:
        lacking = may_be_lacking(one.plan.condition.source)
        rows = completions(answers, lacking=lacking)
        assert len({one.plan.judge(row).verdict for row in rows}) == 1


@pytest.mark.parametrize(
    ("rules", "answers", "column"),
    [
        # The fact on which three of four rules turn.
        (("staff > 1", "listed", "listed && staff > 2", "listed || profit > 0"), {}, "listed"),
        (("staff > 1", "listed", "listed && staff > 2"), {"listed": False}, "staff"),
        # Decided whatever it is.
        (("listed || staff > 1",), {"listed": True}, None),
        (("listed && staff > 1",), {"listed": False}, None),
        # Out of reach of all that the facts can be, and never out of it.
        (("profit + staff > 6", "staff - profit >= -2"), {}, None),
        (("staff * 2 > 8",), {}, None),
    ],
)
def test_what_splits_most(rules, answers, column):
    question = best_question(ask_about(*rules), answers)
    assert (question.column if question else None) == column


def test_what_goes_first_goes_first_only_if_it_matters():
    rules = ask_about("staff > 1", "staff > 2", "staff > 3 && trade == 'a'")
    assert best_question(rules, {}, first=["trade"]).column == "trade"
    assert best_question(rules, {"trade": "b"}, first=["trade"]).column == "staff"
    assert best_question(rules, {"staff": 1}, first=["trade"]) is None


def test_what_was_asked_in_vain_is_not_asked_again():
    rules = ask_about("listed && staff > 2")
    assert best_question(rules, {}, {"listed"}).column == "staff"
    assert best_question(rules, {"staff": 3}, {"listed"}) is None
    assert rules[0].plan.judge({"staff": 3}).verdict is None
    assert rules[0].plan.judge({"staff": 1}).verdict is False


def test_what_is_not_answered_may_still_be_on_record():
    has, lacks = ask_about("has(staff)", "!has(staff)")
    assert [one.plan.judge({}).verdict for one in (has, lacks)] == [None, None]
    assert [one.plan.judge({"staff": 0}).verdict for one in (has, lacks)] == [True, False]
    assert [one.plan.judge({"staff": None}).verdict for one in (has, lacks)] == [False, True]
    assert best_question([has], {}).column == "staff"
    assert may_lack([has], "staff")
    assert not may_lack([has], "listed")


@pytest.mark.parametrize(
    ("rule", "values"),
    [
        ("revenue(year - 1) >= 20000000", {20_000_000_00, 19_999_999_99}),
        ("rd(year - 1) * 0.1 > 500000", {5_000_000_01, 5_000_000_00}),
        ("table.rate(revenue(year - 1)) < 0.04", {200_000_000_00, 199_999_999_99}),
        ("rd(year - 1) >= param.floor", {3_000_000_00, 2_999_999_99}),
        ("founded_on > today - years(5)", {date(2021, 3, 1), date(2021, 2, 28)}),
        ("full_years(founded_on, today) >= 3", {date(2023, 2, 28), date(2023, 3, 1)}),
        ("days_between(certified_on, today) <= 365", {date(2025, 2, 28), date(2025, 2, 27)}),
        ("industry.matches('^C[0-9]{2}')", {"C00"}),
        ("industry.startsWith('C35')", {"C35", ""}),
        ("industry in ['C351', 'C352']", {"C351", "*"}),
    ],
)
def test_values_stand_where_a_rule_turns(rule, values):
    (one,) = ask_about(rule, vocabulary=invented.VOCABULARY)
    (column,) = one.facts
    assert values <= set(one.candidates(column).all)
    assert {one.plan.judge({column: v}).verdict for v in one.candidates(column).ways} == {
        True,
        False,
    }


def test_texts_to_choose_from():
    rules = ask_about("industry == 'C351'", "industry != 'C111'", vocabulary=invented.VOCABULARY)
    found = options(rules, "industry")
    assert (found.named, found.other) == (("C351", "C111"), "*")
    looked_into = ask_about("industry.startsWith('C')", vocabulary=invented.VOCABULARY)
    assert options([*rules, *looked_into], "industry") is None


def test_sixty_rules(monkeypatch):
    """The worst: many facts in each rule, none of which decides alone."""
    facts = {f"f{n}": Fact(f"f{n}", Type.NUMBER) for n in range(60)}
    vocabulary = Vocabulary(facts)
    names = list(facts)
    rules = [
        " + ".join(names[n : n + 8]) + " > 5 && " + " - ".join(names[n : n + 8]) + " > 9"
        for n in range(50)
    ]
    rules += ["f1 > 3 && " + " && ".join(f"f{n} * 3 < {n}" for n in range(10, 20))] * 10
    inquiries = ask_about(*rules, vocabulary=vocabulary)
    asked = []
    counted = asking._Search._verdict
    monkeypatch.setattr(asking._Search, "_verdict", lambda *args: asked.append(1) or counted(*args))
    assert best_question(inquiries, {}) is not None
    assert len(asked) <= asking.SEARCHED_IN_ALL + 60 * 60
