"""How a promise stands: cases reckoned by hand, and what holds of all."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianqiao.desks.reports.commitments.states import State, Term, elapsed, standing

# 100 days from the first to the last: each day is a percent.
TERM = Term(Decimal(50), date(2026, 1, 1), date(2026, 4, 11))
TEN = Decimal("0.1")


def day(number: int) -> date:
    return TERM.begins_on + timedelta(days=number)


@pytest.mark.parametrize(
    ("steps", "today", "state", "done_on", "is_late"),
    [
        ([], -5, "not_begun", None, False),
        ([], 0, "not_begun", None, False),
        ([], 10, "not_begun", None, False),
        ([], 11, "behind", None, False),
        ([(1, 1)], 5, "on_time", None, False),
        ([(1, 20)], 50, "on_time", None, False),
        ([(1, 20)], 51, "behind", None, False),
        ([(1, 45)], 100, "on_time", None, False),
        ([(1, 44)], 100, "behind", None, False),
        ([(1, 44)], 101, "overdue", None, False),
        ([], 101, "overdue", None, False),
        ([(1, 20), (100, 30)], 100, "done", 100, False),
        ([(1, 20), (101, 30)], 120, "done", 101, True),
        ([(40, 30), (1, 20), (60, 5)], 70, "done", 40, False),
        ([(40, 50)], 39, "behind", None, False),
        ([(3, 0)], 5, "not_begun", None, False),
        ([(3, 80)], 5, "done", 3, False),
    ],
)
def test_cases_reckoned_by_hand(steps, today, state, done_on, is_late):
    given_steps = [(day(on), Decimal(amount)) for on, amount in steps]
    found = standing(TERM, given_steps, day(today), TEN)
    assert found.state == state
    assert found.done_on == (None if done_on is None else day(done_on))
    assert found.is_late == is_late


def test_the_time_past_goes_from_0_to_1():
    assert [elapsed(TERM, day(number)) for number in (-3, 0, 25, 100, 300)] == [
        0,
        0,
        Decimal("0.25"),
        1,
        1,
    ]


amounts = st.decimals(0, 40, places=2)
numbers = st.integers(-20, 150)
some_steps = st.lists(st.tuples(st.integers(0, 150).map(day), amounts), max_size=8)


@given(some_steps, numbers.map(day), st.sampled_from([Decimal(0), TEN, Decimal("0.5")]))
def test_what_holds_of_all(steps, today, tolerance):
    found = standing(TERM, steps, today, tolerance)
    past = [(on, amount) for on, amount in steps if on <= today]
    assert found.reached == sum(amount for _on, amount in past)
    assert (found.state == State.DONE) == (found.reached >= TERM.target)
    if found.done_on is not None:
        before = sum(amount for on, amount in past if on < found.done_on)
        assert before < TERM.target
        assert sum(amount for on, amount in past if on <= found.done_on) >= TERM.target
        assert found.is_late == (found.done_on > TERM.due_on)
    if found.state == State.OVERDUE:
        assert today > TERM.due_on
    if found.state == State.NOT_BEGUN:
        assert found.reached == 0


@given(some_steps, numbers.map(day), amounts)
def test_more_never_makes_it_worse(steps, today, more):
    order = [State.OVERDUE, State.BEHIND, State.NOT_BEGUN, State.ON_TIME, State.DONE]
    before = standing(TERM, steps, today, TEN).state
    after = standing(TERM, [*steps, (min(today, day(0)), more)], today, TEN).state
    assert order.index(after) >= order.index(before)


@given(some_steps, numbers.map(day), st.randoms())
def test_the_order_of_entries_does_not_matter(steps, today, chance):
    mixed = list(steps)
    chance.shuffle(mixed)
    assert standing(TERM, mixed, today, TEN) == standing(TERM, steps, today, TEN)
