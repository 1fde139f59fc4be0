"""The pages on which a policy is written, approved and explained."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from lianqiao.desks.policies.models import Attachment, Measure, Policy, Stage, Version
from tests.desks.policies.conftest import draft, measure, published, writer

NEW = reverse("policies:new")
FORM = {
    "title": "关于降低企业融资成本的若干措施",
    "issuer": "测试市财政局",
    "level": "city",
    "valid_from": "2026-01-01",
    "topics": ["finance"],
    "audience": ["enterprise"],
    "text": "## 第一条\n\n对小微企业贷款利息给予补贴。\n\n- 甲\n- 乙",
    "interpretation": "贷款利息，补一半。",
}
GRANT = {
    "title": "贷款贴息",
    "summary": "补利息的一半，最高50万元",
    "route": "application",
    "period": "year",
    "cap": "50",
    "budget": "3000.5",
    "notice_days": "5",
    "documents": "贷款合同\n付息凭证（可选）",
    "office": "金融处",
    "address": "示例路2号",
    "telephone": "0532-00000001",
}


def address(name, row, *more):
    return reverse(f"policies:{name}", args=[row.pk, *more])


def test_the_whole_way_from_the_form_to_publication(bureau):
    first, second = writer(bureau), writer(bureau)
    browser = first.client
    assert browser.post(NEW, FORM).status_code == 302
    row = Version.objects.get()
    assert row.text.startswith("<h2>第一条</h2><p>对小微企业")
    assert browser.post(address("measure_new", row), GRANT).status_code == 302
    grant = Measure.objects.get()
    assert (grant.cap, grant.budget) == (50_000_000, 3_000_500_000)
    assert grant.documents == [
        {"name": "贷款合同", "required": True},
        {"name": "付息凭证", "required": False},
    ]
    browser.post(address("submit", row))
    assert (
        address("approval", row)
        in second.client.get(reverse("policies:approvals")).content.decode()
    )
    assert "贷款贴息" in second.client.get(address("approval", row)).content.decode()
    assert browser.post(address("approve", row)).status_code == 403
    assert second.client.post(address("approve", row)).status_code == 302
    row.refresh_from_db()
    assert row.stage == Stage.PUBLISHED


def test_what_is_missing_is_said_when_one_submits(officer):
    row = draft(by=officer, text="", issuer="")
    answer = officer.client.post(address("submit", row), follow=True)
    assert answer.redirect_chain[-1][0] == address("edit", row)
    row.refresh_from_db()
    assert row.stage == Stage.DRAFT


def test_sent_back_with_a_reason(bureau):
    first, second = writer(bureau), writer(bureau)
    row = draft(by=first)
    first.client.post(address("submit", row))
    second.client.post(address("send_back", row), {"reason": ""})
    row.refresh_from_db()
    assert row.stage == Stage.SUBMITTED
    second.client.post(address("send_back", row), {"reason": "第二条金额有误"})
    assert "第二条金额有误" in first.client.get(address("edit", row)).content.decode()


def test_a_draft_keeps_itself_and_warns_of_another_window(officer):
    browser, save = officer.client, reverse("policies:autosave")
    first = browser.post(save, {"title": "关于"}, headers={"HX-Request": "true"})
    state = dict(re.findall(r'name="(version|changed_at)" value="([^"]+)"', first.content.decode()))
    more = {"title": "关于降低", **state}
    assert browser.post(save, more, headers={"HX-Request": "true"}).status_code == 200
    stale = browser.post(save, more | {"title": "旧"}, headers={"HX-Request": "true"})
    assert stale.status_code == 409
    assert Version.objects.get().title == "关于降低"
    assert Policy.objects.count() == 1


def test_two_at_once_see_both_texts_and_lose_none(officer, team_lead):
    row = draft(by=officer)
    old = {"changed_at": row.changed_at.isoformat(), "version": row.pk}
    team_lead.client.post(address("edit", row), FORM | old | {"title": "先存的题目"})
    answer = officer.client.post(address("edit", row), FORM | old | {"title": "后写的题目"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "先存的题目" in page
    assert "后写的题目" in page
    again = re.search(r'name="changed_at" value="([^"]+)"', page)[1]
    mine = FORM | {"title": "后写的题目", "changed_at": again}
    assert officer.client.post(address("edit", row), mine).status_code == 302
    row.refresh_from_db()
    assert row.title == "后写的题目"


def test_wrong_values_are_named_at_their_fields(officer):
    wrong = {"valid_from": "2026-05-01", "valid_to": "2026-04-01", "region": "没有的地方"}
    answer = officer.client.post(NEW, FORM | wrong)
    assert (answer.status_code, set(answer.context["form"].errors)) == (422, {"region"})
    answer = officer.client.post(NEW, FORM | wrong | {"region": ""})
    assert set(answer.context["form"].errors) == {"valid_to"}
    answer = officer.client.post(NEW, FORM | {"level": "district"})
    assert set(answer.context["form"].errors) == {"region"}
    assert not Policy.objects.exists()


def test_a_window_that_closes_before_it_opens_is_refused(officer):
    row = draft(by=officer)
    days = {"opens_on": "2026-05-01", "closes_on": "2026-04-01"}
    answer = officer.client.post(address("measure_new", row), GRANT | days)
    assert (answer.status_code, set(answer.context["form"].errors)) == (422, {"closes_on"})


def test_a_measure_is_changed_without_its_rules_and_taken_out(officer):
    row = draft(measure(), measure(title="乙"), by=officer)
    first, second = row.measures.all()
    page = address("measure_edit", row, first.pk)
    officer.client.post(page, GRANT)
    first.refresh_from_db()
    assert (first.title, first.condition) == ("贷款贴息", "rd_expense(year - 1) >= 500000")
    officer.client.post(address("measure_remove", row, second.pk))
    assert list(row.measures.all()) == [first]


def test_the_page_of_a_measure_says_its_rules_in_words(officer):
    rules = {"condition": "staff(year - 1) >= 20", "payout": "min(tax_paid(year - 1) * 0.5, 30000)"}
    row = draft(measure(**rules), by=officer)
    page = address("measure_edit", row, row.measures.get().pk)
    text = officer.client.get(page, headers={"accept-language": "zh-hans"}).content.decode()
    assert "上年度职工总数不低于20 人" in text
    assert "上年度实缴税金的50%，最高3 万元" in text


@pytest.mark.parametrize("name", ["edit", "submit", "discard", "attach", "measure_new", "guide"])
def test_nobody_else_writes(name, bureau, enterprise_owner, client):
    row = draft(by=writer(bureau))
    for browser in (client, enterprise_owner.client, writer().client):
        assert browser.post(address(name, row), FORM).status_code in {404, 422}
    row.refresh_from_db()
    assert row.stage == Stage.DRAFT


def test_only_a_bureau_writes(enterprise_owner, client):
    # A visitor is asked to sign in first.
    for browser, status in ((client, 302), (enterprise_owner.client, 403)):
        assert browser.get(NEW).status_code == status
        assert browser.get(reverse("policies:approvals")).status_code == status
        assert browser.post(NEW, FORM).status_code == 403


def test_the_preview_shows_cleaned_text(officer):
    text = {"text": "<p>甲</p><script>alert(1)</script>"}
    answer = officer.client.post(reverse("policies:preview"), text)
    assert answer.content.decode().strip() == "<p>甲</p>"


def test_files_come_and_go_with_a_draft(officer, client):
    row = draft(by=officer)
    file = SimpleUploadedFile("附件.pdf", b"%PDF-1.7")
    officer.client.post(address("attach", row), {"file": file})
    found = Attachment.objects.get()
    fetch = address("attachment", row, found.pk)
    assert b"".join(officer.client.get(fetch).streaming_content) == b"%PDF-1.7"
    assert client.get(fetch).status_code == 404
    officer.client.post(address("detach", row, found.pk))
    assert not Attachment.objects.exists()


def test_a_guide_is_due_and_may_come_after_publication(codes, bureau, officer):
    row = published(office=bureau, interpretation="", published_on=date(2026, 11, 2))
    due = officer.client.get(reverse("policies:approvals")).context["guides"]
    # Seven working days after Monday the 2nd: no holiday lies between.
    assert [(one.version, one.due_on) for one in due] == [(row, date(2026, 11, 11))]
    officer.client.post(address("guide", row), {"text": "一句话说清楚"})
    row.refresh_from_db()
    assert row.interpretation == "一句话说清楚"
    assert not officer.client.get(reverse("policies:approvals")).context["guides"]


def test_withdrawn_with_a_reason_that_readers_see(officer, version, client):
    officer.client.post(address("withdraw", version), {"reason": ""})
    version.refresh_from_db()
    assert version.stage == Stage.PUBLISHED
    officer.client.post(address("withdraw", version), {"reason": "上位法已废止"})
    assert "上位法已废止" in client.get(address("version", version)).content.decode()


def test_a_new_version_begins_from_the_page(officer, version):
    answer = officer.client.post(reverse("policies:new_version", args=[version.policy_id]))
    row = Version.objects.get(stage=Stage.DRAFT)
    assert answer.headers["Location"] == address("edit", row)
    assert row.number == 2


def test_a_measure_is_fit_when_scope_standard_and_data_are_there(officer):
    row = draft(measure(), measure(payout=""), measure(condition="", payout=""), by=officer)
    page = officer.client.get(address("edit", row))
    found = [fitness for _measure, fitness in page.context["measures"]]
    assert [(one.has_scope, one.has_standard) for one in found] == [
        (True, True),
        (True, False),
        (False, False),
    ]


def test_lists_of_drafts_ask_a_constant_number_of_queries(officer, django_assert_max_num_queries):
    page, browser = reverse("policies:approvals"), officer.client
    for _number in range(3):
        draft(by=officer)
    browser.get(page)
    with django_assert_max_num_queries(9):
        browser.get(page)
    for _number in range(6):
        draft(by=officer)
    with django_assert_max_num_queries(9):
        browser.get(page)


def test_days_in_the_form_are_those_of_the_version(officer):
    begins = timezone.localdate() + timedelta(days=3)
    page = officer.client.get(address("edit", draft(by=officer, valid_from=begins)))
    assert f'value="{begins:%Y-%m-%d}"' in page.content.decode()
