"""The centers' procedure ships whole; its cases carry a center from its plan to the register."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from lianqiao.core.cases import files
from lianqiao.core.cases.models import Case, Definition
from lianqiao.core.cases.queries.versions import document
from lianqiao.core.cases.services.applying import open_filing
from lianqiao.core.cases.services.deciding import take
from lianqiao.core.cases.services.saving import save
from lianqiao.core.cases.services.submitting import submit
from lianqiao.core.errors import Invalid
from lianqiao.core.parties.actors import ANYONE, Role
from lianqiao.desks.programs.centers import following
from lianqiao.desks.programs.centers.models import Center, YearlyReport
from lianqiao.desks.programs.centers.services import evaluating
from lianqiao.desks.programs.centers.services.evaluating import CampaignData
from tests.cast import person
from tests.desks.programs.centers import procedure
from tests.desks.programs.centers.procedure import PLAN, PROCEDURE, report, walk


def test_the_file_is_published_without_a_flaw(version):
    assert str(version) == "innovation_center/1"


def test_the_command_reads_the_file(db, bureau):
    out = StringIO()
    call_command("procedures", "import", str(PROCEDURE), "--office", bureau.name, stdout=out)
    assert Definition.objects.get().code == "innovation_center"


def test_every_step_that_the_register_knows_is_in_the_file():
    steps = {step.key for step in files.read(PROCEDURE.read_bytes()).steps}
    assert set(following.ACTS) <= steps


def test_an_approval_begins_the_construction(approved, host):
    row = Center.objects.get()
    assert (row.name, row.field_id, row.region_id) == (PLAN["center_name"], "AM", "370214")
    assert (row.host, row.leader, row.stage, row.case) == (host, "王建国", "building", approved)
    assert list(row.partners.all()) == [host]


def test_three_reports_then_the_register(version, host, lead):
    last = timezone.localdate().year - 1
    case = procedure.judged(version, host, lead, last_year=last)
    assert [row.year for row in YearlyReport.objects.order_by("year")] == [last - 2, last - 1, last]
    assert all(row.snapshot for row in YearlyReport.objects.all())
    take(case.pk, "qualify", actor=lead)
    row = Center.objects.get()
    assert (row.stage, row.grade) == ("registered", "qualified")


def test_who_is_drawn_is_asked_for_evidence_in_the_case(version, host, officer, lead):
    year, by = timezone.localdate().year, timezone.localdate() + timedelta(days=90)
    procedure.judged(version, host, lead, last_year=year - 1)
    row = evaluating.open_campaign(
        CampaignData("综合评估", "comprehensive", year - 1, by), actor=lead
    )
    evaluating.sample(row.pk, 1, actor=officer)
    assert Case.objects.get().state == "evidence_asked"
    evaluating.sample(row.pk, 1, actor=officer)


def test_silence_leads_to_putting_right_and_that_to_removal(approved, applicant, lead):
    for step in ("miss_first", "give_up"):
        walk(approved, step, actor=ANYONE)
    row = Center.objects.get()
    assert (row.stage, row.grade) == ("rectifying", "unqualified")
    assert row.rectify_by == Case.objects.get().due_on
    for step in ("not_rectified", "no_objection"):
        walk(approved, step, actor=ANYONE)
    take(approved.pk, "remove", actor=lead, reason="逾期未整改")
    row = Center.objects.get()
    assert (row.stage, row.events.first().reason) == ("removed", "逾期未整改")


def test_doubts_are_said_of_what_is_being_filled_in(approved, applicant):
    year = timezone.localdate().year
    row = Center.objects.get()
    YearlyReport.objects.create(center=row, year=year - 1, figures={"papers": "10"}, entry=-1)
    register = following.Register()
    assert register.doubts(approved, "yearly", report(year, papers="40")) == []
    [said] = register.doubts(approved, "yearly", report(year, papers="41"))
    assert "41" in said
    assert register.doubts(approved, "yearly", {"report_year": "", "papers": "41"}) == []
    assert register.doubts(approved, "application", PLAN) == []


def test_a_year_of_construction_and_the_notice_have_their_terms(version):
    rules = document(str(version))
    terms = {state.key: state.term for state in rules.states}
    years = [terms[key].working_days for key in ("first_year", "second_year", "third_year")]
    assert all(days == 240 for days in years)
    assert terms["adversarial"].leads_to == "silence"
    assert terms["notice"].working_days == 5


def test_a_report_is_filled_in_and_handed_in_through_its_form(approved, applicant):
    year = timezone.localdate().year
    filing = open_filing(actor=applicant, case=approved.pk)
    given = report(year, staff="9")
    save(actor=applicant, filing=filing.pk, values=given, based_on={})
    with pytest.raises(Invalid) as refused:
        submit(actor=applicant, filing=filing.pk)
    # Ten of nine people do research.
    assert list(refused.value.fields) == ["rd_staff"]
    filing.refresh_from_db()
    seen = {"staff": filing.revision}
    assert not save(
        actor=applicant, filing=filing.pk, values={"staff": "10"}, based_on=seen
    ).clashes
    submit(actor=applicant, filing=filing.pk)
    row = YearlyReport.objects.get()
    assert (row.year, row.center.case) == (year, approved)
    assert Case.objects.get().state == "second_year"


def test_steps_on_the_page_of_a_case_reach_the_register(version, host, lead, bureau):
    case = procedure.judged(version, host, lead, last_year=timezone.localdate().year - 1)
    client = person(Role.TEAM_LEAD, bureau).client
    url = reverse("cases:take", args=[case.pk])
    assert client.post(url, {"step": "qualify"}).status_code == 302
    assert Center.objects.get(case=case).stage == "registered"
