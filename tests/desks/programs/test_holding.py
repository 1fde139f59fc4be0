"""What a title asks of its holder: data of each year, big changes, the renewal in time."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from lianqiao.core.cases.models import Message
from lianqiao.core.cases.services import take, take_missed
from lianqiao.core.cases.services.applying import open_filing
from lianqiao.core.cases.services.submitting import step
from lianqiao.core.errors import Conflict, Invalid, NotFound
from lianqiao.core.parties.models import Title
from lianqiao.desks.programs.following import Holding, reported_by
from lianqiao.desks.programs.queries.duties import held_by
from lianqiao.desks.programs.queries.holders import Wanted
from lianqiao.desks.programs.services.opening import open_data
from lianqiao.desks.programs.services.reminding import remind_of_data, remind_of_end
from tests.desks.programs import titles

DATA = {"revenue": "50000000.00", "rd_expense": "3000000.00", "staff": "100"}
CHANGE = {"kind": "name", "change": "更名", "fits": "yes"}


@pytest.fixture
def owing(innovative):
    """The title as if it had been granted in March of the year before."""
    year = timezone.localdate().year
    Title.objects.filter(pk=innovative.title_id).update(valid_from=date(year - 1, 3, 1))
    innovative.title.refresh_from_db()
    return innovative


def state(certificate) -> str:
    certificate.case.refresh_from_db()
    return certificate.case.state


def test_who_owes_the_data_of_the_year_is_listed_until_they_come(
    innovative, enterprise_owner, officer
):
    year, url = timezone.localdate().year, reverse("programs:duties")
    assert not officer.client.get(url).context["page"].object_list
    Title.objects.filter(pk=innovative.title_id).update(valid_from=date(year - 1, 3, 1))
    page = officer.client.get(url)
    assert [one.pk for one in page.context["page"]] == [innovative.pk]
    assert (page.context["owed"], page.context["due"]) == (1, date(year, 4, 30))
    filing = open_data(innovative.pk, year - 1, actor=enterprise_owner.actor)
    assert filing.period == year - 1
    titles.told(enterprise_owner, filing, **DATA)
    assert officer.client.get(url).context["owed"] == 0
    assert enterprise_owner.client.get(url).status_code == 404


def test_the_firm_opens_each_year_by_itself(owing, enterprise_owner, other_owner):
    today = timezone.localdate()
    page = enterprise_owner.client.get(reverse("programs:mine"))
    [held] = page.context["held"]
    [owed] = held.owed
    assert (owed.year, owed.due, owed.told_on) == (today.year - 1, date(today.year, 4, 30), None)
    assert owed.is_late == (today > date(today.year, 4, 30))
    url = reverse("programs:open_data", args=[owing.pk, owed.year])
    answer = enterprise_owner.client.post(url)
    filing = owing.case.filings.get(form="update", period=owed.year)
    assert answer.url == reverse("cases:filing", args=[filing.pk])
    titles.told(enterprise_owner, filing, **DATA)
    [after] = held_by(enterprise_owner.organization.pk, today)
    assert after.owed[0].told_on == today
    assert state(owing) == "granted"
    assert other_owner.client.post(url).status_code == 404
    with pytest.raises(NotFound):
        open_data(owing.pk, owed.year - 1, actor=enterprise_owner.actor)


def test_while_a_change_is_awaited_no_data_are_opened(owing, enterprise_owner):
    step(actor=enterprise_owner.actor, case=owing.case_id, step="begin_change")
    with pytest.raises(Conflict):
        open_data(owing.pk, timezone.localdate().year - 1, actor=enterprise_owner.actor)


@pytest.mark.parametrize(
    ("day", "due"),
    [
        (date(2026, 1, 10), date(2026, 4, 10)),
        (date(2026, 11, 30), date(2027, 2, 28)),
        (date(2027, 11, 30), date(2028, 2, 29)),
        (date(2026, 12, 1), date(2027, 3, 1)),
        (date(2026, 9, 30), date(2026, 12, 30)),
    ],
)
def test_three_months_after_a_change(day, due):
    """By the calendar; a day that the month has not is its last (民法典 第二百零二条)."""
    assert reported_by(day) == due


def test_a_change_is_reported_and_the_office_decides_that_the_title_stays(
    innovative, enterprise_owner, officer
):
    today = timezone.localdate()
    step(actor=enterprise_owner.actor, case=innovative.case_id, step="begin_change")
    report = open_filing(actor=enterprise_owner.actor, case=innovative.case_id)
    assert (report.form, report.period) == ("change", today.year)
    late = (today - timedelta(days=120)).isoformat()
    titles.told(enterprise_owner, report, **CHANGE, changed_on=late)
    assert state(innovative) == "checking"
    values = report.snapshots.get().values
    [doubt] = Holding().doubts(innovative.case, "change", values)
    assert str(today.year) in doubt
    assert not Holding().doubts(innovative.case, "change", {"changed_on": today.isoformat()})
    take(innovative.case_id, "keep", actor=officer.actor, reason="仍符合条件")
    assert state(innovative) == "granted"


def test_a_report_that_does_not_come_leads_to_the_office_and_may_end_the_title(
    innovative, enterprise_owner, officer, team_lead
):
    take(innovative.case_id, "ask_change", actor=officer.actor, reason="登记信息显示已更名")
    innovative.case.refresh_from_db()
    after = innovative.case.due_on + timedelta(days=1)
    assert list(take_missed(on=innovative.case.due_on)) == []
    assert list(take_missed(on=after)) == [(innovative.case_id, "miss_change")]
    assert state(innovative) == "checking"
    Title.objects.filter(pk=innovative.title_id).update(
        valid_from=timezone.localdate() - timedelta(days=1)
    )
    take(innovative.case_id, "end", actor=team_lead.actor, reason="逾期未报告重大变化")
    innovative.refresh_from_db()
    assert innovative.revoked_on == timezone.localdate()
    assert state(innovative) == "ended"


def test_all_who_owe_data_are_reminded_in_one_press_once_a_day(owing, enterprise_owner, officer):
    url = reverse("programs:remind_of_data")
    assert enterprise_owner.client.post(url).status_code == 404
    officer.client.post(url)
    assert len(mail.outbox) == (1 if enterprise_owner.user.email else 0)
    assert Message.objects.filter(case=owing.case, title__contains="年度数据").count() <= 1
    assert owing.title.reminders.get().on == timezone.localdate()
    with pytest.raises(Invalid):
        remind_of_data(actor=officer.actor)


def test_the_list_that_is_shown_is_reminded_and_nobody_else(owing, officer):
    today, url = timezone.localdate(), reverse("programs:remind_of_end")
    Title.objects.filter(pk=owing.title_id).update(valid_to=today + timedelta(days=89))
    for elsewhere in ({"ends": "90", "title": "little-giant"}, {"ends": ""}, {}):
        with pytest.raises(Invalid):
            remind_of_end(Wanted.from_query(elsewhere, today), actor=officer.actor)
    given = {"ends": "90", "title": "innovative-sme"}
    [row] = officer.client.post(url, given, follow=True).context["page"]
    assert row.reminded == today
    assert Message.objects.filter(case=owing.case).latest("pk").title.count("“") == 1
    # The list of another day is no way to remind twice in one.
    for day in (today, today + timedelta(days=1)):
        with pytest.raises(Invalid):
            remind_of_end(Wanted(day, ends=90), actor=officer.actor)


def test_the_own_page_says_from_when_on_it_can_be_renewed(owing, enterprise_owner):
    today = timezone.localdate()
    Title.objects.filter(pk=owing.title_id).update(valid_to=today + timedelta(days=179))
    page = enterprise_owner.client.get(reverse("programs:mine"))
    assert page.context["held"][0].renewable == today
    assert reverse("cases:start", args=["innovative_sme"]) in page.content.decode()
