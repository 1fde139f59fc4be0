"""What the pages show, and in how many queries."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from lianqiao.core.ledger.sealing import seal_all
from lianqiao.desks.reports.commitments import services
from lianqiao.desks.reports.commitments.models import Commitment
from lianqiao.desks.reports.commitments.services import Change, Reached, Spot
from tests.desks.reports.commitments.conftest import CHENGYANG, LAOSHAN, TODAY, YEAR, photo

ENGLISH = {"accept-language": "en"}


def url(name, *args):
    return reverse(f"commitments:{name}", args=args)


def read(path, client=None):
    answer = (client or Client(headers=ENGLISH)).get(path, headers=ENGLISH)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def varied(town):
    """A promise in each state, numbered in the order of states."""
    this_year = {"year": TODAY.year, "due_on": TODAY + timedelta(days=90)}
    begun = {"begins_on": TODAY - timedelta(days=90)} | this_year
    rows = [
        town.published(number=1, title="已完成的", title_en="The done one"),
        town.published(number=2, title="按期的", title_en="The punctual one", **begun),
        town.published(number=3, title="滞后的", title_en="The lagging one", **begun),
        town.published(number=4, title="逾期的", title_en="The overdue one"),
        town.published(
            number=5, title="未开始的", title_en="The new one", begins_on=TODAY, **this_year
        ),
    ]
    town.reach(rows[0], 30)
    reached = Reached(Decimal(15), TODAY)
    services.report(rows[1].pk, reached, actor=town.officer.actor)
    return rows


def test_the_list_shows_each_promise_with_bar_and_state(varied):
    text = read(url("list") + f"?year={YEAR}")
    assert "The done one" in text
    assert "The punctual one" not in text
    assert '<progress max="100" value="100" aria-label="Reached of “The done one”">' in text
    assert "30</strong>" in text
    everything = read(url("list") + "?year=")
    for word in ("Done", "On time", "Behind", "Overdue", "Not begun"):
        assert f"&nbsp;{word}</span>" in everything


@pytest.mark.parametrize(
    ("asked", "number"),
    [
        ("year=&state=behind", 3),
        ("year=&state=done", 1),
        (f"year={YEAR}&state=overdue", 4),
        ("year=&q=lagging", 3),
        ("year=&state=not_begun", 5),
    ],
)
def test_the_list_narrows(varied, asked, number):
    text = read(f"{url('list')}?{asked}")
    shown = [row.number for row in varied if row.title_en in text]
    assert shown == [number]


def test_odd_addresses_show_a_list_all_the_same(varied):
    for asked in ("year=x", "year=%00", "department=9" * 9, "state=x&region=%27", "page=99"):
        assert Client().get(f"{url('list')}?{asked}").status_code == 200


def test_without_a_promise_the_list_says_so(town):
    assert "Nothing was promised yet" in read(url("list"))


def test_the_map_counts_places_by_district(town):
    town.published()
    town.published(number=2, places=[Spot("新站点", LAOSHAN)])
    text = read(url("list"))
    assert text.count("tile__value") == 2
    there = read(f"{url('list')}?region={CHENGYANG}")
    assert "1 commitment<" in there


def test_the_list_takes_a_constant_number_of_queries(town, django_assert_max_num_queries):
    for number in range(1, 16):
        town.reach(town.published(number=number), 1)
    client = Client()
    client.get(url("list"))
    with django_assert_max_num_queries(8):
        client.get(url("list"))


def test_a_promise_shows_all_that_happened_to_it(town):
    row = town.published(is_invented=True)
    place = row.places.first()
    wrong = town.reach(row, 9, place=place.pk, note="误报的一批")
    services.correct(
        wrong.pk,
        Reached(Decimal(6), date(YEAR, 3, 2), place.pk, "东门", files=[photo()]),
        actor=town.officer.actor,
        reason="重复计算",
    )
    change = Change(Decimal(24), "个", row.due_on, "场地调整", drop=[row.places.last().pk])
    services.amend(row.pk, change, actor=town.lead.actor)
    text = read(url("commitment", row.pk))
    for said in ("Sample data", "重复计算", "误报的一批", "东门", "场地调整", "6 / 10"):
        assert said in text
    assert "<del>30 个</del> → <ins>24 个</ins>" in text
    assert "Place dropped: <del>夏庄站点" in text
    assert 'alt="Photo of “More childcare places”' in text
    assert f"?about=commitments.commitment:{row.pk}" in text
    assert "Commitment amended" in text


def test_a_promise_takes_a_constant_number_of_queries(town, django_assert_max_num_queries):
    row = town.published()
    for _number in range(8):
        town.reach(row, 1, place=row.places.first().pk, files=[photo()])
    client = Client()
    with django_assert_max_num_queries(13):
        client.get(url("commitment", row.pk))


def test_a_photo_is_shown_and_a_document_saved_and_neither_runs(town):
    made = town.reach(town.published(), 1, files=[photo(), photo("说明.docx", b"PK")])
    picture, document = made.files.all()
    shown = Client().get(url("file", picture.pk))
    assert shown["content-type"] == "image/png"
    assert shown["content-disposition"].startswith("inline")
    saved = Client().get(url("file", document.pk))
    assert saved["content-type"] == "application/octet-stream"
    assert saved["content-disposition"].startswith("attachment")
    assert b"".join(saved) == b"PK"
    assert b"".join(shown).startswith(b"\x89PNG")
    for answer in (shown, saved):
        assert answer["content-security-policy"] == "default-src 'none'; sandbox"
        assert answer["x-content-type-options"] == "nosniff"
    led = Client().get(url("entry", made.pk))
    assert led["location"] == f"{url('commitment', made.commitment_id)}?page=1#entry-{made.pk}"


def test_everybody_gets_the_proof_of_an_entry(committed_town):
    made = committed_town.reach(committed_town.published(), 1)
    seal_all()
    found = Client().get(url("proof", made.entry)).json()
    assert {one["name"] for one in found["fields"]} >= {"kind", "quantities"}
    assert Client().get(url("proof", 10**9)).status_code == 404


def test_a_draft_is_its_departments_own(town):
    row = town.submitted()
    assert "Waits for approval" in read(url("commitment", row.pk), town.officer.client)
    assert Client().get(url("commitment", row.pk)).status_code == 404
    assert town.elsewhere.client.get(url("commitment", row.pk)).status_code == 404
    assert "新增普惠托位" not in Client().get(url("list")).content.decode()


def test_the_export_is_the_list_as_it_is_narrowed(varied):
    wanted = f"?year={YEAR}&state=done"
    answer = Client().get(url("export", "csv") + wanted)
    lines = list(csv.reader(b"".join(answer).decode("utf-8-sig").splitlines()))
    assert [line[3] for line in lines] == ["实事名称", "已完成的"]
    sheet = load_workbook(BytesIO(b"".join(Client().get(url("export", "xlsx") + wanted))))
    assert [row[3] for row in sheet.active.values] == ["实事名称", "已完成的"]
    assert Client().get(url("export", "pdf")).status_code == 404


PLACES = {
    "places-TOTAL_FORMS": "2",
    "places-INITIAL_FORMS": "0",
    "places-0-name": "新站点",
    "places-0-region": LAOSHAN,
}
WRITTEN = {
    "year": YEAR,
    "number": 7,
    "title": "新增急救站",
    "promise": "新建8处。",
    "target": "8",
    "unit": "处",
    "due_on": f"{YEAR}-12-31",
} | PLACES


def test_the_way_from_a_draft_to_a_correction(town):
    officer, lead = town.officer.client, town.lead.client
    more = officer.post(url("new"), WRITTEN | {"more": "1"})
    assert more.content.decode().count("新站点") == 1
    assert not Commitment.objects.exists()
    assert officer.post(url("new"), WRITTEN | {"target": "0"}).status_code == 422
    assert officer.post(url("new"), WRITTEN).status_code == 302
    row = Commitment.objects.get()
    assert row.places.get().name == "新站点"
    stale = WRITTEN | {"expected": 9}
    assert officer.post(url("edit", row.pk), stale).status_code == 422
    assert officer.post(url("edit", row.pk), WRITTEN | {"expected": 1}).status_code == 302
    assert officer.post(url("decide", row.pk), {"submit": "1"}).status_code == 302
    assert officer.get(url("edit", row.pk)).status_code == 409
    sent_back = {"send_back": "1", "reason": "补充"}
    assert lead.post(url("decide", row.pk), sent_back).status_code == 302
    assert "补充" in read(url("commitment", row.pk), officer)
    officer.post(url("decide", row.pk), {"submit": "1"})
    assert officer.post(url("decide", row.pk), {"publish": "1"}).status_code == 403
    assert lead.post(url("decide", row.pk), {"publish": "1"}).status_code == 302
    entry = {"amount": "3", "on": f"{YEAR}-04-01", "photo": photo()}
    assert officer.post(url("progress", row.pk), entry).status_code == 302
    assert officer.post(url("progress", row.pk), {"amount": "x"}).status_code == 422
    made = row.progress.get()
    wrong = {"amount": "2", "on": f"{YEAR}-04-02"}
    assert officer.post(url("correct", made.pk), wrong).status_code == 422
    assert officer.post(url("correct", made.pk), wrong | {"reason": "多报"}).status_code == 302
    last = row.progress.get(corrects=made)
    assert officer.post(url("correct", last.pk), {"withdraw": "1"}).status_code == 422
    gone = {"withdraw": "1", "reason": "不是"}
    assert officer.post(url("correct", last.pk), gone).status_code == 302
    change = {"target": "7", "unit": "处", "due_on": f"{YEAR}-12-31", "reason": "调整"}
    empty = {"places-TOTAL_FORMS": "0", "places-INITIAL_FORMS": "0"}
    assert lead.post(url("amend", row.pk), change | empty).status_code == 302
    assert lead.post(url("amend", row.pk), change | empty).status_code == 422
    assert "补充" not in read(url("commitment", row.pk), officer)


def test_the_desk_lists_what_waits_and_what_is_to_be_reported(town):
    town.draft(number=2, title="草稿中的", title_en="")
    town.published(title="已发布的", title_en="")
    text = read(url("desk"), town.officer.client)
    assert "草稿中的" in text
    assert "已发布的" in text
    elsewhere = read(url("desk"), town.elsewhere.client)
    assert "草稿中的" not in elsewhere
    assert "promised nothing yet" in elsewhere


def test_an_administrator_says_how_far_behind_is_behind(varied, town):
    answer = town.admin.client.post(url("rules"), {"tolerance": "50"})
    assert answer.status_code == 302
    text = read(url("list") + "?year=&state=behind")
    assert "The lagging one" not in text
    assert town.admin.client.post(url("rules"), {"tolerance": "51"}).status_code == 422
