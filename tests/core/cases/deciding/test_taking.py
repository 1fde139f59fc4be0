"""Steps of a built procedure: who takes them, when, and what they lead to."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from lianqiao.core.cases.models import Case, Certificate, Message
from lianqiao.core.cases.services import take, take_missed
from lianqiao.core.cases.services.granting import last_day, next_number
from lianqiao.core.errors import Conflict, Invalid, NotAllowed, NotFound
from lianqiao.core.ledger.models import Entry
from lianqiao.core.parties.actors import ANYONE
from lianqiao.core.parties.services.calendar import load_working_days
from tests.core.cases import small


@pytest.fixture(autouse=True)
def calendar(db):
    load_working_days()


@pytest.fixture
def snapshot(bureau, enterprise_owner):
    return small.submitted(small.published(bureau), enterprise_owner, product="阀门", staff="12")


@pytest.fixture
def case(snapshot) -> Case:
    return snapshot.filing.case


def test_a_granting_step_gives_the_title_its_certificate_and_a_message(case, team_lead):
    done = take(case.pk, "grant", actor=team_lead.actor, reason="符合条件")
    certificate = Certificate.objects.select_related("title").get(case=case)
    title, day = certificate.title, certificate.issued_on
    assert (done.state, title.organization_id) == ("granted", case.organization_id)
    assert (title.valid_from, title.valid_to) == (day, last_day(day, 3))
    assert certificate.number == title.number == f"XW{day.year}00001"
    message = Message.objects.get(case=case)
    assert (message.title, message.text) == ("小而优企业认定", f"{case.number}：符合条件")
    assert Entry.objects.filter(kind="small.grant", subject_id=case.pk).count() == 1


def test_each_step_is_for_its_part_alone(case, enterprise_owner, officer, other_owner, institute):
    with pytest.raises(NotAllowed):
        take(case.pk, "grant", actor=officer.actor)
    with pytest.raises(NotAllowed):
        take(case.pk, "refuse", actor=enterprise_owner.actor, reason="不")
    for stranger in (other_owner, institute):
        with pytest.raises(NotFound):
            take(case.pk, "refuse", actor=stranger.actor, reason="不")
    with pytest.raises(NotFound):
        take(case.pk, "no_such_step", actor=officer.actor)
    case.refresh_from_db()
    assert case.state == "submitted"


@pytest.mark.parametrize(("staff", "may"), [("2", False), ("3", True), (None, False)])
def test_a_condition_is_judged_on_what_was_filed(bureau, enterprise_owner, team_lead, staff, may):
    values = {"product": "阀门"} | ({"staff": staff} if staff else {})
    filed = small.submitted(small.published(bureau), enterprise_owner, **values)
    if may:
        assert take(filed.filing.case_id, "grant", actor=team_lead.actor).state == "granted"
    else:
        with pytest.raises(Invalid, match="staff >= 3"):
            take(filed.filing.case_id, "grant", actor=team_lead.actor)


def test_the_second_to_decide_is_told(case, team_lead, officer):
    take(case.pk, "refuse", actor=officer.actor, reason="材料不实")
    with pytest.raises(Conflict):
        take(case.pk, "grant", actor=team_lead.actor)
    assert not Certificate.objects.exists()


def test_a_title_that_is_held_already_takes_the_whole_step_back(
    bureau, enterprise_owner, team_lead
):
    version = small.published(bureau)
    first, second = (
        small.submitted(version, enterprise_owner, product="阀门", staff="12") for _n in range(2)
    )
    take(first.filing.case_id, "grant", actor=team_lead.actor)
    with pytest.raises(Conflict):
        take(second.filing.case_id, "grant", actor=team_lead.actor)
    assert Case.objects.get(pk=second.filing.case_id).state == "submitted"
    # The number of the attempt is given to the next one: no gap.
    year = Certificate.objects.get().issued_on.year
    assert next_number("XW", year) == f"XW{year}00002"


def test_a_missed_term_leads_where_the_procedure_says_and_only_then(case):
    case.refresh_from_db()
    due = case.due_on
    assert due is not None
    assert list(take_missed(on=due)) == []
    later = date.fromordinal(due.toordinal() + 1)
    assert list(take_missed(on=later)) == [(case.pk, "lapse")]
    assert list(take_missed(on=later)) == []
    case.refresh_from_db()
    assert case.state == "lapsed"


def test_a_case_that_breaks_stops_no_other(bureau, enterprise_owner, other_owner, caplog):
    steps = small.document()["steps"]
    steps[-1]["message"] = {"title": small.label("{nobody}"), "text": small.label("x")}
    broken = small.submitted(small.published(bureau, steps=steps), enterprise_owner, product="x")
    sound = small.submitted(small.published(bureau, number=2), other_owner, product="x")
    later = timezone.localdate() + timedelta(days=60)
    assert list(take_missed(on=later)) == [(sound.filing.case_id, "lapse")]
    assert Case.objects.get(pk=broken.filing.case_id).state == "submitted"
    assert f"case {broken.filing.case_id}" in caplog.text


def test_nobody_but_the_clock_takes_the_clocks_step(case, team_lead, citizen):
    with pytest.raises(NotAllowed):
        take(case.pk, "lapse", actor=team_lead.actor)
    for nobody in (ANYONE, citizen.actor):
        with pytest.raises(NotFound):
            take(case.pk, "lapse", actor=nobody)


def test_a_step_that_files_a_form_is_taken_with_what_is_filed_alone(bureau, enterprise_owner):
    draft = small.opened(small.published(bureau), enterprise_owner)
    with pytest.raises(Invalid):
        take(draft.pk, "submit", actor=enterprise_owner.actor)


def test_what_binds_an_applicant_is_its_owners(bureau, enterprise_owner, enterprise_member):
    steps = [*small.document()["steps"], small.step("stop", "撤回", ["submitted"], "refused")]
    version = small.published(bureau, steps=steps)
    filed = small.submitted(version, enterprise_owner, product="阀门", staff="12")
    with pytest.raises(NotAllowed):
        take(filed.filing.case_id, "stop", actor=enterprise_member.actor)
    assert take(filed.filing.case_id, "stop", actor=enterprise_owner.actor).state == "refused"


# 民法典 article 202: where a month lacks the day, its last day counts.
@pytest.mark.parametrize(
    ("first", "years", "last"),
    [
        (date(2026, 3, 1), 3, date(2029, 2, 28)),
        (date(2024, 2, 29), 1, date(2025, 2, 28)),
        (date(2024, 2, 29), 4, date(2028, 2, 28)),
        (date(2026, 1, 1), 1, date(2026, 12, 31)),
    ],
)
def test_a_title_ends_the_day_before_its_anniversary(first, years, last):
    assert last_day(first, years) == last
