"""A case's page for its office: what may be done, why not, what the applicant would read."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from lianqiao.core.cases.models import Case, Correction, Remark, Snapshot
from lianqiao.core.cases.services import ask_correction
from tests.core.cases import small


def page(who, case):
    return who.client.get(reverse("cases:case", args=[case.pk]))


def steps(answer) -> dict[str, bool]:
    return {one.step.key: one.is_met for one in answer.context["possible"]}


def test_each_sees_the_steps_of_his_part(small_case, officer, team_lead):
    assert steps(page(officer, small_case)) == {"refuse": True}
    assert steps(page(team_lead, small_case)) == {"grant": True, "refuse": True}


def test_a_condition_that_does_not_hold_says_why(small_version, enterprise_owner, team_lead):
    filed = small.submitted(small_version, enterprise_owner, product="阀门", staff="2")
    [grant, _refuse] = page(team_lead, filed.filing.case).context["possible"]
    [why] = grant.why
    assert (grant.is_met, why.verdict) == (False, False)
    assert "3" in why.text
    assert why.value.startswith("2")


def test_a_message_is_shown_before_it_is_sent(small_case, team_lead):
    [grant, _refuse] = page(team_lead, small_case).context["possible"]
    assert grant.title == "小而优企业认定"
    assert grant.text.startswith(f"{small_case.number}：")


def test_a_step_is_taken_and_the_next_one_is_told(small_case, officer):
    url = reverse("cases:take", args=[small_case.pk])
    assert officer.client.post(url, {"step": "refuse", "reason": "不符"}).status_code == 302
    assert officer.client.post(url, {"step": "refuse", "reason": "不符"}).status_code == 409


@pytest.mark.parametrize(
    ("values", "status"),
    [
        ({"step": "refuse"}, 422),
        ({"step": "refuse", "reason": "\x00 "}, 422),
        ({"step": "refuse", "reason": "长" * 5001}, 422),
        ({"step": "grant"}, 403),
        ({"step": "\x00"}, 404),
        ({}, 404),
    ],
)
def test_what_cannot_be_done_is_refused(small_case, officer, values, status):
    url = reverse("cases:take", args=[small_case.pk])
    assert officer.client.post(url, values).status_code == status


def test_a_case_that_is_not_there_is_not_found(officer):
    assert (
        officer.client.post(reverse("cases:take", args=[987654]), {"step": "x"}).status_code == 404
    )


def test_a_correction_is_asked_for_and_withdrawn_on_the_page(handed_in, officer, enterprise_owner):
    case = handed_in.filing.case
    values = {"filing": handed_in.filing_id, "field": ["staff"], "text": "与社保不符", "days": "5"}
    url = reverse("cases:ask_correction", args=[case.pk])
    assert enterprise_owner.client.post(url, values).status_code == 404
    assert officer.client.post(url, values | {"days": "0"}).status_code == 422
    assert officer.client.post(url, values | {"filing": "x"}).status_code == 404
    assert officer.client.post(url, values).status_code == 302
    answer = page(officer, case)
    assert (answer.context["possible"], answer.context["asked_fields"]) == ([], ["职工人数"])
    made = Correction.objects.get()
    assert case.messages.get().text == "与社保不符"
    back = reverse("cases:withdraw_correction", args=[made.pk])
    assert enterprise_owner.client.post(back).status_code == 404
    assert officer.client.post(back).status_code == 302
    assert steps(page(officer, case)) == {"refuse": True}


def test_what_changed_since_the_last_time_is_marked(handed_in, officer):
    values = handed_in.values | {"staff": "15"}
    Snapshot.objects.create(
        filing=handed_in.filing,
        number=2,
        procedure=handed_in.procedure,
        values=values,
        sha256="1" * 64,
        at=timezone.now(),
    )
    [(_filed, fields)] = page(officer, handed_in.filing.case).context["changed"]
    [field] = fields
    assert field.label == "职工人数"
    assert (field.before[:2], field.now[:2]) == ("12", "15")


def test_notes_of_the_office_are_never_shown_to_the_applicant(
    small_case, officer, enterprise_owner
):
    url = reverse("cases:remark", args=[small_case.pk])
    officer.client.post(url, {"text": "内部疑问甲", "private": "1"})
    officer.client.post(url, {"text": "请留意乙"})
    assert Remark.objects.filter(is_private=True).count() == 1
    theirs = page(enterprise_owner, small_case).content.decode()
    assert "请留意乙" in theirs
    assert "内部疑问甲" not in theirs
    assert "内部疑问甲" in page(officer, small_case).content.decode()


def test_the_page_of_another_office_or_firm_is_not_there(small_case, other_owner, bank):
    for who in (other_owner, bank):
        assert page(who, small_case).status_code == 404


def test_a_missed_correction_is_said_so(handed_in, officer):
    ask_correction(
        handed_in.filing_id,
        ["staff"],
        "人数",
        working_days=1,
        actor=officer.actor,
        today=date(2026, 1, 5),
    )
    case = Case.objects.get(pk=handed_in.filing.case_id)
    assert b"message--error" in page(officer, case).content
