"""A promise: declared, published, reported on with a phone's camera, judged by a citizen."""

from __future__ import annotations

from datetime import date

import pytest
from playwright.sync_api import expect

from tests.desks.reports.commitments.conftest import png

pytestmark = pytest.mark.browser

TITLE = "新增口袋公园"
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
OPINION = "家门口的口袋公园建得很好，希望再多一些座椅和遮阳的树。"


def declare(officer) -> str:
    """Write a promise with two places down and hand it in; return its address."""
    page = officer.page
    page.goto("/commitments/new/")
    year = date.today().year
    page.fill("#id_year", str(year))
    page.fill("#id_number", "88")
    page.fill("#id_title", TITLE)
    page.fill("#id_target", "20")
    page.fill("#id_unit", "处")
    page.fill("#id_due_on", f"{year}-12-31")
    page.fill("#id_promise", "全年建成口袋公园20处，出门三百米见绿。")
    page.fill("#id_places-0-name", "河东路口袋公园")
    page.select_option("#id_places-0-region", "370214")
    page.fill("#id_places-0-target", "12")
    officer.look()
    page.locator("form.form button.button--primary").click()
    expect(page.locator("h1")).to_have_text(TITLE)
    officer.look()
    page.locator("button[name=submit]").click()
    expect(page.locator(".message--success")).to_be_visible()
    return page.url


def report(officer, address: str) -> None:
    """Stand at the place with a phone, and photograph what is there."""
    page = officer.page
    page.goto(address)
    page.locator("a.button--primary[href$='/progress/']").click()
    expect(page.locator("#id_photo")).to_have_attribute("capture", "environment")
    page.fill("#id_amount", "5")
    page.select_option("#id_place", label="河东路口袋公园")
    photo = {"name": "IMG_0001.png", "mimeType": "image/png", "buffer": png()}
    page.set_input_files("#id_photo", photo)
    page.fill("#id_note", "首批五处开放。")
    officer.look()
    page.locator("form.form button.button--primary").click()
    expect(page.locator(".shots img")).to_be_visible()
    officer.look()


def test_a_promise_is_made_kept_and_judged(visit):
    officer, lead = visit("officer"), visit("lead")
    address = declare(officer)
    page = lead.page
    page.goto("/commitments/desk/")
    lead.look()
    page.locator(".entry__title a", has_text=TITLE).click()
    page.locator("button[name=publish]").click()
    expect(page.locator(".course progress").first).to_have_attribute("value", "0")
    lead.look()

    report(visit("officer", **PHONE), address)

    citizen = visit(**PHONE)
    page = citizen.page
    page.goto("/commitments/")
    citizen.look()
    page.goto(f"/commitments/?q={TITLE}")
    card = page.locator(".promise", has_text=TITLE)
    expect(card.locator("progress")).to_have_attribute("value", "25")
    expect(card.locator(".badge").first).to_be_visible()
    card.locator("h3 a").click()
    expect(page.locator("#progress + .timeline")).to_contain_text("首批五处开放")
    expect(page.locator(".shots img")).to_have_js_property("complete", True)
    citizen.look()
    page.locator("a[href*='/opinions/new/']").click()
    expect(page.locator("main a[href*='/commitments/']").first).to_be_visible()
    page.fill("#id_text", OPINION)
    page.locator("form.form button.button--primary").click()
    expect(page.locator("p.hash strong")).to_be_visible(timeout=60_000)


def test_a_visitor_reads_promises_in_english(visit):
    reader = visit(locale="en-US")
    page = reader.page
    page.goto("/commitments/")
    expect(page.locator(".promise").first).to_be_visible()
    reader.look()
    page.locator(".promise h3 a").first.click()
    reader.look()
    page.goto("/reports/")
    page.locator(".entries a", has_text="reported to citizens").first.click()
    expect(page.locator("article.report")).to_contain_text("What was promised")
    page.locator("a[href$='/compare/']").click()
    expect(page.locator("#kept")).to_be_visible()
    reader.look()
