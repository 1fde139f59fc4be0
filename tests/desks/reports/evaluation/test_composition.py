"""Who the panel is: few are never told apart, nor can they be reckoned from the rest."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from lianqiao.desks.reports.evaluation import queries
from lianqiao.desks.reports.evaluation.models import Panelist
from lianqiao.desks.reports.evaluation.queries.composition import told


@given(st.lists(st.integers(0, 60), min_size=1, max_size=8))
def test_what_is_hidden_cannot_be_reckoned(counts):
    shown = told(counts)
    hidden = [count for count, one in zip(counts, shown, strict=True) if one is None]
    assert all(one is None or one >= 10 for one in shown)
    assert all(one in {None, count} for one, count in zip(shown, counts, strict=True))
    # Whoever subtracts from the total finds the sum of several parts, or there is nothing shown.
    if hidden and any(one is not None for one in shown):
        assert len(hidden) > 1
        assert sum(hidden) >= 10


def test_before_the_draw_there_is_no_panel(poll):
    assert queries.composition(poll.round) is None
    poll.seeded()
    assert queries.composition(poll.round) is None


def test_who_votes_is_not_told_while_one_votes(poll):
    poll.voting()
    Panelist.objects.filter(volunteer__stratum=poll.strata[0]).update(has_voted=True)
    found = queries.composition(poll.round)
    assert not found.knows_votes
    assert {part.voted for part in (*found.strata, *found.districts, *found.ages)} == {None}
    assert [part.drawn for part in found.strata] == [24, 24, 24, 24]
    assert [(str(part.label), part.drawn) for part in found.ages] == [("30-39", 96)]
    assert [part.drawn for part in found.districts] == [24, 24]


def test_who_has_voted_by_stratum_once_it_is_counted(poll):
    poll.voting()
    for stratum, voters in zip(poll.strata, (24, 20, 15, 9), strict=True):
        rows = Panelist.objects.filter(volunteer__stratum=stratum).order_by("rank")[:voters]
        Panelist.objects.filter(pk__in=[row.pk for row in rows]).update(has_voted=True)
    poll.round.stage = "closed"
    found = queries.composition(poll.round)
    by_name = {part.label: part.voted for part in found.strata}
    assert by_name == {
        "deputies": None, "enterprises": None, "residents-370202": 24, "residents-370212": 20,
    }  # fmt: skip


def test_no_district_tells_of_a_stratum_that_is_not_told(poll):
    """Nine deputies would be all who voted less what strata and districts say."""
    poll.voting()
    for stratum, voters in zip(poll.strata, (12, 20, 15, 9), strict=True):
        rows = Panelist.objects.filter(volunteer__stratum=stratum).order_by("rank")[:voters]
        Panelist.objects.filter(pk__in=[row.pk for row in rows]).update(has_voted=True)
    poll.round.stage = "closed"
    found = queries.composition(poll.round)
    assert [part.voted for part in found.strata] == [None, 15, None, 20]
    assert sorted((part.voted or 0, part.drawn) for part in found.districts) == [(0, 24), (20, 24)]
