"""Two officers at the same installment: one pays, the other is told."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

from django.db import connections
from django.utils import timezone

from lianqiao.core.cases.models import Case
from lianqiao.core.cases.services.deciding import take
from lianqiao.core.errors import Conflict
from lianqiao.core.ledger.models import Entry
from lianqiao.core.parties.actors import Role
from lianqiao.desks.programs.grants.models import Installment, Project
from lianqiao.desks.programs.grants.services import awarding, paying
from tests import shelf
from tests.cast import actor, organization, person
from tests.desks.programs.grants import told
from tests.desks.programs.grants.projects.conftest import hand_in

BOTH = 2


def running() -> list:
    """Bring a project under way; return two officers of its office."""
    office = organization(kind="bureau")
    officer, lead = actor(Role.OFFICER, office), actor(Role.TEAM_LEAD, office)
    told.published(officer, lead)
    owner = person(Role.OWNER, organization())
    call = told.announced(officer, lead)
    case = told.scored(told.applied(call.topics.get(), owner), 80, lead)
    awarding.propose(call.pk, {case.grant_application.pk: None}, actor=lead)
    case = told.over(Case.objects.get(pk=case.pk))
    today = timezone.localdate()
    values = {
        "starts_on": today.isoformat(),
        "ends_on": (today + timedelta(days=400)).isoformat(),
        "installments": [{"amount": "500000", "due_on": today.isoformat()}],
        "contract_agreed": True,
    }
    hand_in(owner.actor, case, values)
    take(case.pk, "sign", actor=lead)
    return [officer, lead]


def test_an_installment_is_paid_once(committed_db):
    shelf.take(*shelf.ALL)
    officers = running()
    part, gate = Installment.objects.get(), Barrier(BOTH)

    def pay(number):
        try:
            gate.wait(30)
            paying.pay(part.pk, actor=officers[number], reference=f"银行-{number}")
        except Conflict as refused:
            return str(refused)
        finally:
            connections.close_all()
        return ""

    with ThreadPoolExecutor(BOTH) as pool:
        said = sorted(pool.map(pay, range(BOTH)))
    assert said[0] == ""
    assert said[1]
    assert Entry.objects.filter(kind="programs.grant.paid").count() == 1
    assert Project.objects.get().state == "running"
