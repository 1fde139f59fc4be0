"""Closing as the worker does it: asked for once or twice, done once, with its steps to be seen."""

from __future__ import annotations

import pytest
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from lianqiao.core.errors import Conflict, NotAllowed, NotFound
from lianqiao.core.ledger.models import Entry
from lianqiao.core.parties.models import Membership
from lianqiao.desks.reports.evaluation import services, tasks
from lianqiao.desks.reports.evaluation.models import Ballot, Closing, Counted, Result
from lianqiao.desks.reports.evaluation.services import closing, closing_later
from tests.desks.reports.evaluation.ballots import by_chance, cast_and_end


@pytest.fixture
def ended(poll):
    cast_and_end(poll, poll.drawn()[:40], by_chance(poll))
    return poll


@pytest.fixture(autouse=True)
def seen(monkeypatch) -> list[tuple[int, int]]:
    """What the page would be told: a test's own transaction is not seen from beside."""
    steps: list[tuple[int, int]] = []
    monkeypatch.setattr(closing_later, "_told", lambda pk, done, total: steps.append((done, total)))
    return steps


def stage(poll) -> str:
    poll.round.refresh_from_db()
    return poll.round.stage


def jobs() -> list[int]:
    rows = ProcrastinateJob.objects.filter(task_name="evaluation.close")
    return [row.args["pk"] for row in rows]


def test_asked_for_twice_it_is_done_once(ended, seen):
    for _time in range(2):
        services.ask_to_close(ended.round.pk, actor=ended.lead.actor)
    assert jobs() == [ended.round.pk]
    assert stage(ended) == "voting"
    assert tasks.close(pk=ended.round.pk) == "40 ballots"
    assert tasks.close(pk=ended.round.pk) == "closed already"
    assert stage(ended) == "closed"
    [entry] = Entry.objects.filter(kind="evaluation.round.counted")
    assert entry.actor_user == ended.lead.user.pk
    groups = ended.round.groups.count()
    assert seen == [(done, groups + 1) for done in range(groups + 1)]


def test_what_may_not_be_closed_is_not_asked_for(poll, ended, db):
    for actor, error in (
        (ended.second.actor, NotAllowed),
        (ended.district_officer.actor, NotFound),
    ):
        with pytest.raises(error):
            services.ask_to_close(ended.round.pk, actor=actor)
    services.close(ended.round.pk, actor=ended.lead.actor)
    with pytest.raises(Conflict):
        services.ask_to_close(ended.round.pk, actor=ended.lead.actor)
    assert not jobs()


def test_a_process_that_dies_midway_has_done_nothing(ended, monkeypatch):
    class DiesError(Exception):
        pass

    def die(group, frame):
        raise DiesError

    services.ask_to_close(ended.round.pk, actor=ended.lead.actor)
    monkeypatch.setattr(closing, "results_of", die)
    with pytest.raises(DiesError):
        tasks.close(pk=ended.round.pk)
    assert stage(ended) == "voting"
    assert Ballot.objects.count() == 40
    assert not Counted.objects.exists()
    assert not Result.objects.exists()
    monkeypatch.undo()
    monkeypatch.setattr(closing_later, "_told", lambda pk, done, total: None)
    services.ask_to_close(ended.round.pk, actor=ended.lead.actor)
    assert tasks.close(pk=ended.round.pk) == "40 ballots"


def test_who_has_left_meanwhile_closes_nothing_and_the_page_says_so(ended):
    services.ask_to_close(ended.round.pk, actor=ended.lead.actor)
    Membership.objects.filter(pk=ended.lead.actor.membership).update(role="officer")
    tasks.close(pk=ended.round.pk)
    assert stage(ended) == "voting"
    assert Closing.objects.get().problem


def test_the_office_watches_how_far_it_is(ended):
    address = reverse("evaluation:results", args=[ended.round.pk])
    lead = ended.lead.client
    step = reverse("evaluation:results_step", args=[ended.round.pk, "close"])
    assert lead.post(step).status_code == 302
    Closing.objects.update(done=1, total=4)
    said = lead.get(address).content.decode()
    assert '<progress max="4" value="1"' in said
    assert "HX-Refresh" not in lead.get(address, headers={"HX-Request": "true"}).headers
    assert "<progress" not in ended.district_officer.client.get(address).content.decode()
    tasks.close(pk=ended.round.pk)
    assert lead.get(address, headers={"HX-Request": "true"}).headers["HX-Refresh"] == "true"
