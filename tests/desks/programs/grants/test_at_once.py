"""Twenty awards at once on money for seven: seven are given, and nobody waits for nobody."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier

from django.db import connections
from django.db.models import Sum

from lianqiao.core.cases.services import take
from lianqiao.core.errors import Conflict
from lianqiao.core.parties.actors import Role
from lianqiao.desks.programs.grants.models import Application
from lianqiao.desks.programs.grants.services import awarding
from tests import shelf
from tests.cast import actor, organization, person
from tests.desks.programs.grants import told
from tests.desks.programs.grants.told import WAN

AWARDS, FITTING = 20, 7


def test_of_a_topic_no_more_is_given_than_it_has(committed_db):
    shelf.take(*shelf.ALL)
    office = organization(kind="bureau")
    officer, lead = actor(Role.OFFICER, office), actor(Role.TEAM_LEAD, office)
    told.published(officer, lead)
    call = told.announced(officer, lead, budget=(FITTING * 50 + 49) * WAN)
    topic, owner = call.topics.get(), person(Role.OWNER, organization())
    rows = [
        told.scored(told.applied(topic, owner), 80, lead).grant_application
        for _number in range(AWARDS)
    ]
    gate = Barrier(AWARDS)

    def give(row):
        try:
            gate.wait(30)
            return awarding.propose(call.pk, {row.pk: None}, actor=lead)
        except Conflict:
            return 0
        finally:
            connections.close_all()

    with ThreadPoolExecutor(AWARDS) as pool:
        given = sum(pool.map(give, rows))
    assert given == FITTING
    kept = Application.objects.filter(granted__isnull=False)
    assert kept.aggregate(sum=Sum("granted"))["sum"] == FITTING * 50 * WAN
    assert kept.filter(case__state="notice").count() == FITTING


def test_all_at_once_and_each_by_itself_wait_in_one_order(committed_db):
    shelf.take(*shelf.ALL)
    office = organization(kind="bureau")
    officer, lead = actor(Role.OFFICER, office), actor(Role.TEAM_LEAD, office)
    told.published(officer, lead)
    call = told.announced(officer, lead, budget=AWARDS * 50 * WAN)
    topic, owner = call.topics.get(), person(Role.OWNER, organization())
    rows = [
        told.scored(told.applied(topic, owner), 80, lead).grant_application
        for _number in range(FITTING)
    ]
    gate = Barrier(FITTING + 1)

    def act(do):
        try:
            gate.wait(30)
            do()
        except Conflict:
            pass
        finally:
            connections.close_all()

    wanted = {row.pk: None for row in rows}
    acts = [partial(awarding.propose, call.pk, wanted, actor=lead)]
    acts += [partial(take, row.case_id, "propose", actor=lead) for row in rows]
    with ThreadPoolExecutor(len(acts)) as pool:
        list(pool.map(act, acts))
    assert (
        Application.objects.filter(granted__isnull=False, case__state="notice").count() == FITTING
    )
