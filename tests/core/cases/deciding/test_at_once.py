"""Two officers decide at the same moment: one wins, the other is told, nothing is done twice."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connections

from lianqiao.core.cases.models import Case, CaseStep, Certificate
from lianqiao.core.cases.services import take
from lianqiao.core.cases.services.granting import next_number
from lianqiao.core.errors import Conflict
from lianqiao.core.parties.actors import Role
from lianqiao.core.parties.services.calendar import load_working_days
from tests.cast import organization, person
from tests.core.cases import small


def at_once(*acts):
    """Run acts in threads that begin together; return what each gave or raised."""
    gate = Barrier(len(acts))

    def run(act):
        try:
            gate.wait(10)
            return act()
        except Conflict as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_one_decides_and_the_other_is_told(committed_db):
    load_working_days()
    office = organization(kind="bureau")
    lead, officer = person(Role.TEAM_LEAD, office), person(Role.OFFICER, office)
    owner = person(Role.OWNER, organization())
    filed = small.submitted(small.published(office), owner, product="阀门", staff="12")
    case = filed.filing.case_id
    results = at_once(
        lambda: take(case, "grant", actor=lead.actor),
        lambda: take(case, "refuse", actor=officer.actor, reason="材料不实"),
    )
    won = [one for one in results if isinstance(one, Case)]
    told = [one for one in results if isinstance(one, Conflict)]
    assert (len(won), len(told)) == (1, 1)
    now = Case.objects.get(pk=case)
    assert now.state == won[0].state
    assert CaseStep.objects.filter(case=case, name__in=("grant", "refuse")).count() == 1
    assert Certificate.objects.count() == (now.state == "granted")


def test_numbers_taken_at_once_have_no_gap_and_no_double(committed_db):
    taken = at_once(*[lambda: next_number("XW", 2026) for _n in range(8)])
    assert sorted(taken) == [f"XW2026{number:05d}" for number in range(1, 9)]
