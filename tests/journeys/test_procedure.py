"""A procedure from nothing: an official builds it in the browser, a second one publishes it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

AT = "/cases/procedures/pilot_line/"


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
    page.locator("#part button[type=submit]:not([name])").click()
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


def build_the_way(author) -> None:
    """Two states and a step; until it is whole, the flaws stand beside what they are about."""
    page = author.page
    page.goto(f"{AT}flow/")
    add(page, "states", "填报中")
    page.select_option("#id_form", index=1)
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
    expect(page.locator(".flaws")).to_have_count(0)
    expect(page.locator("svg.flow rect")).to_have_count(2)
    author.look()


def try_it_out(author) -> None:
    """Fill in a pretended case, wrongly at first, and take its step."""
    page = author.page
    page.goto(f"{AT}try/")
    page.fill("input[name=days]", "400")
    page.locator("button[name=step]").click()
    expect(page.locator(".field__error")).to_contain_text(["一年没有这么多天。"])
    page.locator("#walk input[name]:not([type=hidden])").first.fill("虚构中试线")
    page.fill("input[name=days]", "100")
    page.locator("button[name=step]").click()
    expect(page.locator(".stepper [aria-current=step]")).to_contain_text("已登记")
    author.look()


def test_an_official_builds_a_procedure_and_a_second_one_publishes_it(visit):
    author = visit("officer")
    begin(author.page)
    build_the_form(author)
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
