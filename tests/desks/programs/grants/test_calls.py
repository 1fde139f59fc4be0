"""A call is written by one and published by another; then it stays, but for a later last day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from lianqiao.core.errors import Conflict, Invalid, NotAllowed, NotFound
from lianqiao.core.ledger.models import Entry
from lianqiao.core.parties.actors import Role
from lianqiao.desks.programs.grants.models import Call, CallStage, Extension, Topic
from lianqiao.desks.programs.grants.services import announcing, calls
from tests.cast import actor
from tests.desks.programs.grants import told
from tests.desks.programs.grants.told import WAN

Stage = CallStage


@pytest.fixture
def draft(officer):
    row = calls.write(told.call_data(), actor=officer)
    calls.put_topic(row.pk, told.topic_data(), actor=officer)
    return row


@pytest.mark.parametrize(
    ("day", "stage"),
    [
        (date(2026, 2, 28), Stage.COMING),
        (date(2026, 3, 1), Stage.OPEN),
        (date(2026, 3, 31), Stage.OPEN),
        (date(2026, 4, 1), Stage.CLOSED),
    ],
)
def test_both_days_of_a_call_are_open_whole(day, stage):
    row = Call(opens_on=date(2026, 3, 1), closes_on=date(2026, 3, 31), state="published")
    assert row.stage(day) == stage


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": " "}, "name"),
        ({"about": ""}, "about"),
        ({"closes_on": timezone.localdate() - timedelta(days=1)}, "closes_on"),
        ({"most": 101 * WAN}, "most"),
        ({"budget": 0}, "budget"),
        ({"least_own": 96}, "least_own"),
        ({"longest_months": 0}, "longest_months"),
        ({"year": 1999}, "year"),
    ],
)
def test_what_a_call_cannot_be(changes, field, officer):
    with pytest.raises(Invalid) as refused:
        calls.write(told.call_data(**changes), actor=officer)
    assert field in refused.value.fields


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"key": "甲"}, "key"),
        ({"name": ""}, "name"),
        ({"field": "XX"}, "field"),
        ({"budget": 0}, "budget"),
    ],
)
def test_what_a_topic_cannot_be(changes, field, draft, officer):
    with pytest.raises(Invalid) as refused:
        calls.put_topic(draft.pk, told.topic_data(**{"key": "B1"} | changes), actor=officer)
    assert field in refused.value.fields


def test_topics_have_no_more_money_than_the_call(draft, officer):
    with pytest.raises(Invalid) as refused:
        calls.put_topic(draft.pk, told.topic_data(key="B1", budget=1), actor=officer)
    assert "budget" in refused.value.fields
    with pytest.raises(Invalid) as refused:
        calls.write(told.call_data(budget=99 * WAN), actor=officer, call=draft.pk)
    assert "budget" in refused.value.fields


def test_a_topic_is_written_anew_and_taken_out(draft, officer):
    one = draft.topics.get()
    calls.put_topic(draft.pk, told.topic_data(name="膜"), actor=officer, topic=one.pk)
    assert draft.topics.get().name == "膜"
    calls.drop_topic(draft.pk, one.pk, actor=officer)
    assert not draft.topics.exists()


def test_who_wrote_it_last_does_not_publish_it(draft, lead, bureau):
    calls.write(told.call_data(name="改名"), actor=lead, call=draft.pk)
    with pytest.raises(Conflict):
        announcing.publish(draft.pk, actor=lead)
    row = announcing.publish(draft.pk, actor=actor(Role.TEAM_LEAD, bureau))
    assert row.state == "published"
    entry = Entry.objects.get(kind="programs.call.published")
    assert (entry.subject_id, entry.quantities) == (row.pk, {"amount": ["1000000.00", "CNY"]})


def test_the_database_wants_two_people_as_well(draft):
    with pytest.raises(IntegrityError), transaction.atomic():
        Call.objects.filter(pk=draft.pk).update(
            state="published", published_by=draft.written_by, published_at=timezone.now()
        )


def test_an_officer_does_not_publish_and_a_stranger_finds_nothing(draft, officer, owner, bureau):
    with pytest.raises(NotAllowed):
        announcing.publish(draft.pk, actor=actor(Role.OFFICER, bureau))
    for stranger in (owner.actor, actor(Role.TEAM_LEAD)):
        with pytest.raises(NotFound):
            announcing.publish(draft.pk, actor=stranger)
    with pytest.raises(NotAllowed):
        calls.write(told.call_data(), actor=owner.actor)


def test_a_call_without_topics_or_over_already_is_not_published(officer, lead):
    row = calls.write(told.call_data(), actor=officer)
    with pytest.raises(Conflict):
        announcing.publish(row.pk, actor=lead)
    past = timezone.localdate() - timedelta(days=9)
    old = calls.write(
        told.call_data(name="旧", opens_on=past, closes_on=past + timedelta(days=1)), actor=officer
    )
    calls.put_topic(old.pk, told.topic_data(), actor=officer)
    with pytest.raises(Conflict):
        announcing.publish(old.pk, actor=lead)


def test_what_is_published_stays(call, officer):
    with pytest.raises(Conflict):
        calls.write(told.call_data(), actor=officer, call=call.pk)
    with pytest.raises(Conflict):
        calls.drop_topic(call.pk, call.topics.get().pk, actor=officer)


@pytest.mark.parametrize(
    "change",
    [
        lambda call: Call.objects.filter(pk=call.pk).update(budget=200 * WAN),
        lambda call: Call.objects.filter(pk=call.pk).update(state="draft"),
        lambda call: Call.objects.filter(pk=call.pk).update(closes_on=date(2099, 1, 1)),
        lambda call: Call.objects.filter(pk=call.pk).delete(),
        lambda call: Topic.objects.filter(call=call).update(budget=1),
        lambda call: Topic.objects.filter(call=call).delete(),
        lambda call: Topic.objects.create(
            call=call, key="Z", name="z", about="z", field_id="RE", budget=1
        ),
    ],
)
def test_the_database_holds_what_is_published(change, call):
    with pytest.raises(DatabaseError), transaction.atomic():
        change(call)


def test_a_later_last_day_has_its_reason(call, lead):
    later = call.closes_on + timedelta(days=10)
    row = announcing.extend(call.pk, later, reason="系统检修", actor=lead)
    assert row.closes_on == later
    told_ = Extension.objects.get()
    assert (told_.old, told_.new, told_.reason) == (call.closes_on, later, "系统检修")
    assert Entry.objects.filter(kind="programs.call.extended", subject_id=call.pk).exists()
    with pytest.raises(DatabaseError), transaction.atomic():
        Extension.objects.update(reason="别的")


@pytest.mark.parametrize(("days", "reason"), [(0, "同一天"), (-1, "提前"), (5, " ")])
def test_no_earlier_day_and_none_without_a_reason(days, reason, call, lead):
    with pytest.raises(Invalid):
        announcing.extend(call.pk, call.closes_on + timedelta(days=days), reason=reason, actor=lead)


def test_an_open_call_is_not_decided(call, lead):
    with pytest.raises(Conflict):
        announcing.decide(call.pk, actor=lead)


def test_decided_when_nothing_waits_any_more(proposed, call, lead):
    over = timezone.now() + timedelta(days=40)
    with pytest.raises(Conflict, match="1"):
        announcing.decide(call.pk, actor=lead, at=over)
    told.over(proposed)
    announcing.decide(call.pk, actor=lead, at=over)
    entry = Entry.objects.get(kind="programs.call.decided")
    assert entry.quantities == {"amount": ["500000.00", "CNY"]}
