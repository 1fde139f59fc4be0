"""Listings from files: planned row by row, imported whole or not at all, and only once."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse
from openpyxl import load_workbook

from lianqiao.core.errors import Invalid, NotAllowed
from lianqiao.core.ledger.models import Entry
from lianqiao.core.parties.actors import ANYONE
from lianqiao.core.sheets import Action
from lianqiao.desks.exchange import imports
from lianqiao.desks.exchange.models import IndexChange, Listing
from tests import cast
from tests.desks.exchange.conftest import index_all, listing

HEAD = (
    "类型,编号,标题,内容,单位,关键词,技术领域,行业,地区,成熟阶段,技术就绪度,合作方式,"
    "金额下限（万元）,金额上限（万元）,有效期至,公开范围,知识产权,状态\n"
)
FIRST = (
    "成果,CG-1,一种涂层,耐热涂层,青岛海联智造有限公司,涂层、耐热,新材料,396,崂山区,中试,TRL6,"
    "技术开发、许可,50,120.5,2027年6月30日,公开,发明专利:一种耐热涂层:ZL1,已发布\n"
)
SECOND = "需求,,喷嘴开裂,1200℃下开裂,青岛海联智造有限公司,,,,,,,,,,,,,\n"


def sheet(actor, text):
    return imports.read_listings(io.BytesIO((HEAD + text).encode()), "a.csv", actor)


def run(actor, text):
    return imports.import_listings(sheet(actor, text), actor=actor).counts


def problems(actor, text):
    plan = imports.plan_listings(sheet(actor, text))
    return [(row.line, p.column, p.reason) for row in plan.rows for p in row.problems]


def test_first_time_creates_second_time_changes_nothing(codes, enterprise, officer):
    assert run(officer.actor, FIRST + SECOND)[Action.CREATE] == 2
    row = Listing.objects.get(reference="CG-1")
    assert (row.kind, row.status, row.organization) == ("result", "published", enterprise)
    assert (row.field_id, row.industry_id, row.region_id) == ("NM", "396", "370212")
    assert (row.stage, row.readiness, row.cooperation) == ("pilot", 6, ["development", "license"])
    assert (row.amount_low, row.amount_high) == (50_000_000, 120_500_000)
    assert (row.valid_until, row.keywords) == (date(2027, 6, 30), ["涂层", "耐热"])
    right = row.rights.get()
    assert (right.kind, right.title, right.number) == ("invention", "一种耐热涂层", "ZL1")
    assert Entry.objects.filter(kind__endswith=".published").count() == 2
    assert IndexChange.objects.count() == 2
    before = list(Listing.objects.order_by("pk").values_list())
    assert run(officer.actor, FIRST + SECOND)[Action.UNCHANGED] == 2
    assert list(Listing.objects.order_by("pk").values_list()) == before
    assert Entry.objects.count() == 2


def test_changes_are_named_and_empty_cells_leave_things(codes, enterprise, officer):
    run(officer.actor, FIRST)
    text = FIRST.replace("耐热涂层,青岛", "耐高温涂层,青岛").replace("涂层、耐热", "")
    plan = imports.plan_listings(sheet(officer.actor, text))
    assert [(row.action, list(row.changes)) for row in plan.rows] == [(Action.UPDATE, ["内容"])]
    run(officer.actor, text)
    row = Listing.objects.get()
    assert (row.text, row.keywords, row.version) == ("耐高温涂层", ["涂层", "耐热"], 2)
    assert row.rights.count() == 1


def test_a_bad_row_is_named_and_nothing_is_half_imported(codes, enterprise, officer):
    bad = FIRST.replace("新材料", "炼金术").replace("TRL6", "12").replace("CG-1", "CG-2")
    found = problems(officer.actor, FIRST + bad)
    assert [(line, column) for line, column, _reason in found] == [
        (3, "技术就绪度"),
        (3, "技术领域"),
    ]
    assert "炼金术" in found[1][2]
    with pytest.raises(Invalid, match="3"):
        run(officer.actor, FIRST + bad)
    assert not Listing.objects.exists()
    assert not Entry.objects.exists()


@pytest.mark.parametrize(
    ("old", "new", "column"),
    [
        ("成果,", "想法,", "类型"),
        ("崂山区", "亚特兰蒂斯", "地区"),
        ("396", "999", "行业"),
        ("青岛海联智造有限公司", "不存在的公司", "单位"),
        ("中试", "梦想", "成熟阶段"),
        ("50,120.5", "130,120", "金额下限（万元）"),
        ("50,", "-1,", "金额下限（万元）"),
        ("2027年6月30日", "某日", "有效期至"),
        ("发明专利:一种耐热涂层:ZL1", "发明专利", "知识产权"),
        ("耐热涂层,青岛", ",青岛", "内容"),
    ],
)
def test_each_kind_of_wrong_cell_is_named_by_its_column(
    old, new, column, codes, enterprise, officer
):
    assert {name for _line, name, _reason in problems(officer.actor, FIRST.replace(old, new))} == {
        column
    }


def test_the_same_listing_twice_in_a_file_is_refused(codes, enterprise, officer):
    found = problems(officer.actor, FIRST + SECOND + FIRST)
    assert [line for line, _column, _reason in found] == [2, 4]
    assert "4" in found[0][2]


def test_a_member_imports_for_its_own_organization_only(
    codes, enterprise_member, other_owner, citizen
):
    own = FIRST.replace("青岛海联智造有限公司", "")
    run(enterprise_member.actor, own)
    assert Listing.objects.get().organization == enterprise_member.organization
    assert [column for _l, column, _r in problems(other_owner.actor, FIRST)] == ["单位"]
    for stranger in (ANYONE, citizen.actor):
        with pytest.raises(NotAllowed):
            sheet(stranger, own)


def test_a_thousand_rows_take_few_statements(
    codes, enterprise, officer, django_assert_max_num_queries
):
    rows = "".join(FIRST.replace("CG-1", f"CG-{n}").replace("ZL1", f"ZL{n}") for n in range(1_000))
    with django_assert_max_num_queries(40):
        run(officer.actor, rows)
    assert Listing.objects.count() == 1_000
    assert Entry.objects.count() == 1_000


def upload(person, content, name="a.csv"):
    file = SimpleUploadedFile(name, content)
    return person.client, reverse("exchange:import"), {"file": file}


def test_through_the_pages(codes, enterprise_owner):
    browser, address, data = upload(enterprise_owner, (HEAD + FIRST).encode())
    plan = browser.post(address, data, follow=True)
    assert plan.context["plan"].counts[Action.CREATE] == 1
    assert not Listing.objects.exists()
    done = browser.post(reverse("exchange:import_confirm"), follow=True)
    assert "1" in str(next(iter(done.context["messages"])))
    assert Listing.objects.get().title == "一种涂层"
    assert browser.post(reverse("exchange:import_confirm")).status_code == 404


@pytest.mark.parametrize(
    ("name", "content", "status"),
    [
        ("a.xlsx", b"PK\x03\x04broken", 422),
        ("a.xlsx", b"", 422),
        ("a.csv", b"\xff\xfe\x00", 422),
        ("a.csv", "名字,什么\n1,2\n".encode(), 422),
        ("a.docx", b"PK", 422),
        ("a.csv", b"0" * (50 * 1024 * 1024), 413),
    ],
)
def test_broken_files_are_refused_where_they_were_chosen(
    name, content, status, enterprise_owner, codes
):
    browser, address, data = upload(enterprise_owner, content, name)
    answer = browser.post(address, data)
    assert answer.status_code == status
    assert 'role="alert"' in answer.content.decode()
    assert not Listing.objects.exists()


def test_what_goes_out_comes_in_again_unchanged(codes, enterprise_owner):
    run(enterprise_owner.actor, FIRST + SECOND)
    answer = enterprise_owner.client.get(reverse("exchange:export_mine", args=["xlsx"]))
    book = io.BytesIO(b"".join(answer.streaming_content))
    again = imports.read_listings(book, "again.xlsx", enterprise_owner.actor)
    # The owner has no credit code: it is known by its name.
    assert imports.plan_listings(again).counts[Action.UNCHANGED] == 2


def test_formulas_are_disarmed_and_search_exports_what_it_finds(
    enterprise_owner, institute, client
):
    listing(enterprise_owner, title='=HYPERLINK("http://x","y")', text="+1 @x 隔膜")
    listing(institute, kind="result", title="别的", text="无关", keywords=[])
    index_all()
    answer = client.get(reverse("exchange:export", args=["csv"]), {"q": "隔膜"})
    rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert len(rows) == 2
    assert not any(cell.startswith(("=", "+", "@")) for cell in rows[1])
    book = load_workbook(
        io.BytesIO(
            b"".join(client.get(reverse("exchange:export", args=["xlsx"])).streaming_content)
        )
    )
    assert not any(cell.data_type == "f" for line in book.active for cell in line)
    assert client.get(reverse("exchange:export", args=["pdf"])).status_code == 404


def test_the_template_can_be_filled_in_and_imported(codes, enterprise_owner):
    cast.organization(name="青岛示例科技有限公司")
    answer = enterprise_owner.client.get(reverse("exchange:import_template"))
    book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    assert [cell.value for cell in book.worksheets[0][1]][:3] == ["类型 *", "编号", "标题 *"]


def test_the_command_imports_with_or_without_doing_it(codes, enterprise, tmp_path, capsys):
    file = tmp_path / "a.csv"
    file.write_text(HEAD + FIRST, encoding="utf-8")
    call_command("import_listings", file)
    assert not Listing.objects.exists()
    call_command("import_listings", file, apply=True)
    assert Listing.objects.count() == 1
    file.write_text(HEAD + FIRST.replace("396", "999"), encoding="utf-8")
    with pytest.raises(CommandError, match="999"):
        call_command("import_listings", file, apply=True)
