"""A policy from its first line to its readers: written by one, approved by another."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

TITLE = "关于支持首台套装备推广应用的若干措施"
TEXT = "## 第一条\n\n首台套装备按实际售价的10%给予奖励，最高200万元。\n\n自2026年1月1日起施行。"


def write(page) -> str:
    """Write a draft that keeps itself and shows its text beside; return its address."""
    page.goto("/policies/new/")
    page.fill("#id_title", TITLE)
    page.fill("#id_text", TEXT)
    expect(page.locator("#preview h2")).to_have_text("第一条", timeout=15_000)
    expect(page.locator("#draft-state input[name=version]")).to_have_count(1, timeout=15_000)
    page.fill("#id_issuer", "示范市工业和信息化局（虚构）")
    page.fill("#id_valid_from", "2026-01-01")
    page.locator("input[name=topics][value=equipment]").check()
    page.locator("#policy-form button[name=action][value=save]").click()
    page.wait_for_url("**/edit/")
    return page.url


def add_a_measure(page) -> None:
    """Add what the policy grants, with the cap taken from the text."""
    page.locator("a[href$='/measures/new/']").first.click()
    page.fill("#id_title", "首台套装备奖励")
    page.fill("#id_summary", "首台套装备按售价的10%奖励")
    page.fill("#id_office", "装备处")
    page.fill("#id_address", "示例路8号")
    page.fill("#id_telephone", "0532-00000008")
    page.locator("form.form button[type=submit]").last.click()
    page.wait_for_url("**/measures/*/edit/")


def take_the_cap_from_the_text(page, draft: str) -> None:
    """Choose the amount that stands in the text as the measure's cap."""
    page.goto(draft.replace("/edit/", "/values/"))
    line = page.locator("tr", has_text="200万元").filter(has=page.locator("select"))
    line.locator("button").click()
    expect(page.locator(".message--success")).to_be_visible()


def test_a_policy_is_written_approved_and_found(visit):
    author, second, reader = visit("officer"), visit("lead"), visit()
    page = author.page
    draft = write(page)
    add_a_measure(page)
    author.look()
    take_the_cap_from_the_text(page, draft)
    author.look()
    page.goto(draft)
    expect(page.locator("section[aria-labelledby=measures]")).to_contain_text("200 万元")
    author.look()
    page.locator("form[action$='/submit/'] button").click()
    expect(page.locator("h1")).to_have_text(TITLE)

    page = second.page
    page.goto("/policies/approvals/")
    second.look()
    page.locator(".entry__title a", has_text=TITLE).click()
    second.look()
    page.locator("form[action$='/approve/'] button").click()
    expect(page.locator("h1")).to_have_text(TITLE)

    page = reader.page
    page.goto("/policies/")
    page.fill("#q", "首台套装备")
    page.locator("form.search button").click()
    reader.look()
    page.locator(".entry__title a", has_text=TITLE).click()
    expect(page.locator(".panel", has_text="首台套装备奖励")).to_contain_text("0532-00000008")
    reader.look()
