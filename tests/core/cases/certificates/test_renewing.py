"""Titles follow each other without a gap or an overlap; who lost one by deceit waits."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from lianqiao.core.cases.documents.procedure import Document, flaws
from lianqiao.core.cases.models import Case, Certificate, Message
from lianqiao.core.cases.services import revoke, take
from lianqiao.core.cases.services.applying import start
from lianqiao.core.cases.services.saving import save
from lianqiao.core.cases.services.submitting import submit
from lianqiao.core.errors import Conflict
from lianqiao.core.parties.models import Title
from lianqiao.core.parties.services.calendar import load_working_days
from tests.core.cases import small

FILLED = {"product": "阀门", "staff": "12"}


@pytest.fixture(autouse=True)
def version(db, bureau):
    """A title that can be renewed in its last 180 days, and bars for three years."""
    load_working_days()
    plain = small.document()
    steps = [
        step | {"grants": step["grants"] | {"renews_days": 180, "bars_years": 3}}
        if "grants" in step
        else step
        for step in plain["steps"]
    ]
    states = [
        {**state, "is_final": False} if state["key"] == "granted" else state
        for state in plain["states"]
    ]
    ended = {"key": "ended", "label": small.label("已终止"), "is_final": True}
    end = {"key": "end", "label": small.label("终止"), "sources": ["granted"], "target": "ended"}
    end |= {"by": "lead", "revokes": True}
    return small.published(bureau, states=[*states, ended], steps=[*steps, end])


def applied(owner) -> Case:
    case = start(actor=owner.actor, code="small", today=timezone.localdate())
    filing = case.filings.get()
    save(
        actor=owner.actor, filing=filing.pk, values={"product": "阀门", "staff": "12"}, based_on={}
    )
    submit(actor=owner.actor, filing=filing.pk)
    return case


@pytest.fixture
def held(enterprise_owner, team_lead) -> Certificate:
    case = applied(enterprise_owner)
    take(case.pk, "grant", actor=team_lead.actor)
    return Certificate.objects.select_related("title", "case").get()


def ends(held: Certificate, days: int) -> date:
    """Let a title, granted a while ago, end in so many days."""
    today = timezone.localdate()
    last = today + timedelta(days=days)
    Title.objects.filter(pk=held.title_id).update(
        valid_from=today - timedelta(days=400), valid_to=last
    )
    return last


def test_the_next_title_begins_the_day_after_the_running_one(held, enterprise_owner, team_lead):
    last = ends(held, 30)
    again = applied(enterprise_owner)
    take(again.pk, "grant", actor=team_lead.actor)
    title = Title.objects.exclude(pk=held.title_id).get()
    assert title.valid_from == last + timedelta(days=1)
    assert (title.valid_to + timedelta(days=1)).year == title.valid_from.year + 3


@pytest.mark.parametrize(("days", "may"), [(179, True), (180, False), (-1, True)])
def test_it_is_renewed_in_its_last_180_days(held, enterprise_owner, days, may):
    """With its last day counted, 180 days are left where it ends in 179."""
    ends(held, days)
    page = enterprise_owner.client.get(reverse("cases:start", args=["small"]))
    assert bool(page.context["hindrance"]) != may
    if may:
        assert applied(enterprise_owner).pk
    else:
        with pytest.raises(Conflict):
            applied(enterprise_owner)


def test_a_second_grant_is_refused_where_the_first_runs_long(held, enterprise_owner, team_lead):
    last = ends(held, 30)
    again = applied(enterprise_owner)
    Title.objects.filter(pk=held.title_id).update(valid_to=last + timedelta(days=400))
    with pytest.raises(Conflict):
        take(again.pk, "grant", actor=team_lead.actor)
    assert Title.objects.count() == 1


@pytest.mark.parametrize("bars", [True, False])
def test_who_lost_it_by_deceit_applies_again_after_three_years(
    held, enterprise_owner, team_lead, bars
):
    ends(held, 30)
    draft = start(actor=enterprise_owner.actor, code="small").filings.get()
    save(actor=enterprise_owner.actor, filing=draft.pk, values=FILLED, based_on={})
    revoke(held.pk, actor=team_lead.actor, reason="弄虚作假", bars=bars)
    if not bars:
        assert submit(actor=enterprise_owner.actor, filing=draft.pk).number == 1
        return
    today = timezone.localdate()
    held.refresh_from_db()
    assert held.barred_until is not None
    assert (held.barred_until + timedelta(days=1)).year == today.year + 3
    with pytest.raises(Conflict):
        submit(actor=enterprise_owner.actor, filing=draft.pk)
    with pytest.raises(Conflict):
        start(actor=enterprise_owner.actor, code="small", another=True)
    after = held.barred_until + timedelta(days=1)
    assert start(actor=enterprise_owner.actor, code="small", another=True, today=after).pk


def test_revoking_ends_the_case_and_ending_the_case_revokes(held, enterprise_owner, team_lead):
    ends(held, 30)
    revoke(held.pk, actor=team_lead.actor, reason="企业注销")
    held.case.refresh_from_db()
    assert held.case.state == "ended"
    assert Message.objects.filter(case=held.case, text="企业注销").count() == 1
    again = applied(enterprise_owner)
    take(again.pk, "grant", actor=team_lead.actor)
    today = timezone.localdate()
    Title.objects.filter(pk=held.title_id).update(valid_to=today - timedelta(days=9))
    Title.objects.filter(valid_from=today).update(valid_from=today - timedelta(days=1))
    take(again.pk, "end", actor=team_lead.actor)
    second = Certificate.objects.get(case=again)
    assert (second.revoked_on, second.reason) == (today, "终止")


def test_only_a_lead_takes_a_title_back():
    plain = small.document()
    steps = [
        step | {"revokes": True} if step["by"] == "officer" else step for step in plain["steps"]
    ]
    document = Document.model_validate(small.document(steps=steps))
    assert ("steps.refuse", "revoked_by_others") in set(flaws(document))


def test_the_box_for_deceit_is_on_the_page(held, team_lead):
    ends(held, 30)
    desk = team_lead.client
    page = desk.get(reverse("cases:case", args=[held.case_id])).content.decode()
    assert f'id="bars-{held.pk}"' in page
    desk.post(reverse("cases:revoke", args=[held.pk]), {"reason": "造假", "bars": "on"})
    held.refresh_from_db()
    assert held.barred_until is not None
