"""Somebody without an account finds out what could be had, by a few answers."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def counts(page) -> list[int]:
    """Return how many measures stand under yes, possible and no; as many are listed."""
    shown = [int(text) for text in page.locator("#result .stat__value").all_inner_texts()]
    listed = [
        page.locator(f"section[aria-labelledby={name}] .entry").count()
        for name in ("yes", "maybe", "no")
    ]
    assert shown == listed
    return shown


def answer(page, word: str) -> None:
    """Press an answer to the question that is shown."""
    page.locator("#question").get_by_text(word, exact=True).click()
    page.wait_for_load_state()


def walk(visitor) -> None:
    """Answer four questions, jump to the result, change one answer, take one back."""
    page = visitor.page
    page.goto("/policies/")
    page.locator("a[href$='/policies/find/']").first.click()
    everything = sum(counts(page))
    assert counts(page) == [0, everything, 0]

    answer(page, "企业")
    answer(page, "青岛市")
    answer(page, "否")
    answer(page, "否")
    expect(page.locator("section[aria-labelledby=given] li")).to_have_count(4)
    assert sum(counts(page)) == everything

    page.locator("a[href*='result=1']").click()
    expect(page.locator("#question button")).to_have_count(0)
    page.locator("a[href*='ask=title__high_tech']").first.click()
    answer(page, "是")
    qualifies = page.locator("section[aria-labelledby=yes]")
    expect(qualifies).to_contain_text("高新技术企业认定奖励")
    expect(qualifies).to_contain_text("最高 15 万元")

    # The address is all there is: somebody else who opens it sees the same.
    address, seen = page.url, counts(page)
    page.goto("/policies/find/")
    assert counts(page) == [0, everything, 0]
    page.goto(address)
    assert counts(page) == seen

    page.locator("section[aria-labelledby=given] li", has_text="机构类型").locator("a").last.click()
    expect(page.locator("section[aria-labelledby=given] li")).to_have_count(4)
    answer(page, "企业")
    assert counts(page) == seen

    page.locator("section[aria-labelledby=given] li", has_text="机构类型").locator(
        "a"
    ).first.click()
    answer(page, "医院")
    assert counts(page)[0] == 0
    assert sum(counts(page)) == everything
    expect(page.locator("section[aria-labelledby=no] .entry").first).to_contain_text("医院")


@pytest.mark.parametrize("width", [1280, 390])
def test_four_answers_and_three_groups(visit, width):
    visitor = visit(viewport={"width": width, "height": 900})
    walk(visitor)
    visitor.look()
    visitor.page.goto("/policies/find/?kind=enterprise&ask=rd_expense__1")
    visitor.look()
    visitor.page.fill("input[name=rd_expense__1]", "many")
    visitor.page.locator("#question form button[type=submit]").click()
    expect(visitor.page.locator(".field__error")).to_be_visible()
    visitor.look()


def test_without_javascript(visit):
    walk(visit(java_script_enabled=False))
