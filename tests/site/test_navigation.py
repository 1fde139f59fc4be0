"""Which item of the navigation a page marks, for whom it stands there."""

from __future__ import annotations

import pytest

from lianqiao.core.parties.actors import ANYONE, Actor, Role
from lianqiao.site.navigation import navigation_for
from tests.core.cases.reviews import procedure

OFFICER, OWNER = (Actor(10**6, 1, 1, role) for role in (Role.OFFICER, Role.OWNER))


def marked(actor: Actor, path: str) -> list[str]:
    return [link.url for link in navigation_for(actor, path).ways if link.is_current]


@pytest.mark.parametrize(
    ("path", "applicant", "office"),
    [
        ("/cases/", "", ""),
        ("/cases/apply/small/", "", ""),
        ("/cases/mine/", "mine/", None),
        ("/cases/queue/", None, "queue/"),
        ("/cases/queue/statistics/", None, "queue/"),
        ("/cases/17/", "mine/", "queue/"),
        ("/cases/17/more-time/", "mine/", "queue/"),
        ("/cases/17/panels/", None, "queue/"),
        ("/cases/17/preview/grant/", None, "queue/"),
        ("/cases/filings/3/", "mine/", "queue/"),
        ("/cases/filings/3/print/", "mine/", "queue/"),
        ("/cases/calendar/", "mine/", "queue/"),
        ("/cases/certificates/5/", "mine/", "queue/"),
        ("/cases/phrases/", None, "queue/"),
        ("/cases/procedures/small/flow/", None, "procedures/"),
        ("/cases/procedures/small/ranking/expert/", None, "procedures/"),
        ("/cases/versions/3/", None, "procedures/"),
        ("/cases/experts/import/", None, "experts/"),
    ],
)
def test_a_page_of_cases_marks_where_it_belongs(db, path, applicant, office):
    for actor, expected in ((OWNER, applicant), (OFFICER, office)):
        if expected is not None:
            assert marked(actor, path) == [f"/cases/{expected}"], actor.role


def test_an_experts_pages_are_marked_and_stand_there_for_experts_alone(db):
    one = procedure.expert()
    assert marked(one.actor, "/cases/reviews/4/write/") == ["/cases/reviews/"]
    for actor in (OWNER, OFFICER, ANYONE):
        urls = [link.url for link in navigation_for(actor, "/cases/").ways]
        assert "/cases/reviews/" not in urls


def test_who_no_longer_takes_part_still_finds_what_he_wrote(db):
    one = procedure.expert()
    one.user.expert.is_active = False
    one.user.expert.save()
    assert "/cases/reviews/" in [link.url for link in navigation_for(one.actor, "/cases/").ways]


def test_other_desks_ask_the_database_nothing_for_it(db, django_assert_num_queries):
    one = procedure.expert()
    with django_assert_num_queries(0):
        navigation_for(one.actor, "/policies/")
