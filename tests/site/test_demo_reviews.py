"""The demo's reviews: each page has something to show, and a second run changes nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import call_command

from lianqiao.core.cases.models import Assignment, Case, Definition, Expert, Panel
from lianqiao.core.cases.queries.reviewing import tasks_of
from lianqiao.core.cases.queries.reviews import calibration, ranking
from lianqiao.core.ledger.models import Entry
from lianqiao.site.demo import collection, loading, people, reviews
from lianqiao.site.demo.accounts import EXPERT

ROOT = Path(__file__).parents[2]
State = Assignment.State


@pytest.fixture
def told(db):
    """Load the parties, some enterprises and the story of the reviews."""
    call_command("codes", only_empty=True, verbosity=0)
    people.settle(collection.read(ROOT / "collection"))
    loading.load(actor=people.acting("officer"), count=400)
    reviews.tell(people.acting("officer"), people.acting("lead"))


def test_each_page_of_the_reviews_has_something_to_show(told):
    assert reviews.is_told()
    assert Definition.objects.get(code=reviews.CODE).is_invented
    cases = Case.objects.filter(procedure=f"{reviews.CODE}/1")
    assert cases.count() == 14
    assert set(cases.values_list("state", flat=True)) == {"review", "awarded", "refused"}
    assert Panel.objects.filter(number=2).count() == 1
    assert Assignment.objects.filter(state=State.RECUSED).count() == 1

    meeting = ranking(reviews.CODE, reviews.REVIEW)
    assert len(meeting) == 10
    assert sum(one.standing.is_done for one in meeting) == 6
    assert any(seat.stands_apart for one in meeting for seat in one.standing.seats)

    scorers = calibration(reviews.CODE, reviews.REVIEW)
    apart = [str(one.expert.user.username) for one in scorers if one.stands_apart]
    assert "expert04" in apart
    assert scorers[0].deviation < -8  # expert04 scores 13 below what a project is worth

    expert = Expert.objects.get(user__username=EXPERT)
    states = {one.assignment.state for one in tasks_of(people.acting(EXPERT))}
    assert states == {State.ASKED, State.OPENED, State.FILED}
    left_out = Panel.objects.filter(assignments__expert=expert).first().left_out
    assert left_out == {"field": 14, "partner": 1, "away": 1}


def test_the_story_is_told_once_and_names_nobody_who_exists(told):
    told_before = Entry.objects.count()
    if not reviews.is_told():
        reviews.tell(people.acting("officer"), people.acting("lead"))
    assert Entry.objects.count() == told_before
    for expert in Expert.objects.select_related("user"):
        assert "虚构" in str(expert.user)
