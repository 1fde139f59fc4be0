"""A title: applied for, sent back for a correction, granted, its paper checked by a passer-by."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

LAID_OUT = """
from lianqiao.core.cases.models import Definition
from lianqiao.site.demo import titles
from lianqiao.site.demo.people import acting

if not Definition.objects.filter(code="tech_sme").exists():
    titles.publish(acting("officer"), acting("lead"))
"""

# By 国科发政〔2017〕115号: 20 of 100 staff are 12 points, 5 % of revenue 40, three of class II 18.
FIGURES = {
    "staff_1": "100",
    "revenue_1": "50000000",
    "total_assets_1": "60000000",
    "banned_products": "否",
    "major_accident": "否",
    "rd_staff_1": "20",
    "rd_expense_1": "2500000",
    "costs_1": "45000000",
    "patents_class1": "0",
    "patents_class2": "3",
}


def fill_in(page: Page, **figures: str) -> None:
    """Put figures into the form; those on record are said otherwise."""
    for name, figure in figures.items():
        field = page.locator(f"#f-{name}")
        fold = field.locator("details:has([name]):not([open]) > summary").first
        if fold.count():
            fold.click()
        page.fill(f"[name={name}]", figure)


def is_saved(page: Page, key: str) -> None:
    expect(page.locator(f"#f-{key} [data-state]")).to_have_attribute("data-state", "saved")


def apply(owner) -> str:
    """Fill in an application; the score follows what is saved. Return its case's address."""
    page = owner.page
    page.goto("/cases/apply/tech_sme/")
    if page.locator("#takes-over").count():
        page.uncheck("#takes-over")
    page.locator("aside form button[type=submit]").last.click()
    page.wait_for_url(re.compile("/cases/filings/"))
    page.fill("[name=product]", "工业阀门（虚构）")
    page.fill("[name='contact.name']", "虚构联系人")
    fill_in(page, **FIGURES)
    is_saved(page, "patents_class2")
    scored = page.locator("section[id^=score-]")
    expect(scored).to_contain_text("70")
    fill_in(page, rd_staff_1="10")
    expect(scored).to_contain_text("62", timeout=15_000)
    page.check("[name=true_copy]")
    is_saved(page, "true_copy")
    owner.look()
    page.click("button[value=submit]")
    page.wait_for_url(re.compile(r"/cases/\d+/$"))
    owner.look()
    return page.url


def ask(officer, address: str) -> None:
    """Ask for a correction of one figure."""
    page = officer.page
    page.goto(address)
    expect(page.locator("section[id^=score-]")).to_contain_text("62")
    officer.look()
    page.locator("details:has(input[name=field][value=rd_staff_1]) > summary").click()
    page.check("input[name=field][value=rd_staff_1]")
    page.fill("textarea[name=text]", "科技人员数与附件不一致，请核对。")
    page.locator("form:has(input[name=field]) button[type=submit]").click()
    expect(page.locator("#asked")).to_be_visible()


def correct(owner, address: str) -> None:
    """Put right what was asked for, and nothing else."""
    page = owner.page
    page.goto(address)
    page.locator("a[href*='/cases/filings/']").first.click()
    expect(page.locator("[name=staff_1]")).to_have_count(0)
    fill_in(page, rd_staff_1="20")
    is_saved(page, "rd_staff_1")
    page.click("button[value=submit]")
    page.wait_for_url(address)


def take(visitor, address: str, step: str) -> None:
    """Take a step as the office."""
    page = visitor.page
    page.goto(address)
    form = page.locator(f"details:has(form input[name=step][value={step}])")
    form.locator("> summary").click()
    form.locator("button[type=submit]").click()
    page.wait_for_url(address)


def test_a_firm_applies_is_corrected_and_its_certificate_checks(house, visit):
    done = house.run("shell", "-c", LAID_OUT)
    assert done.returncode == 0, done.stderr
    owner, officer, lead = visit("enterprise"), visit("officer"), visit("lead")
    address = apply(owner)
    ask(officer, address)
    correct(owner, address)
    take(officer, address, "propose")
    take(lead, address, "grant")
    check = lead.page.locator("a[href*='/check/']").first.get_attribute("href")
    reader = visit(viewport={"width": 390, "height": 844})
    reader.page.goto(check or "")
    expect(reader.page.locator("main")).to_contain_text("科技型中小企业")
    expect(reader.page.locator("main")).to_contain_text("KJ")
    reader.look()
