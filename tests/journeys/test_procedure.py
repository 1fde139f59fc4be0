"""A procedure from nothing: an official builds it in the browser, a second one publishes it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

AT = "/cases/procedures/pilot_line/"
# Two experts who can sign in; whoever else is in the pool takes no part meanwhile.
POOL = """
from lianqiao.core.cases.models import Expert
from tests.core.cases.reviews import procedure

Expert.objects.update(is_active=False)
for number, one in enumerate(procedure.experts(2).values(), 1):
    one.user.username = f"pilot{number}"
    one.user.set_password("lianqiao-demo")
    one.user.save()
"""


def begin(page: Page) -> None:
    """Begin from nothing."""
    page.goto("/cases/procedures/")
    page.fill("#label", "中试线共享登记")
    page.fill("#code", "pilot_line")
    page.locator("form:has(#label) button[type=submit]").click()
    page.wait_for_url(f"**{AT}")


def add(page: Page, where: str, name: str, kind: str = "") -> None:
    """Add a part by the small form of its list; its own page opens."""
    form = page.locator(f"form:has(button[name=add][value='{where}'])")
    form.locator("input[name=label]").fill(name)
    if kind:
        form.locator("select[name=kind]").select_option(kind)
    form.locator("button[name=add]").click()
    page.wait_for_url("**/edit/**")


def save(page: Page) -> None:
    """Save a part; the list where it stands opens."""
    page.locator("#part button.button--primary").click()
    page.wait_for_url(lambda url: "/edit/" not in url)


def build_the_form(author) -> None:
    """A form with a text that is required and a number whose check is read while it is typed."""
    page = author.page
    for where, name in (("forms", "登记表"), ("forms/0/sections", "中试线")):
        add(page, where, name)
        save(page)
    add(page, "forms/0/sections/0/fields", "名称", "text")
    page.select_option("#id_asked", "true")
    save(page)
    add(page, "forms/0/sections/0/fields", "开放天数", "number")
    page.fill("#id_unit", "day")
    page.fill("#id_key", "days")
    page.fill("#id_check0_rule", "dayz <= 366")
    said = page.locator("#said-check0_rule")
    expect(said.locator(".field__error")).to_contain_text("dayz", timeout=15_000)
    page.fill("#id_check0_rule", "days <= 366")
    page.fill("#id_check0_zh", "一年没有这么多天。")
    page.locator("#part button[name=stay]").click()
    expect(said).to_contain_text("开放天数不超过366", timeout=15_000)
    author.look()
    save(page)
    order_by_dragging(page)


def order_by_dragging(page: Page) -> None:
    """Drag the number above the text, and undo it."""
    lines = page.locator("ol[data-list='forms/0/sections/0/fields'] > li")
    expect(lines).to_contain_text(["名称", "开放天数"])
    lines.nth(1).locator("[data-grip]").drag_to(lines.nth(0), target_position={"x": 40, "y": 3})
    expect(lines).to_contain_text(["开放天数", "名称"])
    page.locator("form[action$='/undo/'] button").click()
    expect(lines).to_contain_text(["名称", "开放天数"])


def build_the_review(author) -> None:
    """A blind review of the form by two experts, with one item and points by a rule."""
    page = author.page
    page.goto(f"{AT}flow/")
    add(page, "reviews", "专家评审")
    page.fill("#id_key", "expert")
    page.fill("#id_number", "2")
    page.check("#id_blind")
    save(page)
    add(page, "reviews/0/items", "开放水平")
    page.fill("#id_key", "open")
    save(page)
    add(page, "reviews/0/points", "全年开放")
    page.fill("#id_points", "5")
    by_rows(page, "rule", "days", "300")
    save(page)


def by_rows(page: Page, setting: str, fact: str, number: str) -> None:
    """Write a rule in rows: the number of a fact is at least so much."""
    page.locator(f"button[name=rows][value={setting}]").click()
    page.wait_for_url(f"**/rows/{setting}/**")
    page.select_option("#b0l0-fact", fact)
    page.locator("#b0l0-value").fill(number)
    expect(page.locator("#said pre")).to_contain_text(f"{fact} >= {number}", timeout=15_000)
    page.locator("#rules button.button--primary").click()
    page.wait_for_url("**/edit/**")


def build_the_way(author) -> None:
    """Two states and a step; until it is whole, the flaws stand beside what they are about."""
    page = author.page
    page.goto(f"{AT}flow/")
    add(page, "states", "填报中")
    page.select_option("#id_form", index=1)
    save(page)
    add(page, "states", "评审中")
    page.select_option("#id_review", "expert")
    save(page)
    add(page, "states", "已登记")
    page.check("#id_is_final")
    save(page)
    expect(page.locator(".builder__line .flaws").first).to_be_visible()
    add(page, "steps", "提交")
    page.locator("input[name=sources]").first.check()
    page.select_option("#id_target", index=2)
    page.select_option("#id_by", "applicant")
    page.check("#id_files")
    save(page)
    add(page, "steps", "登记")
    page.locator("input[name=sources]").nth(1).check()
    page.select_option("#id_target", index=3)
    page.select_option("#id_by", "lead")
    by_rows(page, "condition", "review.expert", "60")
    author.look()
    save(page)
    expect(page.locator(".flaws")).to_have_count(0)
    expect(page.locator("svg.flow rect")).to_have_count(3)
    author.look()


def try_it_out(author) -> None:
    """Fill in a pretended case, wrongly at first; the experts' score opens the office's step."""
    page = author.page
    page.goto(f"{AT}try/")
    page.fill("input[name=days]", "400")
    page.locator("button[name=step]").click()
    expect(page.locator(".field__error")).to_contain_text(["一年没有这么多天。"])
    page.locator("#walk input[name]:not([type=hidden])").first.fill("虚构中试线")
    page.fill("input[name=days]", "320")
    page.locator("button[name=step]").click()
    expect(page.locator(".stepper [aria-current=step]")).to_contain_text("评审中")
    expect(page.locator("tfoot")).to_contain_text("5 / 5")
    page.fill("#score-expert", "59")
    page.locator("button[name=look]").click()
    expect(page.locator("section:has(> #as-officer) .badge--bad").first).to_be_visible()
    page.fill("#score-expert", "60")
    page.locator("button[name=look]").click()
    author.look()
    page.locator("button[name=step]").click()
    expect(page.locator(".stepper [aria-current=step]")).to_contain_text("已登记")


def test_an_official_builds_a_procedure_and_a_second_one_publishes_it(visit, house):
    author = visit("officer")
    begin(author.page)
    build_the_form(author)
    build_the_review(author)
    build_the_way(author)
    try_it_out(author)
    author.page.goto(f"{AT}versions/")
    expect(author.page.locator("#valid_from")).to_have_count(0)
    second = visit("lead")
    second.page.goto(f"{AT}versions/")
    second.look()
    second.page.locator("form:has(#valid_from) button[type=submit]").click()
    second.page.wait_for_url("**/cases/versions/*/")
    second.look()
    reader = visit(viewport={"width": 390, "height": 844})
    reader.page.goto(second.page.url)
    expect(reader.page.locator("h1")).to_contain_text("中试线共享登记")
    reader.look()
    case = apply(visit("enterprise").page)
    review(visit, house, case)
    decide(second.page, case)


def apply(page: Page) -> str:
    """Fill in the form that was built, and hand it in; return the case's address."""
    page.goto("/cases/apply/pilot_line/")
    page.locator("aside form button[type=submit]").last.click()
    page.wait_for_url("**/filings/**")
    page.locator("#filing input[name=days]").fill("320")
    page.locator("#filing input[type=text]:not([name=days])").first.fill("虚构中试线")
    page.locator("button[name=_action][value=submit]").click()
    page.wait_for_url(re.compile(r"/cases/\d+/$"))
    return page.url


def review(visit, house, case: str) -> None:
    """Two experts are drawn in the browser; each opens the papers and files."""
    done = house.run("shell", "-c", POOL)
    assert done.returncode == 0, done.stderr
    office = visit("officer").page
    office.goto(f"{case}panels/")
    office.locator("form[action$='/panels/draw/'] button").click()
    expect(office.locator("tbody tr")).to_have_count(2)
    for name in ("pilot1", "pilot2"):
        page = visit(name).page
        page.goto("/cases/reviews/")
        page.locator("article h2 a").first.click()
        page.locator("section.panel--signal button").click()
        page.fill("#open-score", "80")
        page.locator("button[name=file]").click()
        page.wait_for_url("**/cases/reviews/")


def decide(page: Page, case: str) -> None:
    """The step is open since the experts gave 80 of 100; the lead takes it."""
    page.goto(case)
    way = page.locator("details:has(form[action$='/take/'])").first
    way.locator("summary").click()
    way.locator("button[type=submit]").click()
    expect(page.locator("main")).to_contain_text("已登记")
