"""What each kind of user sees every day, held against WCAG 2.2 AA."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

PAGES = {
    "enterprise": (
        "/exchange/mine/",
        "/exchange/matches/",
        "/exchange/new/",
        "/exchange/new/result/",
        "/exchange/import/",
        "/organizations/mine/",
    ),
    "officer": ("/exchange/board/", "/exchange/matches/", "/organizations/", "/ledger/"),
    "lead": ("/exchange/teams/",),
    "admin": ("/organizations/import/", "/organizations/enter/"),
}


@pytest.mark.parametrize(("user", "paths"), PAGES.items())
def test_daily_pages(user, paths, visit):
    visitor = visit(user)
    for path in paths:
        visitor.page.goto(path)
        expect(visitor.page.locator("h1")).to_have_count(1)
        visitor.look()


def test_a_bad_row_is_named_and_a_mended_file_goes_in(visit, tmp_path):
    page = visit("admin").page
    file = tmp_path / "单位.csv"
    head = "统一社会信用代码,名称,类型,地区\n"
    file.write_text(head + "91110000600037341X,青岛试验有限公司,企业,崂山区\n", encoding="utf-8")
    page.goto("/organizations/import/")
    page.locator("#file").set_input_files(file)
    page.get_by_role("button", name="预览").or_(
        page.locator("form.panel button[type=submit]")
    ).first.click()
    expect(page.locator("tbody tr").first).to_contain_text("2")
    expect(page.locator("tbody tr .badge--bad").first).to_be_visible()
    file.write_text(head + "91110000600037341L,青岛试验有限公司,企业,崂山区\n", encoding="utf-8")
    page.goto("/organizations/import/")
    page.locator("#file").set_input_files(file)
    page.locator("form.panel button[type=submit]").click()
    page.locator("form.button-row button[type=submit]").click()
    page.goto("/organizations/?q=青岛试验")
    expect(page.get_by_role("link", name="青岛试验有限公司")).to_be_visible()
