"""Pages of projects: the register, a project as each may see it, the office's desk, the API."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from lianqiao.core.cases.services.deciding import take
from lianqiao.core.errors import Conflict, Invalid, NotAllowed
from lianqiao.core.parties.actors import Role
from lianqiao.core.parties.models import User
from lianqiao.desks.programs.grants.services import closing, paying
from tests.cast import actor
from tests.desks.programs.grants.projects.conftest import YEAR, YUAN, hand_in

REGISTER = "/programs/grants/projects/"
DESK = "/programs/grants/projects/desk/"
BACKEND = "django.contrib.auth.backends.ModelBackend"


def browser(who=None):
    client = Client()
    if who:
        client.force_login(User.objects.get(pk=who.user), backend=BACKEND)
    return client


def text(page, who=None, status=200):
    answer = browser(who).get(page)
    assert answer.status_code == status
    return answer.content.decode()


def test_everybody_reads_the_register(running):
    page = text(REGISTER)
    assert "深海采样装备研制" in page
    assert "80 万元" in page
    assert "深海采样装备研制" not in text(REGISTER + "?state=ended")
    assert "深海采样装备研制" in text(f"{REGISTER}?year={YEAR - 1}&district=370212&q=深海")
    assert text(REGISTER + "?topic=x&year=%00&page=99&q=%00&district=９")


def test_the_register_comes_as_a_file_as_it_is_narrowed(running):
    found = b"".join(browser().get(REGISTER + "export.xlsx"))
    heads, row = load_workbook(BytesIO(found)).active.iter_rows(values_only=True)
    values = dict(zip(heads, row, strict=True))
    assert values["财政资助（元）"] == 800_000
    assert values["承担单位"] == "青岛深蓝装备有限公司"
    lines = b"".join(browser().get(REGISTER + "export.csv?state=ended")).decode("utf-8-sig")
    assert len(lines.strip().splitlines()) == 1


def test_as_many_queries_for_twenty_projects_as_for_one(
    running, topic, django_assert_max_num_queries
):
    with django_assert_max_num_queries(16):
        text(REGISTER)


def test_money_inside_is_open_to_host_and_office_alone(reported, owner, officer, other_owner):
    page = f"{REGISTER}{reported.pk}/"
    for who in (owner, officer):
        assert "样机已完成" in text(page, who)
    for who in (None, other_owner.actor, actor(Role.OFFICER)):
        found = text(page, who)
        assert "样机已完成" not in found
        assert "样机试制" in found


def test_there_is_no_project_of_another_number(db):
    text(REGISTER + "999999/", status=404)
    text("/programs/grants/projects/pay/999999/", status=404)
    text("/programs/grants/projects/burn/1/", status=404)


def test_the_office_pays_what_is_due_and_nothing_else(reported, officer, owner, other_owner):
    first, second, _last = reported.installments.all()
    assert text(DESK, officer).count("projects/pay/") == 1
    page = f"/programs/grants/projects/pay/{first.pk}/"
    for who in (None, owner, other_owner.actor, actor(Role.TEAM_LEAD)):
        text(page, who, status=404)
    client = browser(officer)
    assert client.post(page, {"reference": ""}).status_code == 422
    assert client.post(page, {"reference": "银行-1"}).status_code == 302
    assert client.post(page, {"reference": "银行-2"}).status_code == 409
    early = f"/programs/grants/projects/pay/{second.pk}/"
    assert client.post(early, {"reference": "银行-2"}).status_code == 409
    paying.meet(reported.milestones.first().pk, actor=officer)
    assert text(DESK, officer).count("projects/pay/") == 1


def test_who_may_pay_and_meet(reported, officer, owner):
    part, one = reported.installments.first(), reported.milestones.first()
    for who in (owner, actor(Role.ADMINISTRATOR)):
        with pytest.raises(NotAllowed):
            paying.pay(part.pk, actor=who, reference="x")
        with pytest.raises(NotAllowed):
            paying.meet(one.pk, actor=who)
    tomorrow = timezone.localdate() + timezone.timedelta(days=1)
    with pytest.raises(Invalid):
        paying.pay(part.pk, actor=officer, reference="x", on=tomorrow)


def test_a_milestone_needs_something_filed_that_shows_it(running, officer):
    with pytest.raises(Conflict):
        paying.meet(running.milestones.first().pk, actor=officer)


def test_the_desk_is_for_offices(running, owner):
    for who in (None, owner):
        text(DESK, who, status=404)
    assert "深海采样装备研制" not in text(DESK, actor(Role.OFFICER))


def test_the_desk_lists_what_waits(reported, case, owner, officer, lead):
    assert "样机试制" in text(DESK, officer)
    take(case.pk, "begin_acceptance", actor=owner)
    hand_in(owner, case, {"results": "完成", "effect": "转化"})
    assert f"/cases/{case.pk}/" in text(DESK, officer)
    paying.pay(reported.installments.first().pk, actor=officer, reference="银行-1")
    take(case.pk, "fail", actor=lead, reason="未完成")
    back = reported.paybacks.get()
    page = f"/programs/grants/projects/paid-back/{back.pk}/"
    assert page in text(DESK, officer)
    assert browser(officer).post(page, {"reference": "回款-1"}).status_code == 302
    assert page not in text(DESK, officer)


def test_more_than_what_is_left_can_be_asked_back(reported, case, officer, lead):
    paying.pay(reported.installments.first().pk, actor=officer, reference="银行-1")
    take(case.pk, "stop", actor=lead, reason="挪用")
    closing.paid_back(reported.paybacks.get().pk, actor=officer, reference="回款-1")
    page = f"/programs/grants/projects/demand/{reported.pk}/"
    wrong = {"amount": "250000.01", "reason": "支出不合规"}
    assert browser(officer).post(page, wrong).status_code == 422
    assert browser(officer).post(page, wrong | {"amount": "250000"}).status_code == 302
    assert reported.paybacks.first().amount == 250_000 * YUAN
    assert browser(officer).post(page, wrong | {"amount": "1"}).status_code == 409


def test_the_api_reads_calls_and_projects(running):
    [row] = browser().get(f"/api/grants/projects?year={YEAR - 1}&state=running").json()
    assert (row["granted"], row["paid"], row["state"]) == ("800000.00", "0.00", "running")
    one = browser().get(f"/api/grants/projects/{running.pk}").json()
    assert [part["amount"] for part in one["installments"]] == [
        "400000.00",
        "240000.00",
        "160000.00",
    ]
    assert one["installments"][1]["milestone"] == 1
    assert browser().get("/api/grants/projects/999999").status_code == 404
    assert browser().get("/api/grants/projects?state=gone").status_code == 422
    # The call of these tests is still being written, so nobody reads it.
    assert browser().get("/api/grants/calls").json() == []
    assert browser().get(f"/api/grants/calls/{running.topic.call_id}").status_code == 404


def test_a_step_is_taken_on_the_page_of_the_case(running, case, lead):
    page = f"/cases/{case.pk}/take/"
    done = browser(lead).post(page, {"step": "stop", "reason": "技术路线不可行"})
    assert done.status_code == 302
    running.refresh_from_db()
    assert running.state == "ended"
