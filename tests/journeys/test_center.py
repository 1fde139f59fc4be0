"""Centers over four years: one comes into the register, one puts things right, one is removed."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from lianqiao.desks.programs.centers.operating import operating

pytestmark = pytest.mark.browser

TODAY = datetime.now(ZoneInfo("Asia/Shanghai")).date()
LAST = TODAY.year - 1
NAME = "示范城市海工材料技术创新中心（虚构）"
MENDS, LEAVES = "示范城市整改技术创新中心（虚构）", "示范城市退出技术创新中心（虚构）"
EVALUATION = f"{LAST}年度综合评估（旅程，虚构）"
PLAN = {
    "center_name": NAME,
    "leader.name": "虚构主任",
    "address.region": "370212",
    "address.text": "示范路1号（虚构）",
    "goals": "突破海工材料共性技术并在本市转化。",
    "site": "1200",
    "equipment": "800",
    "budget.0.item": "仪器设备",
    "budget.0.own": "600",
}
MILESTONES = "\n".join(f"{LAST - 1 + number}-03-01\t第{number}年任务\t验收" for number in (0, 1, 2))

# Five experts of the field who know nobody here.
POOL = """
from lianqiao.core.cases.models import Affiliation, Expert
from lianqiao.core.parties.models import TechnicalField
from tests.cast import person

Expert.objects.update(is_active=False)
for number in range(1, 6):
    made = person(username=f"center-expert-{number}", name=f"虚构专家{number}")
    row = Expert.objects.create(user=made.user, most=5)
    row.fields.add(TechnicalField.objects.get(code="NM"))
    Affiliation.objects.create(expert=row, name=f"虚构第{number}研究所")
"""
# All experts of a case's review file the same score.
SCORED = """
from lianqiao.core.cases.models import Panel
from lianqiao.core.cases.queries.versions import document
from lianqiao.core.cases.services import reviewing
from lianqiao.core.parties.services import actor_of

panel = Panel.objects.get(snapshot__filing__case={case}, review="{review}")
items = document(panel.snapshot.procedure).review(panel.review).items
typed = {{one.key: {{"score": "{score}", "comment": "符合要求"}} for one in items}}
for seat in panel.assignments.order_by("pk"):
    actor = actor_of(seat.expert.user)
    reviewing.open_papers(seat.pk, actor=actor)
    reviewing.file(seat.pk, actor=actor, typed=typed)
"""
# Two more centers whose three years are over, told by the tests of the room; prints their cases.
JUDGED = """
import json
from lianqiao.core.cases.models import Version
from lianqiao.core.parties.models import Membership
from lianqiao.site.demo.people import acting
from tests.desks.programs.centers import procedure

version = Version.objects.get(definition__code="innovation_center")
host = Membership.objects.get(user__username="enterprise").organization
cases = [
    procedure.judged(version, host, acting("lead"), name=name, last_year={last}).pk
    for name in {names}
]
print(json.dumps(cases))
"""
MISSED = """
from datetime import timedelta
from lianqiao.core.cases.models import Case
from lianqiao.core.cases.services import take_missed

due = Case.objects.get(pk={case}).due_on
print(dict(take_missed(on=due + timedelta(days=1))).get({case}))
"""


@pytest.fixture(scope="module")
def city(house):
    """The city today, without its clock: here the journey says when a term is over."""
    house.stop()
    try:
        with house.on(TODAY) as today:
            told(today, POOL)
            yield today
    finally:
        house.start()


def told(house, code: str) -> str:
    """Run something in the house; return what it prints last."""
    done = house.run("shell", "-c", code)
    assert done.returncode == 0, done.stderr
    return (done.stdout.splitlines() or [""])[-1]


def fill_in(page: Page, values: Mapping[str, str]) -> None:
    for name, value in values.items():
        page.fill(f"[name='{name}']", value)


def is_saved(page: Page, key: str) -> None:
    expect(page.locator(f"#f-{key} [data-state]")).to_have_attribute("data-state", "saved")


def hand_in(visitor) -> None:
    """Hand a form in, and see that the case goes on."""
    visitor.page.click("button[value=submit]")
    visitor.page.wait_for_url(re.compile(r"/cases/\d+/$"))


def take(visitor, case: int, step: str, reason: str = "") -> None:
    """Take a step as the office."""
    page, address = visitor.page, f"/cases/{case}/"
    page.goto(address)
    form = page.locator(f"details:has(form input[name=step][value={step}])")
    form.locator("> summary").click()
    if reason:
        form.locator("textarea[name=reason]").fill(reason)
    form.locator("button[type=submit]").first.click()
    page.wait_for_url(re.compile(f"{address}$"))


def draw(visitor, case: int, review: str, score: int) -> None:
    """Draw the experts of a review; they file."""
    page = visitor.page
    page.goto(f"/cases/{case}/panels/")
    page.click(f"form:has(input[name=review][value={review}]) button[type=submit]")
    told(visitor.house, SCORED.format(case=case, review=review, score=score))
    page.reload()
    visitor.look()


def applied(owner) -> int:
    """Apply with a plan; return the case."""
    page = owner.page
    page.goto("/cases/apply/innovation_center/")
    if page.locator("#takes-over").count():
        page.uncheck("#takes-over")
    page.locator("aside form button[type=submit]").last.click()
    page.wait_for_url(re.compile("/cases/filings/"))
    page.select_option("[name=field]", "nm")
    page.select_option("[name=route]", "new")
    fill_in(page, PLAN)
    page.fill("[name='team.0.name']", "虚构主任")
    page.locator("#f-milestones .filing__paste summary").click()
    page.fill("#p-milestones", MILESTONES)
    expect(page.locator("[name='milestones.2.task']")).to_have_value("第2年任务")
    page.check("[name=rules_planned][value=rewards]")
    page.check("[name=plan_true]")
    is_saved(page, "plan_true")
    hand_in(owner)
    return int(page.url.rstrip("/").rpartition("/")[2])


def approved(city, visit) -> int:
    """From the application to the approval, in the spring before the first year reported."""
    with city.on(date(LAST - 2, 3, 6)) as then:
        owner, officer, lead = (visit(who, at=then) for who in ("enterprise", "officer", "lead"))
        case = applied(owner)
        take(officer, case, "pass_formal")
        draw(officer, case, "plan", 85)
        take(lead, case, "put_on_notice")
        take(lead, case, "approve")
    return case


def center_page(visitor, name: str) -> Page:
    """Open the page of a center out of the register."""
    page = visitor.page
    page.goto(f"/programs/centers/?q={name[:10]}")
    page.locator("tbody a", has_text=name).first.click()
    page.wait_for_url(re.compile(r"/programs/centers/\d+/$"))
    return page


def report(owner, year: int) -> None:
    """Report a year: ten of everything."""
    page = center_page(owner, NAME)
    page.locator("#duties ~ ul li", has_text=str(year)).locator("button").click()
    page.wait_for_url(re.compile("/cases/filings/"))
    expect(page.locator("[name=report_year]")).to_have_value(str(year))
    fill_in(page, dict.fromkeys(operating().figures, "10"))
    fill_in(page, {"progress": "按计划推进。", "next_year": "继续。"})
    is_saved(page, "next_year")
    hand_in(owner)


def reported(city, visit) -> None:
    """Three reports, each within 240 working days of the one before, and the self-assessment."""
    for number, year in enumerate(range(LAST - 2, LAST + 1)):
        with city.on(date(year + 1, 2, 10) - number * timedelta(days=18)) as then:
            owner = visit("enterprise", at=then)
            report(owner, year)
            if year == LAST:
                complete(owner)


def complete(owner) -> None:
    page = owner.page
    page.locator("form[action$='/open/'] button").click()
    page.wait_for_url(re.compile("/cases/filings/"))
    fill_in(page, {"summary": "任务均已完成。", "local_effect": "带动本市上下游。"})
    is_saved(page, "local_effect")
    hand_in(owner)


def opened(lead) -> str:
    """Open the evaluation of those whose construction is over; return its address."""
    page = lead.page
    page.goto("/programs/centers/evaluations/")
    page.fill("#id_name", EVALUATION)
    page.select_option("#id_kind", "comprehensive")
    page.fill("#id_last_year", str(LAST))
    page.fill("#id_rectify_by", f"{TODAY.year + 1}-12-31")
    page.locator("form.panel button[type=submit]").click()
    page.wait_for_url(re.compile(r"/evaluations/\d+/$"))
    return page.url


def settle(officer, address: str, name: str, outcome: str, expert: str, reason: str = "") -> None:
    """Say what becomes of a center."""
    page = officer.page
    page.goto(address)
    page.locator("#ranking ~ * a", has_text=name).first.click()
    page.wait_for_url(re.compile("/assessments/"))
    page.select_option("#id_outcome", outcome)
    page.fill("#id_expert", expert)
    page.fill("#id_reason", reason)
    page.locator("form.panel button[type=submit]").click()
    page.wait_for_url(address)


def settle_the_others(officer, address: str, own: tuple[str, ...]) -> None:
    """Defer whoever else the demo has left without an evaluation."""
    page = officer.page
    page.goto(address)
    names = page.locator("#ranking ~ * tbody th a").all_inner_texts()
    for name in set(names) - set(own):
        settle(officer, address, name, "deferred", "", "依托单位搬迁")


def resume_who_hinders(officer, address: str) -> None:
    """Bring the cases that the preview names to where they can be moved from."""
    page = officer.page
    page.goto(address)
    officer.look()
    links = page.locator("section:has(#carrying) li a")
    for href in [link.get_attribute("href") for link in links.all()]:
        take(officer, int((href or "").rstrip("/").rpartition("/")[2]), "resume")
    page.goto(address)
    expect(page.locator("section:has(#carrying) li a")).to_have_count(0)


def publish(lead, address: str) -> None:
    page = lead.page
    for act in ("freeze", "publish"):
        page.goto(address)
        page.locator(f"form[action$='/{act}/'] button").click()
        expect(page.locator(".message--success")).to_be_visible()
    lead.look()


def stands(reader, name: str, stage: str, grade: str = "") -> None:
    """See how a center stands in the public register."""
    page = center_page(reader, name)
    expect(page.locator("section:has(#stands)")).to_contain_text(stage)
    expect(page.locator("section:has(#stands)")).to_contain_text(grade)
    reader.look()


def test_centers_from_their_plan_to_the_register_and_out_of_it(city, visit):
    case = approved(city, visit)
    reported(city, visit)
    names = json.dumps([MENDS, LEAVES], ensure_ascii=False)
    mends, leaves = json.loads(told(city, JUDGED.format(last=LAST, names=names)))

    officer, lead, reader = visit("officer", at=city), visit("lead", at=city), visit("", at=city)
    address = opened(lead)
    draw(officer, case, "whole", 90)
    officer.page.goto(address)
    # Reports of ten bring 34 of 60 points, 90 of 100 of the experts 36 of 40.
    expect(officer.page.locator("#ranking ~ * tr", has_text=NAME)).to_contain_text("70")
    for name in (MENDS, LEAVES):
        settle(officer, address, name, "scored", "5")
    settle_the_others(officer, address, (NAME, MENDS, LEAVES))
    resume_who_hinders(officer, address)
    publish(lead, address)
    stands(reader, NAME, "正式在册", "合格")
    stands(reader, MENDS, "整改", "不合格")

    owner = visit("enterprise", at=city)
    put_right(owner, mends)
    take(lead, mends, "accept", "整改到位")
    stands(reader, MENDS, "正式在册", "合格")

    assert told(city, MISSED.format(case=leaves)) == "not_rectified"
    object_to_removal(owner, leaves)
    take(lead, leaves, "remove", "申辩理由不成立，逾期未整改")
    stands(reader, LEAVES, "撤销")
    expect(reader.page.locator("main")).to_contain_text("申辩理由不成立")


def put_right(owner, case: int) -> None:
    page = owner.page
    page.goto(f"/cases/{case}/")
    owner.look()
    page.locator("form[action$='/open/'] button").click()
    page.wait_for_url(re.compile("/cases/filings/"))
    fill_in(page, {"rectified_text": "已补齐中试条件并更正数据。"})
    is_saved(page, "rectified_text")
    hand_in(owner)


def object_to_removal(owner, case: int) -> None:
    """Be heard before the removal is decided."""
    page = owner.page
    page.goto(f"/cases/{case}/")
    page.locator("form[action$='/open/'] button").click()
    page.wait_for_url(re.compile("/cases/filings/"))
    fill_in(page, {"answer_text": "设备到货延迟，请求延期。"})
    is_saved(page, "answer_text")
    hand_in(owner)
