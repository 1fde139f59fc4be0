"""Departments are judged: volunteers are drawn, vote in secret, and the results are published.

The round takes two minutes where a city's takes months. The one step that belongs to another day,
closing the roll before the seed can be known, is taken by its service with a day of its own.
"""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import LIANQIAO, House

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
CITY = ZoneInfo("Asia/Shanghai")
MOMENT, DAY = "%Y-%m-%dT%H:%M", "%Y-%m-%d"
PHONE = {"viewport": {"width": 390, "height": 800}}
NAME, SEED = "部门评议走查（虚构）", "4 8 1 5 9"
SEATS = 12
# In each of two groups the deputies are so few that nothing of them may be shown.
FEW = 4
# GB 11643-1999.
WEIGHTS, CHECKS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2), "10X98765432"
HEAD = ("代表类别编码", "姓名", "联系电话", "身份证号", "本市户籍", "所在企业")

DAYS_PASS = """
from dataclasses import fields
from datetime import timedelta
from django.utils import timezone
from lianqiao.core.parties.models import User
from lianqiao.core.parties.services.people import actor_of
from lianqiao.desks.reports.evaluation import services
from lianqiao.desks.reports.evaluation.models import Round

lead = actor_of(User.objects.get(username="lead"))
row, now, day = Round.objects.get(pk={pk}), timezone.now(), timedelta(days=1)
terms = {{one.name: getattr(row, one.name) for one in fields(services.Terms)}} | {{
    "enrol_until": now - 3 * day, "seed_on": timezone.localdate(now - day), "vote_from": now,
}}
services.change_terms(row.pk, services.Terms(**terms), actor=lead)
services.freeze(row.pk, actor=lead, at=now - 2 * day)
"""
OTHERS_VOTE = """
import json, sys, time
from datetime import timedelta
from random import Random
from django.utils import timezone
from lianqiao.core.parties.models import User
from lianqiao.core.parties.services.people import actor_of
from lianqiao.desks.reports.evaluation import services
from lianqiao.desks.reports.evaluation.codes import digests
from lianqiao.desks.reports.evaluation.models import Round
from lianqiao.desks.reports.evaluation.queries.ballot import paper

lead, dice = actor_of(User.objects.get(username="lead")), Random(7)
now, codes = timezone.now(), json.loads(sys.stdin.read())
until = now + timedelta(seconds={seconds})
services.change_days({pk}, actor=lead, vote_from=now, vote_until=until)
print("ready", flush=True)
while Round.objects.get(pk={pk}).stage != "voting":
    time.sleep(0.2)
for code in codes:
    found = paper(digests(code)[1])
    services.cast(code, {{
        one.pk: {{item.pk: dice.choice(found.choices[:3]).pk for item in found.items}}
        for one in found.departments
    }})
"""
OPEN_FOR = 75
"""Seconds that the urn is open: enough for a phone on a slow machine."""


def identity(serial: int) -> str:
    """An identity number of nobody, whose check digit is right."""
    first = f"37020219850307{serial:03d}"
    total = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, first, strict=True))
    return first + CHECKS[total % 11]


def keep(page: Page) -> None:
    """Send the form that one looks at."""
    page.locator("main .form__actions button.button--primary").first.click()


def step(page: Page, what: str) -> None:
    """Take the office's next step."""
    page.locator(f"form[action$='/step/{what}/'] button").click()
    expect(page.locator(".message--success")).to_be_visible(timeout=30_000)


def prepare(lead) -> int:
    """Make a round like the last one, with fewer seats; return its key."""
    page, now = lead.page, datetime.now(CITY)
    page.goto("/evaluation/new/")
    page.fill("#id_year", str(now.year))
    page.fill("#id_name", NAME)
    for field, days, form in (
        ("enrol_until", 1, MOMENT),
        ("seed_on", 3, DAY),
        ("vote_from", 4, MOMENT),
        ("vote_until", 9, MOMENT),
    ):
        page.fill(f"#id_{field}", f"{now + timedelta(days=days):{form}}")
    page.fill("#id_seed_source", "市公证处公证摇号（虚构），五个数字")
    page.fill("#id_seed_like", "0 0 0 0 0")
    lead.look()
    keep(page)
    page.wait_for_url(re.compile(r"/evaluation/\d+/office/"))
    set_up(lead)
    step(page, "open")
    lead.look()
    return int(page.url.split("/")[-3])


def set_up(lead) -> None:
    """Go through the tables."""
    page, office = lead.page, lead.page.url
    page.goto(f"{office}tables/strata/")
    for at in range(5):
        is_few = page.input_value(f"#id_rows-{at}-kind") == "deputies"
        page.fill(f"#id_rows-{at}-seats", str(FEW if is_few else SEATS))
    lead.look()
    keep(page)
    for table, field, value in (
        ("items", "#id_rows-0-help", "年初公布的事，办成了多少"),
        ("choices", "#id_rows-1-label", "比较满意"),
    ):
        page.goto(f"{office}tables/{table}/")
        page.fill(field, value)
        lead.look()
        keep(page)
    page.goto(f"{office}groups/")
    page.fill("#id_name-1", "第一组：科技、园区与民营")
    lead.look()
    keep(page)
    expect(page.locator("main")).to_contain_text("比较满意")


def volunteer(visitor, pk: int, serial: int) -> str:
    """Sign up and return the receipt."""
    page = visitor.page
    page.goto(f"/evaluation/{pk}/sign-up/")
    page.select_option("#id_stratum", label="市南区居民")
    page.fill("#id_name", "志愿者（虚构）")
    page.fill("#id_phone", f"000 0000 {serial:04d}")
    page.fill("#id_identity", identity(serial)[:-1] + "?")
    page.locator("main form button.button--signal").click()
    expect(page.locator("#id_identity")).to_have_attribute("aria-invalid", "true")
    visitor.look()
    page.fill("#id_identity", identity(serial))
    page.locator("main form button.button--signal").click()
    visitor.look()
    return page.locator("p.hash strong").inner_text()


def bring_in(lead, pk: int) -> None:
    """Import the others, look at one, accept all."""
    page, lines = lead.page, io.StringIO()
    writer = csv.writer(lines)
    writer.writerow(HEAD)
    serial = 100
    for code in ("shinan", "shibei", "laoshan", "enterprises", "deputies"):
        for _one in range(2 * FEW if code == "deputies" else 2 * SEATS + 6):
            serial += 1
            firm = "某企业（虚构）" if code == "enterprises" else ""
            who = (f"代表{serial}", f"000 0000 {serial}", identity(serial))
            writer.writerow((code, *who, "是", firm))
    page.goto(f"/evaluation/{pk}/volunteers/import/")
    file = {"name": "名单.csv", "mimeType": "text/csv", "buffer": lines.getvalue().encode()}
    page.set_input_files("#file", file)
    lead.look()
    keep(page)
    lead.look()
    page.locator("form[action$='/confirm/'] button").click()
    expect(page.locator(".message--success")).to_be_visible(timeout=30_000)
    lead.look()
    page.locator("button[name=all]").click()
    expect(page.locator(".message--success")).to_be_visible(timeout=30_000)


def draw(lead, second, house: House, pk: int) -> None:
    """Let days pass and the roll be closed; a second person enters the seed, as it was promised."""
    done = house.run("shell", "-c", DAYS_PASS.format(pk=pk))
    assert done.returncode == 0, done.stderr
    page = lead.page
    page.goto(f"/evaluation/{pk}/office/")
    lead.look()
    page.goto(f"/evaluation/{pk}/office/seed/")
    page.fill("#id_seed", SEED)
    page.fill("#id_evidence", "公证书")
    keep(page)
    expect(page.locator("main [role=alert]").first).to_be_visible()
    page = second.page
    page.goto(f"/evaluation/{pk}/office/seed/")
    page.fill("#id_seed", SEED.replace(" ", ""))
    page.fill("#id_evidence", "公证书（虚构）")
    keep(page)
    expect(page.locator("#id_seed")).to_have_attribute("aria-invalid", "true")
    second.look()
    page.fill("#id_seed", SEED)
    keep(page)
    expect(page.locator(".message--success")).to_be_visible()
    page = lead.page
    page.goto(f"/evaluation/{pk}/office/")
    step(page, "draw")
    lead.look()


def letters(page: Page, pk: int) -> list[tuple[str, str]]:
    """Take the file of letters: each one's code and link."""
    with page.expect_download(timeout=30_000) as found:
        page.locator(f"form[action$='/{pk}/office/letters.csv'] button").click()
    text = found.value.path().read_text(encoding="utf-8-sig")
    return [(line[3], line[4]) for line in list(csv.reader(text.splitlines()))[1:]]


def vote(voter, link: str) -> None:
    """Open a letter's link on a phone, and vote by the keyboard alone."""
    page = voter.page
    page.goto("/evaluation/ballot/#" + link.partition("#")[2])
    expect(page.locator("#code")).not_to_be_empty()
    assert "#" not in page.url
    voter.look()
    page.keyboard.press("Enter")
    expect(page.locator("fieldset").first).to_be_visible()
    voter.look()
    first = page.locator("fieldset").first.locator("input[type=radio]").first
    first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.locator("button[value=review]").press("Enter")
    expect(page.locator("button[value=cast]")).to_be_visible()
    voter.look()
    page.locator("button[value=cast]").press("Enter")
    page.wait_for_url("**/evaluation/ballot/thanks/")
    voter.look()
    assert {one["name"] for one in voter.context.cookies()} <= {"csrftoken"}
    page.goto("/evaluation/ballot/")
    page.fill("#code", link.partition("#")[2])
    page.locator("button[value=open]").click()
    expect(page.locator("[role=alert]")).to_be_visible()
    voter.look()


def repeat(anyone, pk: int, folder: Path) -> str:
    """Download roll and panel and repeat the draw, as docs/evaluation.md says."""
    page = anyone.page
    page.goto(f"/evaluation/{pk}/")
    anyone.look()
    names = [f"roll-{pk}.csv", f"panel-{pk}.csv"]
    for name in names:
        with page.expect_download() as found:
            page.locator(f"a[href$='/{name.split('-')[0]}.csv']").click()
        found.value.save_as(folder / name)
    digest = re.search(r"SHA-256 ([0-9a-f]{64})", page.locator("main").inner_text())
    assert digest
    program = [sys.executable, str(ROOT / "docs" / "verify_draw.py"), *names, SEED, digest[1]]
    done = subprocess.run(program, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    return done.stdout


def test_a_drawn_panel_votes_and_the_results_are_published(visit, house, tmp_path):
    lead, second, anyone = visit("lead"), visit("officer"), visit()
    pk = prepare(lead)
    receipts = [volunteer(visit(**PHONE), pk, serial) for serial in (1, 2)]
    bring_in(lead, pk)
    page = anyone.page
    page.goto("/evaluation/mine/")
    page.fill("#receipt", receipts[0])
    page.locator("main form button").first.click()
    anyone.look()
    draw(lead, second, house, pk)
    told = repeat(anyone, pk, tmp_path)
    assert f"shinan: {2 * SEATS} of {2 * SEATS + 8}, 2 groups" in told

    page = lead.page
    found = letters(page, pk)
    assert len(found) == 2 * (4 * SEATS + FEW)
    code = OTHERS_VOTE.format(pk=pk, seconds=OPEN_FOR)
    others = subprocess.Popen(
        [*LIANQIAO, "shell", "-c", code],
        env=house.environment,
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert others.stdin
    assert others.stdout
    others.stdin.write(json.dumps([code for code, _link in found[1:]]))
    others.stdin.close()
    while others.stdout.readline().strip() != "ready":
        assert others.poll() is None
    ends = time.monotonic() + OPEN_FOR
    page.reload()
    step(page, "vote")
    vote(visit(**PHONE), found[0][1])
    assert others.wait(timeout=OPEN_FOR) == 0
    others.stdout.close()
    anyone.page.goto(f"/evaluation/{pk}/results/")
    anyone.look()
    time.sleep(max(0.0, ends - time.monotonic()) + 1)

    page.goto(f"/evaluation/{pk}/results/")
    step(page, "close")
    # The worker counts; the page that watches it becomes that of the results.
    publish = page.locator("form[action$='/step/publish/']")
    expect(publish).to_be_visible(timeout=60_000)
    lead.look()
    step(page, "publish")
    lead.look()
    page = anyone.page
    page.goto(f"/evaluation/{pk}/results/")
    expect(page.locator("svg").first).to_be_visible()
    expect(page.locator("main")).to_contain_text(str(len(found)))
    # The deputies, and with them the next smallest.
    assert page.locator("td:has(span.visually-hidden)", has_text="*").count() >= 2
    anyone.look()
    reader = visit(locale="en-US", **PHONE)
    for address in ("", "results/"):
        reader.page.goto(f"/evaluation/{pk}/{address}")
        reader.look()
    reader.page.goto("/evaluation/")
    reader.look()
