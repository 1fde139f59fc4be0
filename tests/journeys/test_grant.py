"""A direct grant from its list to the payout, a payment that comes back, and an appeal."""

from __future__ import annotations

import csv
import io
import re
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

GRANT = "专精特新中小企业奖励"
NEXT = "高新技术企业认定奖励"


def own_claim(page: Page) -> None:
    """Open the demo enterprise's own grant."""
    page.goto("/policies/claims/")
    page.locator("tr", has_text=GRANT).locator("th a").click()


def fill_in_account(page: Page, number: str) -> None:
    """Name the account."""
    page.fill("#id_account_holder", "演示企业（虚构）")
    page.fill("#id_account_bank", "示范银行（虚构）科技支行")
    page.fill("#id_account_number", number)


def made_batch(page: Page) -> list[dict[str, str]]:
    """Make a payment batch; return the lines of its file for the bank."""
    page.goto("/policies/payments/")
    page.locator("form[action$='/make/'] button").click()
    with page.expect_download() as fetched:
        page.locator("a[href$='/file/']").click()
    text = fetched.value.path().read_text(encoding="utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def answer(page: Page, lines: list[dict[str, str]], result: str, reason: str, folder) -> None:
    """Read in what the bank says of all lines."""
    file, today = folder / f"{result}.csv", datetime.now(ZoneInfo("Asia/Shanghai")).date()
    with file.open("w", encoding="utf-8", newline="") as opened:
        rows = csv.writer(opened)
        rows.writerow(["付款编号", "金额（元）", "结果", "日期", "原因"])
        for line in lines:
            rows.writerow([line["付款编号"], line["金额（元）"], result, str(today), reason])
    page.goto("/policies/payments/results/")
    page.locator("#file").set_input_files(file)
    page.locator("form.panel button[type=submit]").click()
    page.locator("form.button-row button[type=submit]").click()


def test_a_direct_grant_goes_from_its_list_to_the_payout(visit, tmp_path):
    officer, enterprise, lead = visit("officer"), visit("enterprise"), visit("lead")

    page = officer.page
    page.goto("/policies/claims/?group=direct")
    page.locator("details li a", has_text=NEXT).click()
    page.locator("form[action$='/list/'] button").click()
    officer.look()
    page.locator("form[action$='/announce/'] button").click()
    reader = visit()
    reader.page.goto("/policies/notices/")
    reader.page.locator("a", has_text=NEXT).first.click()
    expect(reader.page.locator("h1")).to_contain_text(NEXT)
    reader.look()

    page = enterprise.page
    own_claim(page)
    enterprise.look()
    fill_in_account(page, "6222020200000001")
    page.locator("#id_consents").check()
    page.locator("form[action$='/confirm/'] button").click()
    lines = made_batch(lead.page)
    lead.look()
    answer(lead.page, lines, "退回", "户名不符", tmp_path)

    own_claim(page)
    expect(page.locator("main")).to_contain_text("户名不符")
    fill_in_account(page, "6222020200000002")
    page.locator("form[action$='/mend/'] button").click()
    again = made_batch(lead.page)
    assert [line["账号"] for line in again if line["金额（元）"]].count("6222020200000002") == 1
    answer(lead.page, again, "成功", "", tmp_path)

    own_claim(page)
    expect(
        page.locator(".badge", has_text=re.compile("已拨付|已到账|已支付")).first
    ).to_be_visible()
    enterprise.look()


def test_an_appeal_is_decided_by_somebody_else(visit):
    lead = visit("lead")
    page = lead.page
    page.goto("/policies/claims/")
    page.locator("section[aria-labelledby=appeals] .entry__title a").first.click()
    expect(page.locator("#refusal")).to_be_visible()
    lead.look()
    page.locator("form[action$='/decide/'] input[name=is_upheld]").first.check()
    page.fill("#id_reason", "经复核，审计报告已列明归集口径。")
    page.locator("form[action$='/decide/'] button[type=submit]").click()
    expect(page.locator(".message--success")).to_be_visible()
    lead.look()
