"""Somebody looks around without signing in."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

PAGES = (
    *("/", "/exchange/", "/exchange/?q=电池", "/exchange/dashboard/", "/exchange/records/"),
    *("/ledger/seals/", "/about/", "/api/docs", "/accounts/login/", "/accounts/signup/"),
    "/nowhere/",
)


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("width", [1280, 390])
def test_every_public_page_can_be_used_by_everybody(path, width, visit):
    visitor = visit(viewport={"width": width, "height": 900})
    visitor.page.goto(path)
    expect(visitor.page.locator("h1")).to_have_count(1)
    visitor.look()


def test_from_a_word_to_a_listing(visit):
    page = visit().page
    page.goto("/")
    page.fill("#q", "喷雾干燥")
    page.keyboard.press("Enter")
    expect(page.locator("mark", has_text="喷雾干燥").first).to_be_visible()
    page.locator(".facet a", has_text="成果").click()
    expect(page.locator(".badge--need")).to_have_count(0)
    page.locator(".entry__title a").first.click()
    expect(page.locator("h1")).to_be_visible()
    expect(page.get_by_text("示例数据").first).to_be_visible()


def test_in_english_and_in_the_dark_and_back(visit):
    page = visit().page
    page.goto("/exchange/dashboard/")
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("h1")).to_have_text("Dashboard of the exchange")
    page.locator("[data-theme-switch]").click()
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.get_by_role("button", name="中文").click()
    expect(page.locator("html")).to_have_attribute("lang", "zh-hans")


def test_by_keyboard_alone(visit):
    page = visit().page
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text(re.compile("跳到|跳过"))
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_a_number_opens_what_it_counts(visit):
    page = visit().page
    page.goto("/exchange/dashboard/")
    tile = page.locator("a.stat").first
    number = re.sub(r"\D", "", tile.locator(".stat__value").inner_text())
    tile.click()
    expect(page.locator("h2.list-head").first).to_contain_text(f"{number} 条记录")


def test_everything_works_without_javascript(visit):
    page = visit(java_script_enabled=False).page
    page.goto("/exchange/")
    page.fill("#q", "电池")
    page.get_by_role("button", name="搜索").click()
    page.locator(".facet a", has_text="需求").click()
    expect(page.locator(".entry").first).to_be_visible()
