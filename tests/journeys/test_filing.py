"""A form that saves itself: two editors, a dropped connection, a session that ended."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

# The procedure of the tests of the room, and a colleague of the demo enterprise's owner.
LAID_OUT = """
from lianqiao.core.cases.models import Definition
from lianqiao.core.parties.actors import Role
from lianqiao.core.parties.models import Membership, Organization, User
from lianqiao.core.parties.services import add_membership, create_user
from tests.core.cases.filing import procedure

if not Definition.objects.filter(code=procedure.CODE).exists():
    bureau = Organization.objects.filter(kind="bureau").first()
    procedure.published(bureau, procedure.document())
    home = Membership.objects.get(user__username="enterprise").organization_id
    colleague = create_user("colleague", password="lianqiao-demo", name="李敏")
    add_membership(colleague.pk, home, Role.MEMBER)
"""


@pytest.fixture
def owner(house, visit):
    """The owner of the demo enterprise."""
    done = house.run("shell", "-c", LAID_OUT)
    assert done.returncode == 0, done.stderr
    return visit("enterprise")


@pytest.fixture
def filing(owner) -> Page:
    """The owner's page of a form that was just begun."""
    page = owner.page
    page.goto("/cases/apply/workshop/")
    if page.locator("#takes-over").count():
        page.uncheck("#takes-over")
    page.locator("aside form button[type=submit]").last.click()
    page.wait_for_url(re.compile("/cases/filings/"))
    return page


def state(page: Page, key: str):
    return page.locator(f"#f-{key} [data-state]")


def is_saved(page: Page, key: str) -> None:
    expect(state(page, key)).to_have_attribute("data-state", "saved")


def test_two_editors_are_merged_and_asked_where_both_wrote(filing, visit):
    mine, colleague = filing, visit("colleague").page
    colleague.goto(mine.url)
    mine.fill("[name=title]", "智能产线")
    is_saved(mine, "title")
    colleague.fill("[name=staff]", "80")
    is_saved(colleague, "staff")

    colleague.fill("[name=title]", "智慧产线")
    expect(state(colleague, "title")).to_have_attribute("data-state", "clash")
    expect(colleague.locator("#f-title [data-clash-theirs]")).to_have_text("智能产线")
    colleague.click("#f-title [data-keep=mine]")
    is_saved(colleague, "title")
    mine.fill("[name=title]", "智造产线")
    expect(mine.locator("#f-title [data-clash-theirs]")).to_have_text("智慧产线")
    mine.click("#f-title [data-keep=theirs]")
    expect(mine.locator("[name=title]")).to_have_value("智慧产线")
    mine.reload()
    expect(mine.locator("[name=title]")).to_have_value("智慧产线")
    expect(mine.locator("[name=staff]")).to_have_value("80")


def test_what_shows_and_what_is_reckoned_follows_the_server(filing):
    expect(filing.locator("#f-rent")).to_be_hidden()
    filing.select_option("[name=site]", "rent")
    expect(filing.locator("#f-rent")).to_be_visible()
    filing.fill("[name=staff]", "10")
    filing.fill("[name=researchers]", "11")
    expect(filing.locator("#f-researchers [data-problem]")).to_have_text("研发人员不能多于职工。")
    filing.fill("[name='budget.0.item']", "试剂")
    filing.fill("[name='budget.0.pieces']", "3")
    filing.fill("[name='budget.0.price']", "1.5")
    expect(filing.locator("[data-calculated='budget.0.sum']")).to_contain_text("4.5")
    filing.fill("[name=staff]", "many")
    expect(state(filing, "staff")).to_have_attribute("data-state", "wrong")
    filing.click("#f-budget .filing__paste summary")
    filing.fill("#p-budget", "仪器\t2\t9\n运费\t1\t30")
    expect(filing.locator("[name='budget.2.item']")).to_have_value("运费")


def test_a_dropped_connection_is_said_and_nothing_is_lost(filing):
    filing.route("**/save/", lambda route: route.abort())
    filing.fill("[name=title]", "断线时写的")
    expect(state(filing, "title")).to_have_attribute("data-state", "offline")
    filing.unroute("**/save/")
    is_saved(filing, "title")
    filing.reload()
    expect(filing.locator("[name=title]")).to_have_value("断线时写的")
    expect(filing.locator("#unsaved")).to_be_hidden()


def test_what_was_typed_outlives_the_session(filing):
    filing.context.clear_cookies(name="sessionid")
    filing.fill("[name=title]", "会话过期后写的")
    expect(state(filing, "title")).to_have_attribute("data-state", "out")
    expect(filing.locator("#signed-out")).to_be_visible()
    filing.on("dialog", lambda dialog: dialog.accept())
    filing.click("#signed-out a")
    filing.fill("form.form input[name=login]", "enterprise")
    filing.fill("form.form input[name=password]", "lianqiao-demo")
    filing.click("form.form button[type=submit]")
    filing.wait_for_url(re.compile("/cases/filings/"))
    expect(filing.locator("[name=title]")).to_have_value("")
    filing.click("#unsaved [data-restore]")
    expect(filing.locator("[name=title]")).to_have_value("会话过期后写的")
    is_saved(filing, "title")


def test_a_form_is_filled_in_handed_in_and_read(owner, filing, tmp_path):
    plan = tmp_path / "方案.pdf"
    plan.write_bytes(b"%PDF-1.7 plan")
    filing.fill("[name=title]", "智能产线")
    filing.set_input_files("#i-plan", plan)
    expect(filing.locator("#f-plan .filing__files a")).to_have_text("方案.pdf")
    is_saved(filing, "title")
    filing.click("button[value=submit]")
    filing.click(".summary-of-errors a[href='#f-staff']")
    owner.look()
    filing.fill("[name=staff]", "80")
    filing.check("[name=true_copy]")
    is_saved(filing, "true_copy")
    filing.click("button[value=submit]")
    expect(filing.locator(".filing__read")).to_contain_text("智能产线")
    owner.look()


def test_the_pages_fit_a_phone(owner, filing):
    filing.set_viewport_size({"width": 390, "height": 844})
    for address in (filing.url, "/cases/", "/cases/mine/", "/cases/apply/workshop/"):
        filing.goto(address)
        owner.look()
