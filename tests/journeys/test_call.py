"""A call for research projects: written, published by another, applied for, ranked, awarded."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from tests.journeys.test_center import fill_in, hand_in, is_saved, take, told

pytestmark = pytest.mark.browser

TODAY = datetime.now(ZoneInfo("Asia/Shanghai")).date()
NAME, TITLE = "海水利用应急专项", "浓海水提镁工艺研究"
CALL = {
    "name": NAME,
    "about": "支持浓海水综合利用的工艺研究。",
    "opens_on": TODAY.isoformat(),
    "closes_on": (TODAY + timedelta(days=3)).isoformat(),
    "budget": "120",
    "most": "60",
    "least_own": "40",
    "longest_months": "24",
}
TOPIC = {"key": "E1", "name": "浓海水利用", "about": "提取率提高一成。", "budget": "100"}
APPLICATION = {
    "title": TITLE,
    "months": "24",
    "leader.name": "虚构负责人",
    "leader.phone": "0532-00000000",
    "goals": "提取率提高一成。",
    "approach": "分步结晶。",
    "milestones.0.title": "小试完成",
    "milestones.0.month": "12",
}
BUDGET = "设备费\t20\t\n业务费\t15\t50\n劳务费\t10\t\n间接费用\t{indirect}\t"
"""In 万元: 25 of the direct costs are no equipment, so that 7.5 of indirect ones are possible."""
JUDGED = """
from lianqiao.core.cases.models import Case
from lianqiao.site.demo.people import acting
from tests.desks.programs.grants import told

told.scored(Case.objects.get(pk={case}), 85, acting("lead"))
"""
OVER = """
from lianqiao.core.cases.models import Case
from tests.desks.programs.grants import told

print(told.over(Case.objects.get(pk={case})).grant_project.pk)
"""


def write(officer) -> str:
    """Write a call with a topic; return its address."""
    page = officer.page
    page.goto("/programs/grants/")
    page.click("a[href$='/grants/write/']")
    officer.look()
    fill_in(page, CALL | {"most": "130"})
    page.click("form.panel button[type=submit]")
    expect(page.locator(".summary-of-errors")).to_be_visible()
    page.fill("[name=most]", CALL["most"])
    page.click("form.panel button[type=submit]")
    page.wait_for_url(re.compile(r"/programs/grants/\d+/$"))
    page.click("a[href$='/topics/']")
    fill_in(page, TOPIC)
    page.select_option("[name=field]", "RE")
    page.click("form.panel button[type=submit]")
    page.wait_for_url(re.compile(r"/programs/grants/\d+/$"))
    expect(page.locator("form[action$='/publish/']")).to_have_count(0)
    return page.url


def apply(owner, address: str) -> int:
    """Apply; too much indirect costs is refused in plain words. Return the case."""
    page = owner.page
    page.goto(address)
    owner.look()
    page.click("form[action$='/apply/'] button")
    page.wait_for_url(re.compile("/cases/filings/"))
    expect(page.locator("[name=field]")).to_have_value("re")
    fill_in(page, APPLICATION)
    page.locator("#f-budget .filing__paste summary").click()
    page.fill("#p-budget", BUDGET.format(indirect="8"))
    expect(page.locator("[name='budget.3.granted']")).to_have_value("8")
    page.check("[name=all_true]")
    is_saved(page, "all_true")
    page.click("button[value=submit]")
    expect(page.locator("main")).to_contain_text("7.5 万元")
    owner.look()
    page.fill("[name='budget.3.granted']", "5")
    is_saved(page, "budget")
    hand_in(owner)
    return int(page.url.rstrip("/").rpartition("/")[2])


def test_a_call_leads_to_a_project(house, visit):
    officer, lead, owner = (visit(who) for who in ("officer", "lead", "enterprise"))
    address = write(officer)
    lead.page.goto(address)
    lead.page.click("form[action$='/publish/'] button")
    lead.look()
    case = apply(owner, address)
    told(house, JUDGED.format(case=case))
    lead.page.goto(f"{address}applications/")
    lead.look()
    lead.page.goto(f"{address}ranking/")
    lead.look()
    expect(lead.page.locator("[name=marked]")).to_be_checked()
    lead.page.click("form[action*='/give/'] button[type=submit]")
    lead.page.wait_for_url(re.compile("/ranking/"))
    passer_by = visit(viewport={"width": 360, "height": 800})
    passer_by.page.goto(address)
    expect(passer_by.page.locator("#notice ~ .table-scroll")).to_contain_text(TITLE)
    passer_by.look()
    project = told(house, OVER.format(case=case))
    passer_by.page.goto(f"/programs/grants/projects/{project}/")
    expect(passer_by.page.locator("h1")).to_contain_text(TITLE)
    passer_by.look()


def test_what_was_objected_to_is_decided_anew(house, visit):
    """The office takes an objection in; the money is free again."""
    lead = visit("lead")
    page = lead.page
    page.goto("/programs/grants/?stage=closed")
    page.locator("article h2 a").first.click()
    page.wait_for_url(re.compile(r"/programs/grants/\d+/$"))
    address = page.url
    expect(page.locator("progress")).to_have_attribute("value", "180000000")
    page.goto(f"{address}ranking/")
    page.locator("tbody th a").first.click()
    page.wait_for_url(re.compile(r"/cases/\d+/"))
    case = int(page.url.rstrip("/").rpartition("/")[2])
    take(lead, case, "object", "有单位提出异议，需核实。")
    page.goto(address)
    expect(page.locator("progress")).to_have_attribute("value", "0")
