"""Money of a topic: kept for a notice, set free again, awarded; never more than there is."""

from __future__ import annotations

import pytest

from lianqiao.core.cases.models import Filing
from lianqiao.core.errors import Conflict, Invalid, NotAllowed, NotFound
from lianqiao.core.ledger.models import Entry
from lianqiao.core.parties.actors import Role
from lianqiao.desks.programs.grants.models import Application, Project
from lianqiao.desks.programs.grants.services import awarding
from tests.cast import actor
from tests.desks.programs.grants import told
from tests.desks.programs.grants.told import WAN


def application(case):
    return Application.objects.get(case=case)


def test_a_notice_that_is_over_makes_a_project(awarded, host, topic):
    row = Project.objects.get()
    assert (row.case, row.topic, row.host, row.title) == (
        awarded,
        topic,
        host,
        told.APPLICATION["title"],
    )
    assert (row.granted, row.leader, row.state) == (50 * WAN, "王建国", "awarded")
    assert (awarded.state, row.number) == ("contract", f"KJ-{row.awarded_on.year}00001")
    entry = Entry.objects.get(kind="programs.grant.awarded")
    assert entry.subject_id == row.pk
    assert entry.quantities == {"amount": ["500000.00", "CNY"]}


def test_the_contract_begins_with_what_the_application_said(awarded):
    kept = Filing.objects.get(case=awarded, form="contract").buffer
    assert kept["budget"] == told.BUDGET
    assert [one["title"] for one in kept["milestones"]] == ["样机定型"]


def test_less_can_be_granted_than_was_asked(applied, call, lead):
    case = told.scored(applied, 80, lead)
    awarding.propose(call.pk, {application(case).pk: 30 * WAN}, actor=lead)
    assert application(case).granted == 30 * WAN
    told.over(application(case).case)
    assert Project.objects.get().granted == 30 * WAN


def test_more_than_was_asked_is_refused(applied, call, lead):
    case = told.scored(applied, 80, lead)
    with pytest.raises(Invalid, match=case.number):
        awarding.propose(call.pk, {application(case).pk: 51 * WAN}, actor=lead)


def test_a_score_below_sixty_is_not_proposed(applied, call, lead):
    case = told.scored(applied, 59, lead)
    with pytest.raises(Invalid):
        awarding.propose(call.pk, {application(case).pk: None}, actor=lead)
    assert application(case).granted is None


def test_all_or_none_when_a_topic_has_not_enough(call, topic, owner, lead):
    cases = [told.scored(told.applied(topic, owner), 80, lead) for _number in range(3)]
    wanted = {application(case).pk: None for case in cases}
    with pytest.raises(Conflict, match=str(topic)):
        awarding.propose(call.pk, wanted, actor=lead)
    assert not Application.objects.filter(granted__isnull=False).exists()
    awarding.propose(call.pk, dict(list(wanted.items())[:2]), actor=lead)
    assert Application.objects.filter(granted=50 * WAN).count() == 2


@pytest.mark.parametrize("then", ["object", "award"])
def test_money_that_is_set_free_can_be_given_again(then, proposed, call, topic, owner, lead):
    others = [told.scored(told.applied(topic, owner), 80, lead) for _number in range(2)]
    rest = {application(case).pk: None for case in others}
    with pytest.raises(Conflict):
        awarding.propose(call.pk, rest, actor=lead)
    if then == "object":
        told.walk(proposed, "object", actor=lead)
    else:
        case = told.over(proposed)
        told.walk(case, "lapse_award", actor=lead)
    awarding.propose(call.pk, rest, actor=lead)
    assert Application.objects.filter(case__in=others, granted=50 * WAN).count() == 2


def test_an_application_of_no_topic_is_not_awarded(applied, lead):
    case = told.scored(applied, 80, lead)
    Application.objects.filter(case=case).delete()
    with pytest.raises(Conflict):
        told.walk(case, "propose", actor=lead)


def test_only_a_lead_of_the_office_proposes(applied, call, lead, officer, owner):
    wanted = {application(told.scored(applied, 80, lead)).pk: None}
    with pytest.raises(NotAllowed):
        awarding.propose(call.pk, wanted, actor=officer)
    for stranger in (owner.actor, actor(Role.TEAM_LEAD)):
        with pytest.raises(NotFound):
            awarding.propose(call.pk, wanted, actor=stranger)
