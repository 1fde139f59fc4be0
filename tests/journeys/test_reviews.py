"""Experts in the browser: one is recused, the next one reviews, the meeting sees the ranking."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

# The procedure of the tests of the room, its pool, and one application that the office has drawn
# experts for; prints the case and the sign-in names, in the order of the draw.
LAID_OUT = """
import json
from lianqiao.core.cases.models import Expert
from lianqiao.core.cases.services import drawing
from lianqiao.core.parties.models import Membership, Organization, User
from lianqiao.core.parties.services import actor_of
from tests.cast import Person
from tests.core.cases.reviews import procedure

desk = actor_of(User.objects.get(username="officer"))
member = Membership.objects.get(user__username="enterprise")
owner = Person(member.user, actor_of(member.user), member.organization)
version = procedure.published(Organization.objects.get(pk=desk.organization))
Expert.objects.update(is_active=False)
pool = procedure.experts(5)
for one in pool.values():
    one.user.set_password("lianqiao-demo")
    one.user.save()
panel = drawing.draw(
    procedure.submitted(version, owner).filing.case_id, "expert", actor=desk
)
names = [pool[pk].user.username for pk in panel.pool]
print(json.dumps([panel.snapshot.filing.case_id, names]))
"""


@pytest.fixture(scope="module")
def drawn(house):
    """The case, and the experts' names in the order of the draw."""
    done = house.run("shell", "-c", LAID_OUT)
    assert done.returncode == 0, done.stderr
    case, names = json.loads(done.stdout.splitlines()[-1])
    return case, names


def opened(visitor):
    """Open the first review that waits for an expert."""
    page = visitor.page
    page.goto("/cases/reviews/")
    visitor.look()
    page.locator("article h2 a").first.click()
    page.wait_for_url(re.compile(r"/cases/reviews/\d+/"))
    visitor.look()
    return page


def test_an_expert_is_recused_and_the_next_of_the_draw_reviews(drawn, visit):
    case, names = drawn
    first = opened(visit(names[0]))
    expect(first.locator("body")).not_to_contain_text("高压阀门")
    first.locator("details summary").last.click()
    first.fill("#reason", "与负责人近三年共同承担项目")
    first.locator("button[name=recuse]").click()
    first.wait_for_url("**/cases/reviews/")

    fourth = visit(names[3])
    page = opened(fourth)
    page.locator("section.panel--signal button").click()
    expect(page.locator("body")).to_contain_text("高压阀门")
    expect(page.locator("body")).not_to_contain_text("秘名阀门")
    fourth.look()
    page.fill("#worth-score", "80")
    page.fill("#plan-score", "4")
    page.fill("#plan-comment", "步骤清楚")
    page.fill("#plan-evidence", "方案第 3 页")
    page.locator("button[name=file]").click()
    page.wait_for_url("**/cases/reviews/")

    office = visit("officer")
    for address in (
        f"/cases/{case}/panels/",
        "/cases/procedures/small/ranking/expert/",
        "/cases/procedures/small/calibration/expert/",
        "/cases/experts/",
    ):
        office.page.goto(address)
        office.look()
    office.page.goto("/cases/procedures/small/ranking/expert/")
    expect(office.page.locator("#ranking")).to_contain_text("78.75")


def test_a_meeting_sees_what_is_filed_without_asking(drawn, visit):
    _case, names = drawn
    office = visit("officer").page
    office.goto("/cases/procedures/small/ranking/expert/")
    before = office.locator("#ranking tbody").inner_text()
    page = opened(visit(names[1]))
    page.locator("section.panel--signal button").click()
    for name, text in (("worth-score", "60"), ("plan-score", "3")):
        page.fill(f"#{name}", text)
    page.fill("#plan-comment", "可行")
    page.fill("#plan-evidence", "第 2 页")
    page.locator("button[name=file]").click()
    page.wait_for_url("**/cases/reviews/")
    expect(office.locator("#ranking tbody")).not_to_have_text(before, timeout=15_000)


def test_a_phone_has_room_for_papers_and_rubric(drawn, visit):
    _case, names = drawn
    phone = visit(names[2], viewport={"width": 390, "height": 844})
    page = opened(phone)
    page.locator("section.panel--signal button").click()
    phone.look()
