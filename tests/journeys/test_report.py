"""The city answers: a report is written, published, read down to its records, and answered."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

TITLE = "科技成果转化这一年"
# Last year's matches: this year's grow while other journeys sign contracts.
SIGNED = 388
OPINION = "对接成功之后，中试车间排队要等两个月，希望把开放时间公布出来。"
ANSWER = "三个中试车间的开放时间自下月起在平台公布，可在线预约。"


def write(author, year: str) -> None:
    """Write a report whose figures are named, see it as it would read, and hand it in."""
    page = author.page
    page.goto("/reports/new/")
    page.fill("#id_title", TITLE)
    page.fill("#id_year", year)
    body = f'## 对接\n\n成功对接 {{{{ figure "exchange.signed" period="{year}" }}}}。'
    page.fill("#id_body", f'{body}\n\n{{{{ map "exchange.signed" period="{year}" }}}}')
    page.locator("button[hx-post]").click()
    expect(page.locator("#preview")).to_contain_text(f"{SIGNED}项", timeout=15_000)
    author.look()
    page.locator("form.form button.button--primary").click()
    expect(page.locator("h1")).to_have_text(TITLE)
    page.locator("button[name=submit]").click()
    expect(page.locator(".badge--warn").first).to_be_visible()


def publish(second) -> str:
    """Read what was handed in and publish it; return its address."""
    page = second.page
    page.goto("/reports/")
    page.locator(".entries a", has_text=TITLE).click()
    second.look()
    page.locator("button[name=publish]").click()
    expect(page.locator(".message--success")).to_be_visible(timeout=30_000)
    return page.url


def open_a_figure(reader) -> None:
    """Go from a figure of the report down to the records that it was counted from."""
    page = reader.page
    reader.look()
    page.locator(".figure-ref", has_text=str(SIGNED)).click()
    expect(page.locator(".message--success")).to_be_visible()
    reader.look()
    page.locator("a.button--primary").click()
    expect(page.locator("h2.list-head")).to_contain_text(str(SIGNED))
    expect(page.locator("table tbody tr")).to_have_count(50)
    reader.look()


def test_a_report_is_written_published_opened_and_answered(visit, house):
    author, second, reader = visit("officer"), visit("lead"), visit()
    told = reader.page
    told.goto("/reports/")
    year = int(told.locator(".entries h2 a", has_text="虚构").first.inner_text()[:4])
    write(author, str(year - 1))
    report = publish(second)

    page = reader.page
    page.goto(report)
    open_a_figure(reader)
    page.goto(report)
    page.locator("a[href*='/opinions/new/']").click()
    page.fill("#id_text", OPINION)
    reader.look()
    page.locator("form.form button.button--primary").click()
    receipt = page.locator("p.hash strong")
    expect(receipt).to_be_visible(timeout=60_000)
    code = receipt.inner_text()
    reader.look()

    page = second.page
    page.goto("/opinions/desk/")
    second.look()
    page.locator(".entry__title a", has_text=OPINION[:12]).click()
    second.look()
    page.locator("form[action$='/answer/'] textarea").fill(ANSWER)
    page.locator("form[action$='/answer/'] button").first.click()
    expect(page.locator("section[aria-labelledby=answer]")).to_contain_text(ANSWER)

    page = reader.page
    page.goto("/opinions/receipt/")
    page.fill("#receipt", code)
    page.locator("form.form button").click()
    expect(page.locator("section[aria-labelledby=stands]")).to_contain_text(ANSWER)
    reader.look()
    page.locator("button[name=rating][value='5']").click()
    expect(page.locator("main")).to_contain_text("5")


def test_a_visitor_reads_in_english_on_a_phone(visit):
    reader = visit(locale="en-US", viewport={"width": 390, "height": 800})
    page = reader.page
    page.goto("/reports/")
    page.locator(".entries a", has_text="reported to citizens").first.click()
    expect(page.locator("article.report")).to_contain_text("came together")
    reader.look()
    page.goto("/indicators/exchange.signed/")
    reader.look()
    page.goto("/indicators/")
    reader.look()
    page.goto("/indicators/open-data/")
    reader.look()


def test_a_text_is_held_against_the_ledger(visit):
    reader = visit()
    page = reader.page
    page.goto("/reports/claims/")
    page.locator("table a").first.click()
    expect(page.locator("mark.claim--differs")).to_have_text("459项4")
    reader.look()
    page.locator("a.verdict-differs").click()
    expect(page.locator("#found")).to_contain_text("457")
    page.locator("li.note--differs a", has_text="详情").click()
    expect(page.locator("dl.facts").first).to_contain_text("457")
    reader.look()
    page.locator("a[href*='/entries/']").click()
    expect(page.locator("h2.list-head")).to_contain_text("45")

    officer = visit("officer")
    page = officer.page
    page.goto("/reports/claims/new/")
    page.fill("#id_title", "测试稿")
    page.fill("#id_body", "## 市科技局\n\n去年，成果与需求成功对接388项。")
    officer.look()
    page.locator("form.form button.button--primary").click()
    expect(page.locator("mark.claim--agrees")).to_contain_text("388项")
    officer.look()
