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
    page.wait_for_url("**/rules/")


def write_its_rules(author) -> None:
    """Choose who gets it and how much in rows, and read it back as a sentence."""
    page = author.page
    page.select_option("#b0l0-fact", "first_order_value")
    page.fill("#b0l0-value", "100")
    page.locator("button[value='line:b0']").click()
    page.select_option("#b0l1-fact", "industry_section")
    page.locator("input[name=b0l1-values][value=C]").check()
    page.locator("button[value=term]").click()
    page.select_option("#t0-fact", "first_order_value")
    page.fill("#t0-value", "10")
    said = page.locator("#said")
    expect(said).to_contain_text("不低于100 万元")
    expect(said).to_contain_text("制造业")
    expect(said).to_contain_text("first_order_value(year - 1) * 0.1")
    author.look()
    page.locator(".form__actions button[value=save]").click()
    page.wait_for_url("**/measures/*/edit/")


def see_its_impact(author) -> None:
    """Count the whole city before anybody publishes it."""
    page = author.page
    page.locator("a[href$='/impact/']").click()
    expect(page.locator(".stats")).to_contain_text("符合", timeout=60_000)
    page.locator("details.panel summary").first.click()
    expect(page.locator("details.panel .conditions").first).to_be_visible()
    author.look()


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
    write_its_rules(author)
    author.look()
    see_its_impact(author)
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

    page = visit("enterprise").page
    page.goto("/policies/mine/")
    mine = page.locator("article", has_text="首台套装备奖励")
    expect(mine).to_have_count(1)
    mine.locator("details summary").click()
    expect(mine.locator(".conditions").first).to_contain_text("不低于100 万元")
