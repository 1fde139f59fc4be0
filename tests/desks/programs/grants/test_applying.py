"""An application is begun at a topic of an open call, and what cannot be is said in plain words."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from lianqiao.core.cases.models import Case
from lianqiao.core.cases.services.applying import start
from lianqiao.core.cases.services.saving import save
from lianqiao.core.cases.services.submitting import submit
from lianqiao.core.errors import Conflict, Invalid, NotAllowed, NotFound
from lianqiao.core.parties.actors import Role
from lianqiao.desks.programs.grants.models import Application
from lianqiao.desks.programs.grants.services import applying, calls
from tests.cast import organization, person
from tests.desks.programs.grants import told
from tests.desks.programs.grants.told import APPLICATION, BUDGET

SHANGHAI = ZoneInfo("Asia/Shanghai")


def hand_in(case, owner, at=None, **changes):
    """Fill the form in and hand it in, as the applicant does."""
    filing = case.filings.get()
    values = APPLICATION | changes
    seen = dict.fromkeys(values, filing.revision)
    save(actor=owner.actor, filing=filing.pk, values=values, based_on=seen)
    return submit(actor=owner.actor, filing=filing.pk, at=at)


def test_it_begins_with_the_field_of_its_topic(topic, owner):
    case = applying.begin(topic.pk, actor=owner.actor)
    assert case.filings.get().buffer["field"] == "re"
    assert Application.objects.get().topic == topic


def test_a_draft_of_a_colleague_comes_first(topic, owner, host):
    first = applying.begin(topic.pk, actor=owner.actor)
    colleague = person(Role.MEMBER, host)
    with pytest.raises(Conflict, match=first.number):
        applying.begin(topic.pk, actor=colleague.actor)
    assert Case.objects.count() == 1
    applying.begin(topic.pk, actor=colleague.actor, another=True)
    assert Case.objects.count() == 2


def test_what_is_asked_and_calculated_is_handed_in(topic, owner):
    snapshot = hand_in(applying.begin(topic.pk, actor=owner.actor), owner)
    assert snapshot.values["asked"] == "500000.00"
    assert Case.objects.get().state == "check"


# Worked by hand: 150,000 + 100,000 yuan without equipment, so at most 75,000 of indirect costs.
@pytest.mark.parametrize(("indirect", "is_possible"), [("75000.00", True), ("75000.01", False)])
def test_indirect_costs_are_bounded(indirect, is_possible, topic, owner):
    budget = [*BUDGET[:3], {"cost": "indirect", "granted": indirect}]
    case = applying.begin(topic.pk, actor=owner.actor)
    if is_possible:
        assert hand_in(case, owner, budget=budget)
        return
    with pytest.raises(Invalid) as refused:
        hand_in(case, owner, budget=budget)
    assert "7.5 万元" in str(refused.value.fields["budget"])
    assert Case.objects.get().state == "draft"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"months": "37"}, "months"),
        ({"milestones": [{"title": "样机", "month": "25"}]}, "milestones"),
        ({"budget": [{"cost": "labour", "own": "500000.00"}]}, "budget"),
        ({"budget": [{"cost": "labour", "granted": "600000.01", "own": "500000.00"}]}, "budget"),
        # 333,333 of 833,333 yuan are not quite 40 per cent.
        ({"budget": [{"cost": "labour", "granted": "500000.00", "own": "333333.00"}]}, "budget"),
    ],
)
def test_what_goes_against_the_call_is_refused_at_its_field(changes, field, topic, owner):
    with pytest.raises(Invalid) as refused:
        hand_in(applying.begin(topic.pk, actor=owner.actor), owner, **changes)
    assert list(refused.value.fields) == [field]


def moment(day, *clock):
    return datetime.combine(day, datetime.min.time(), SHANGHAI).replace(
        hour=clock[0], minute=clock[1], second=clock[2]
    )


def test_the_last_second_of_the_last_day_is_in_time(topic, owner):
    case = applying.begin(topic.pk, actor=owner.actor)
    hand_in(case, owner, at=moment(topic.call.closes_on, 23, 59, 59))
    assert Case.objects.get().state == "check"


def test_the_second_after_it_is_not(topic, owner):
    case = applying.begin(topic.pk, actor=owner.actor)
    with pytest.raises(Conflict):
        hand_in(case, owner, at=moment(topic.call.closes_on + timedelta(days=1), 0, 0, 0))
    assert Case.objects.get().state == "draft"


@pytest.mark.parametrize("days", [-1, 31])
def test_nothing_begins_before_or_after(days, topic, owner):
    at = timezone.now() + timedelta(days=days)
    with pytest.raises(Conflict):
        applying.begin(topic.pk, actor=owner.actor, at=at)


def test_what_was_sent_back_comes_again_after_the_last_day(topic, owner, lead):
    case = applying.begin(topic.pk, actor=owner.actor)
    hand_in(case, owner)
    told.walk(Case.objects.get(), "send_back", actor=lead)
    hand_in(case, owner, at=timezone.now() + timedelta(days=40), title="改后的题目")
    assert Case.objects.get().state == "check"


def test_an_application_begun_elsewhere_has_no_topic(version, owner):
    case = start(actor=owner.actor, code="rd_grant")
    with pytest.raises(Conflict):
        hand_in(case, owner, field="re")


def test_a_call_that_is_being_written_is_nobodys(version, officer, owner):
    row = calls.write(told.call_data(), actor=officer)
    one = calls.put_topic(row.pk, told.topic_data(), actor=officer)
    with pytest.raises(NotFound):
        applying.begin(one.pk, actor=owner.actor)


def test_a_bank_cannot_apply(topic):
    bank = person(Role.OWNER, organization(kind="bank"))
    with pytest.raises(NotAllowed):
        applying.begin(topic.pk, actor=bank.actor)
