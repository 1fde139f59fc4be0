"""Which yearly reports a center owes, how its host fills one in, how the office reminds of them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lianqiao.core.cases.services.deciding import take
from lianqiao.core.cases.services.saving import save
from lianqiao.core.cases.services.submitting import submit
from lianqiao.core.errors import Conflict, Invalid, NotAllowed, NotFound
from lianqiao.core.parties.actors import Role
from lianqiao.core.parties.models import User
from lianqiao.desks.programs.centers import services
from lianqiao.desks.programs.centers.models import Center, YearlyReport
from lianqiao.desks.programs.centers.queries import duties as queries
from lianqiao.desks.programs.centers.services import filing, reminding
from tests.cast import person
from tests.desks.programs.centers import procedure
from tests.desks.programs.centers.conftest import data

NOW = 2026
TODAY = date(NOW, 11, 26)


@pytest.fixture
def registered_case(version, host, lead):
    """A case whose center came into the register with the reports of three years."""
    case = procedure.judged(version, host, lead, last_year=timezone.localdate().year - 1)
    return take(case.pk, "qualify", actor=lead)


@pytest.fixture
def center(registered_case):
    return Center.objects.select_related("case").get(case=registered_case)


def typed(year, **figures):
    return procedure.report(year, **figures)


def handed_in(center, year, owner, **figures):
    """Fill the report of a year in and hand it in."""
    row = filing.open_report(center.pk, year, actor=owner)
    values = typed(year, **figures)
    save(actor=owner, filing=row.pk, values=values, based_on=dict.fromkeys(values, row.revision))
    return submit(actor=owner, filing=row.pk)


def test_each_year_since_the_approval_has_a_report(center, applicant):
    year = timezone.localdate().year
    found = queries.duties(center, date(year, 11, 26))
    assert [one.year for one in found] == [year, year - 1, year - 2, year - 3]
    # 31 March of the year after, as operating.json says.
    assert found[0].due == date(year + 1, 3, 31)
    assert [one.report is None for one in found] == [True, False, False, False]
    assert all(one.is_open for one in found)
    assert not found[0].is_late
    [later, *_rest] = queries.duties(center, date(year + 1, 4, 1))[1:]
    assert later.year == year
    assert later.is_late


def test_the_host_fills_in_the_report_of_a_year(center, applicant):
    year = timezone.localdate().year
    row = filing.open_report(center.pk, year, actor=applicant)
    assert (row.period, row.form) == (year, "yearly")
    row.refresh_from_db()
    assert row.buffer["report_year"] == str(year)
    assert filing.open_report(center.pk, year, actor=applicant) == row
    assert queries.duties(center, timezone.localdate())[0].is_begun
    handed_in(center, year, applicant, papers="12")
    assert YearlyReport.objects.get(year=year).figures["papers"] == "12"
    handed_in(center, year, applicant, papers="13")
    assert YearlyReport.objects.get(year=year).figures["papers"] == "13"


def test_a_report_is_of_the_year_of_its_form(center, applicant):
    year = timezone.localdate().year
    row = filing.open_report(center.pk, year, actor=applicant)
    values = typed(year - 1)
    save(actor=applicant, filing=row.pk, values=values, based_on=dict.fromkeys(values, 99))
    with pytest.raises(Invalid) as refused:
        submit(actor=applicant, filing=row.pk)
    assert list(refused.value.fields) == ["report_year"]


def test_a_stranger_opens_no_report(center, applicant, officer, enterprise_owner):
    year = timezone.localdate().year
    for stranger in (officer, enterprise_owner.actor):
        with pytest.raises(NotFound):
            filing.open_report(center.pk, year, actor=stranger)
    with pytest.raises(NotFound):
        filing.open_report(center.pk, year + 1, actor=applicant)


def test_while_a_center_is_built_its_case_sets_the_day_and_the_order(approved, applicant):
    year = timezone.localdate().year
    soon = date(year + 1, 1, 10)
    row = Center.objects.select_related("case").get(case=approved)
    this, before = queries.duties(row, soon)
    assert (before.year, before.due, before.is_open) == (year, approved.due_on, True)
    assert not this.is_open
    [*_later, first] = queries.duties(row, approved.due_on + timedelta(days=60))
    assert (first.is_late, first.is_open) == (True, False)
    handed_in(row, year, applicant)
    row = Center.objects.select_related("case").get(pk=row.pk)
    assert row.case.state == "second_year"
    this, before = queries.duties(row, soon)
    assert (this.is_open, before.is_open) == (True, False)
    with pytest.raises(Conflict):
        filing.open_report(row.pk, year, actor=applicant)


def test_a_year_of_construction_is_reported_once(approved, applicant, lead):
    year = timezone.localdate().year
    procedure.file_in(approved, "yearly", procedure.report(year))
    case = procedure.walk(approved, "report_first", actor=applicant)
    procedure.file_in(approved, "yearly", procedure.report(year))
    with pytest.raises(Invalid):
        procedure.walk(case, "report_second", actor=applicant)


def test_all_that_owe_a_report_are_reminded_with_one_letter_for_each_host(
    center, host, applicant, officer, enterprise
):
    year = timezone.localdate().year
    User.objects.filter(pk=applicant.user).update(email="owner@deepblue.example")
    for number, home in enumerate((host, host, enterprise)):
        services.enter_many([data(home, name=f"另一中心{number}")], actor=officer)
    services.enter_many([data(host, name="明年的", approved_on=TODAY)], actor=officer)
    assert queries.owing(year).count() == 5
    assert queries.owing(year - 1).count() == 3
    done = reminding.remind_all(year, actor=officer)
    assert (done.centers, done.letters) == (5, 1)
    [letter] = mail.outbox
    assert letter.to == ["owner@deepblue.example"]
    assert f"4 份 {year}" in letter.subject or f"4 yearly reports of {year}" in letter.subject
    assert center.case.messages.first().text
    with pytest.raises(Invalid):
        reminding.remind_all(year, actor=officer)
    with pytest.raises(NotAllowed):
        reminding.remind_all(year, actor=applicant)


def test_a_mail_server_that_fails_loses_no_reminder(center, officer, applicant, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    User.objects.filter(pk=applicant.user).update(email="owner@deepblue.example")
    done = reminding.remind_all(timezone.localdate().year, actor=officer)
    assert (done.centers, done.letters) == (1, 0)
    assert str(timezone.localdate().year) in center.case.messages.first().title


def test_the_pages_of_reports(center, host, bureau, django_assert_max_num_queries):
    year = timezone.localdate().year
    officer, owner = person(Role.OFFICER, bureau).client, person(Role.OWNER, host).client
    page = reverse("centers:center", args=[center.pk])
    assert len(owner.get(page).context["duties"]) == 4
    assert len(officer.get(page).context["duties"]) == 4
    assert Client().get(page).context["duties"] == []
    opened = owner.post(reverse("centers:open_report", args=[center.pk, year]))
    assert opened.status_code == 302
    assert officer.post(reverse("centers:open_report", args=[center.pk, year])).status_code == 404
    owing, remind = reverse("centers:owing"), reverse("centers:remind")
    assert owner.get(owing).status_code == 404
    assert Client().post(remind, {"year": year}).status_code == 404
    assert [one.name for one in officer.get(owing, {"year": year}).context["page"]] == [center.name]
    assert officer.get(owing, {"year": year - 1}).context["page"].object_list.count() == 0
    assert officer.get(owing, {"year": "1900"}).status_code == 404
    assert officer.post(remind, {"year": year}).status_code == 302
    assert officer.post(remind, {"year": year}).status_code == 422
    assert officer.get(owing, {"year": year}).context["page"][0].reminded == timezone.localdate()


def test_the_page_of_the_case_asks_for_the_year_that_is_missing(center, host):
    year = timezone.localdate().year
    client = person(Role.OWNER, host).client
    page = reverse("cases:case", args=[center.case.pk])
    found = client.get(page).context
    assert (found["to_open"], found["open_filings"]) == ("yearly", [])
    assert [one.label[-4:] for one in found["filed"] if one.filing.form == "yearly"] == [
        str(one) for one in (year - 3, year - 2, year - 1)
    ]
    client.post(reverse("cases:open", args=[center.case.pk]))
    [one] = client.get(page).context["open_filings"]
    assert (one.filing.period, one.filing.buffer["report_year"]) == (year, str(year))
