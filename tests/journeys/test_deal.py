"""The main story: a need meets what answers it, and the ledger holds every step."""

from __future__ import annotations

import re

import psycopg
import pytest
from playwright.sync_api import expect

from lianqiao.site import database

pytestmark = pytest.mark.browser

TITLE = "喷雾干燥塔挂壁，粉体返潮结块"
TEXT = (
    "高糖浸膏喷雾干燥时塔壁挂一层糊，出粉率只有七成，粉放两小时就返潮结块。"
    "加辅料超过两成客户不认，希望辅料不超过一成，出粉率到九成。"
)


def publish_a_need(page) -> str:
    """Write a need, see the draft keep itself, publish it; return its address."""
    page.goto("/exchange/new/need/")
    page.fill("#id_title", TITLE)
    page.fill("#id_text", TEXT)
    expect(page.locator("#draft-state")).to_contain_text("草稿已于", timeout=15_000)
    page.fill("#id_keywords", "喷雾干燥、浸膏、挂壁")
    page.select_option("#id_field", "BM")
    page.fill("#id_region", "370212")
    page.fill("#id_amount_high", "120")
    page.get_by_label("技术开发").check()
    page.get_by_role("button", name="发布").click()
    expect(page.locator("h1")).to_have_text(TITLE)
    return page.url


def wait_for_matches(page, address) -> None:
    """The worker matches within a minute; look again until it has."""
    for _attempt in range(60):
        page.goto(address)
        if page.locator("section[aria-labelledby=matches] .entry").count():
            return
        page.wait_for_timeout(500)
    pytest.fail("no match appeared within half a minute")


def act(page, action: str, **fields: str) -> None:
    """Take one step as the officer."""
    form = page.locator(f"form[action$='/{action}/']")
    if not form.is_visible():
        page.locator("details.panel", has=form).locator("summary").click()
    for name, value in fields.items():
        form.locator(f"[name={name}]").fill(value)
    form.locator("button[type=submit]").click()


def signed_of(page) -> int:
    """Read the number of signed contracts off the dashboard."""
    page.goto("/exchange/dashboard/")
    tile = page.locator("a.stat", has_text="签订合同")
    return int(re.sub(r"\D", "", tile.locator(".stat__value").inner_text()))


def test_from_a_need_to_a_contract_that_the_ledger_proves(visit, house, tmp_path):
    enterprise, officer = visit("enterprise"), visit("officer")
    before = signed_of(officer.page)

    page = enterprise.page
    address = publish_a_need(page)
    enterprise.look()
    wait_for_matches(page, address)
    expect(page.locator("section[aria-labelledby=matches]")).to_contain_text("共同的词")
    page.locator("section[aria-labelledby=matches] .entry__title a").first.click()
    expect(page.get_by_role("heading", name="为何匹配")).to_be_visible()
    expect(page.locator("mark").first).to_be_visible()
    enterprise.look()
    page.get_by_role("button", name="适合", exact=True).click()
    expect(page.get_by_text("您的评价：适合")).to_be_visible()
    match = page.url

    desk = officer.page
    desk.goto("/exchange/board/")
    officer.look()
    desk.goto(match)
    officer.look()
    act(desk, "take-up", note="已与企业通话")
    expect(desk.locator(".stepper [aria-current]")).to_contain_text("已接手")
    act(desk, "introduce")
    act(desk, "negotiate")
    evidence = tmp_path / "contract.pdf"
    evidence.write_bytes(b"%PDF-1.7")
    desk.locator("form[action$='/sign/'] [name=evidence]").set_input_files(evidence)
    desk.locator("form[action$='/sign/'] [name=lands_locally]").check()
    act(desk, "sign", amount="88.8", signed_on="2026-01-15")
    expect(desk.locator(".stepper [aria-current]")).to_contain_text("已签约")
    expect(desk.get_by_text("88.8 万元")).to_be_visible()

    page.goto(match)
    expect(page.get_by_text("合同已签订")).to_be_visible()
    assert signed_of(page) == before + 1
    page.locator("a.stat", has_text="签订合同").click()
    expect(page.locator("tbody tr").first).to_be_visible()

    entry = tampered_with(house, desk, match)
    refused = house.run("ledger", "verify")
    assert refused.returncode == 1
    assert str(entry) in refused.stderr + refused.stdout


def tampered_with(house, desk, match: str) -> int:
    """Verify, then change the amount of the signed entry as the database's superuser."""
    desk.goto(match)
    link = desk.locator(".timeline a").first
    entry = int(re.search(r"\d+", link.get_attribute("href") or "").group())
    assert house.run("ledger", "seal").returncode == 0
    verified = house.run("ledger", "verify")
    assert verified.returncode == 0, verified.stderr
    host = database.embedded_server(house.folder)
    with psycopg.connect(database.url(host, "postgres", "lianqiao")) as connection:
        connection.execute("ALTER TABLE ledger_entry DISABLE TRIGGER USER")
        connection.execute(
            "UPDATE ledger_entry SET quantities = jsonb_set(quantities, '{amount,0}', '\"1\"')"
            " WHERE id = %s",
            [entry],
        )
    return entry


def test_another_enterprise_cannot_read_a_draft_by_its_address(visit):
    owner, stranger = visit("enterprise").page, visit("institute").page
    owner.goto("/exchange/new/need/")
    owner.fill("#id_title", "保密的草稿")
    owner.get_by_role("button", name="保存").click()
    expect(owner.locator("h1")).to_have_text("保密的草稿")
    address = owner.url.replace("/edit/", "/")
    assert stranger.goto(owner.url).status == 404
    assert stranger.goto(address).status == 404
    expect(stranger.locator("body")).not_to_contain_text("保密的草稿")
