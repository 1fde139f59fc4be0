"""A dry run, counted and refused."""

from __future__ import annotations

import pytest

from lianqiao.core.errors import Invalid
from lianqiao.core.sheets import Action, Plan, PlannedRow, Problem

NEW = PlannedRow(2, "甲", Action.CREATE, data="甲")
SAME = PlannedRow(3, "乙", Action.UNCHANGED, data="乙", target=7)
BAD = PlannedRow(4, "丙", Action.BAD, problems=[Problem("类型", "没有这个类型")])


def test_counts_name_every_action():
    assert Plan([NEW, NEW, SAME, BAD]).counts == {
        Action.CREATE: 2,
        Action.UPDATE: 0,
        Action.UNCHANGED: 1,
        Action.BAD: 1,
    }


@pytest.mark.parametrize(
    ("rows", "is_clean", "does_something"),
    [
        ([], False, False),
        ([NEW], True, True),
        ([SAME], True, False),
        ([NEW, BAD], False, True),
    ],
)
def test_what_may_be_applied(rows, is_clean, does_something):
    plan = Plan(rows)
    assert (plan.is_clean, plan.does_something) == (is_clean, does_something)


def test_one_bad_row_stops_all_and_is_named():
    with pytest.raises(Invalid) as refused:
        Plan([NEW, BAD]).require_clean()
    for part in ("4", "类型", "没有这个类型"):
        assert part in str(refused.value)


def test_a_list_without_rows_is_refused():
    with pytest.raises(Invalid):
        Plan([]).require_clean()
