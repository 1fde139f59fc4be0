"""A research project from its contract over payment, report and budget change to its acceptance."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from tests.journeys.test_center import fill_in, hand_in, is_saved, take, told

pytestmark = pytest.mark.browser

TODAY = datetime.now(ZoneInfo("Asia/Shanghai")).date()
MOVED = (
    ("equipment", "20", "0"),
    ("operations", "13", "50"),
    ("labour", "12", "0"),
    ("indirect", "5", "0"),
)
"""The budget as it is to be, in 万元: of the grant, and own funds."""
# The demo's enterprise is awarded 500,000 yuan in the demo's open call, as if experts had seen it
# (test_call.py shows them); prints project and case.
AWARDED = """
from types import SimpleNamespace
from django.db import transaction
from lianqiao.core.cases.models import Case
from lianqiao.core.cases.services.moving import move
from lianqiao.desks.programs.grants.models import Topic
from lianqiao.desks.programs.grants.services import awarding
from lianqiao.site.demo.people import acting
from tests.desks.programs.grants import told

lead, owner = acting("lead"), SimpleNamespace(actor=acting("enterprise"))
topic = Topic.objects.order_by("-call__closes_on", "pk").first()
case = told.applied(topic, owner)
for step in ("pass_check", "conclude", "propose"):
    move(case.pk, step, actor=lead)
with transaction.atomic():
    awarding.promise(case)
case = told.over(Case.objects.get(pk=case.pk))
print(case.grant_project.pk, case.pk)
"""


@pytest.fixture
def awarded(house) -> tuple[int, int]:
    """Return a project whose contract is to be made, and its case."""
    project, case = told(house, AWARDED).split()
    return int(project), int(case)


def opened(owner, case: int) -> None:
    """Open the form that the case waits for."""
    owner.page.goto(f"/cases/{case}/")
    waiting = owner.page.locator(
        "a.button--primary[href*='/filings/'], form[action$='/open/'] button"
    )
    waiting.first.click()
    owner.page.wait_for_url(re.compile("/cases/filings/"))


def own_step(owner, case: int, step: str) -> None:
    """Take a step of the host's that files nothing."""
    page = owner.page
    page.goto(f"/cases/{case}/")
    form = page.locator(f"form:has(input[name=step][value={step}])")
    if not form.locator("button").first.is_visible():
        page.locator(f"details:has(input[name=step][value={step}]) > summary").click()
    form.locator("button").first.click()
    page.wait_for_url(re.compile(f"/cases/{case}/"))


def contract(owner, case: int) -> None:
    """One half of the grant at once, the other with the milestone; too much is refused."""
    page = owner.page
    opened(owner, case)
    page.fill("[name=starts_on]", TODAY.isoformat())
    page.fill("[name=ends_on]", (TODAY + timedelta(days=700)).isoformat())
    rows = f"30\t\t{TODAY.isoformat()}\n25\t1\t"
    page.locator("#f-installments .filing__paste summary").click()
    page.fill("#p-installments", rows)
    expect(page.locator("[name='installments.1.milestone']")).to_have_value("1")
    page.check("[name=contract_agreed]")
    is_saved(page, "contract_agreed")
    page.click("button[value=submit]")
    # 55 are planned, 50 were granted.
    expect(page.locator("main")).to_contain_text("50")
    expect(page.locator(".summary-of-errors, .message--error").first).to_be_visible()
    page.fill("[name='installments.0.amount']", "25")
    is_saved(page, "installments")
    hand_in(owner)


def report(owner, case: int, spent: str) -> None:
    """Report what was spent of the grant this year."""
    page = owner.page
    opened(owner, case)
    fill_in(page, {"report_year": str(TODAY.year), "progress": "样机已定型，节点完成。"})
    page.select_option("[name='spending.0.cost']", "operations")
    page.fill("[name='spending.0.granted']", spent)
    is_saved(page, "spending")
    hand_in(owner)


def change(owner, case: int) -> None:
    """Move money from operations to labour, which the leader decides alone."""
    page = owner.page
    own_step(owner, case, "begin_change")
    opened(owner, case)
    page.fill("[name=change_reason]", "增加试验人员。")
    for number, (cost, granted, own) in enumerate(MOVED):
        if not page.locator(f"[name='budget.{number}.cost']").count():
            page.click("#f-budget [data-add]")
        page.select_option(f"[name='budget.{number}.cost']", cost)
        page.fill(f"[name='budget.{number}.granted']", granted)
        page.fill(f"[name='budget.{number}.own']", own)
    is_saved(page, "budget")
    hand_in(owner)


def pay(officer, project: int, reference: str) -> None:
    """Enter the payment that is due."""
    page = officer.page
    page.goto("/programs/grants/projects/desk/")
    officer.look()
    row = page.locator(f"tr:has(a[href='/programs/grants/projects/{project}/'])")
    row.locator("a[href*='/projects/pay/']").first.click()
    page.fill("#id_reference", reference)
    officer.look()
    page.locator("form.panel button[type=submit]").click()
    page.wait_for_url(re.compile(f"/projects/{project}/$"))
    expect(page.locator("main")).to_contain_text(reference)


def test_a_project_runs_from_its_contract_to_its_end(awarded, visit):
    project, case = awarded
    address = f"/programs/grants/projects/{project}/"
    owner, officer, lead = (visit(who) for who in ("enterprise", "officer", "lead"))
    owner.page.goto(address)
    owner.look()
    contract(owner, case)
    take(lead, case, "sign")
    pay(officer, project, "旅程-1")
    report(owner, case, "10")
    officer.page.goto(address)
    officer.page.locator("a[href*='/projects/meet/']").first.click()
    officer.page.locator("form.panel button[type=submit]").click()
    officer.page.wait_for_url(re.compile(f"{address}$"))
    pay(officer, project, "旅程-2")
    change(owner, case)
    owner.page.goto(address)
    owner.look()
    expect(owner.page.locator("#changes")).to_be_visible()
    own_step(owner, case, "begin_acceptance")
    opened(owner, case)
    fill_in(owner.page, {"results": "全部完成。", "effect": "已在本市转化。"})
    is_saved(owner.page, "effect")
    hand_in(owner)
    take(lead, case, "accept")
    # 400,000 yuan are left: the host reports how it used them, then the project is closed.
    report(owner, case, "50")
    take(officer, case, "close")
    for width in (1280, 360):
        visitor = visit(viewport={"width": width, "height": 800})
        visitor.page.goto(address)
        expect(visitor.page.locator(".badge--ok").first).to_be_visible()
        expect(visitor.page.locator("#money")).to_have_count(0)
        visitor.look()
        visitor.page.goto("/programs/grants/projects/?state=accepted")
        expect(visitor.page.locator(f"a[href='{address}']")).to_be_visible()
        visitor.look()


def test_what_a_stopped_project_has_not_spent_comes_back(awarded, visit):
    project, case = awarded
    owner, officer, lead = (visit(who) for who in ("enterprise", "officer", "lead"))
    contract(owner, case)
    take(lead, case, "sign")
    pay(officer, project, "旅程-3")
    take(lead, case, "stop", "技术路线不可行。")
    page = officer.page
    page.goto("/programs/grants/projects/desk/")
    page.locator(f"tr:has(a[href$='/projects/{project}/']) a[href*='/paid-back/']").click()
    page.fill("#id_reference", "旅程-回款")
    page.locator("form.panel button[type=submit]").click()
    page.wait_for_url(re.compile(f"/projects/{project}/$"))
    expect(page.locator("main")).to_contain_text("旅程-回款")
    take(officer, case, "confirm_paid_back")
