"""Rules on costs, by 国办发〔2021〕32号, reckoned by hand."""

from __future__ import annotations

from datetime import date

import pytest

from lianqiao.desks.programs.grants.contracts import months_between
from lianqiao.desks.programs.grants.costs import most_indirect, rules, who_decides

YUAN = 100
MILLION = 1_000_000 * YUAN


@pytest.mark.parametrize(
    ("base", "most"),
    [
        (0, 0),
        (1 * MILLION, 300_000 * YUAN),
        (5 * MILLION - 1 * YUAN, 1_499_999 * YUAN + 70),
        (5 * MILLION, 1_500_000 * YUAN),
        (5 * MILLION + 4 * YUAN, 1_500_001 * YUAN),
        (10 * MILLION, 2_750_000 * YUAN),
        (10 * MILLION + 5 * YUAN, 2_750_001 * YUAN),
        (20 * MILLION, 4_750_000 * YUAN),
        # What is less than a fen is nobody's: 30 per cent of 0.03 yuan.
        (3, 0),
    ],
)
def test_the_ceiling_of_indirect_costs(base, most):
    assert most_indirect(base) == most


def test_the_rules_are_shown_as_unverified_with_their_source():
    assert "国办发〔2021〕32号" in rules().source
    assert not rules().is_verified


BEFORE = {"equipment": (30, 10), "operations": (20, 0), "labour": (20, 0), "indirect": (10, 5)}


@pytest.mark.parametrize(
    ("after", "decider"),
    [
        ({"operations": (15, 0), "labour": (25, 0)}, "leader"),
        ({"equipment": (25, 10), "labour": (25, 0)}, "host"),
        ({"equipment": (29, 11), "operations": (21, 0), "indirect": (10, 4)}, "host"),
        ({"indirect": (5, 5), "labour": (25, 0)}, "leader"),
        ({"indirect": (11, 5), "labour": (19, 0)}, "office"),
        ({"labour": (19, 0)}, "office"),
        ({"labour": (20, 1)}, "office"),
        # The sum stays, but the grant and own funds change places.
        ({"labour": (19, 1)}, "office"),
    ],
)
def test_who_decides_a_change(after, decider):
    assert who_decides(BEFORE, BEFORE | after) == decider


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        (date(2026, 1, 1), date(2026, 12, 31), 12),
        (date(2026, 1, 1), date(2027, 1, 1), 13),
        (date(2026, 1, 15), date(2029, 1, 14), 36),
        (date(2026, 1, 31), date(2026, 2, 28), 1),
    ],
)
def test_a_begun_month_counts_whole(start, end, months):
    assert months_between(start, end) == months
