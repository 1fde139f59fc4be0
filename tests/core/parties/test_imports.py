"""Organizations from files: planned row by row, imported whole or not at all, and only once."""

from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse
from openpyxl import load_workbook

from lianqiao.core.errors import Conflict, Invalid, NotAllowed
from lianqiao.core.parties import imports, queries, services
from lianqiao.core.parties.columns import COLUMNS
from lianqiao.core.parties.models import Organization
from lianqiao.core.parties.permissions import OPERATOR
from lianqiao.core.sheets import Action, write_csv
from tests import cast

HEAD = "统一社会信用代码,名称,英文名称,类型,地区,行业,成立日期,地址,联系人,电话,邮箱\n"
FIRST = (
    "91110000600037341L,青岛甲有限公司,Jia,企业,青岛市崂山区,396,2016-05-18,"
    "海尔路1号,王一,0532-1,a@example.org\n"
)
SECOND = ",青岛乙研究院,,研究院,370214,M73,,,,,\n"


def sheet(text):
    return imports.read_organizations(io.BytesIO((HEAD + text).encode()), "a.csv")


def plan(text):
    return imports.plan_organizations(sheet(text))


def run(text):
    return imports.import_organizations(sheet(text), actor=OPERATOR).counts


def actions(text):
    return [row.action for row in plan(text).rows]


def test_first_time_creates_second_time_changes_nothing(codes):
    assert run(FIRST + SECOND)[Action.CREATE] == 2
    row = Organization.objects.get(uscc="91110000600037341L")
    assert (row.kind, row.region_id, row.industry_id) == ("enterprise", "370212", "396")
    assert (row.founded_on, row.contact_email) == (date(2016, 5, 18), "a@example.org")
    assert row.pinyin == "qingdaojiayouxiangongsi"
    before = list(Organization.objects.order_by("pk").values_list())
    assert run(FIRST + SECOND)[Action.UNCHANGED] == 2
    assert list(Organization.objects.order_by("pk").values_list()) == before


def test_changes_are_named_and_empty_cells_leave_things(codes):
    run(FIRST)
    changed = FIRST.replace("海尔路1号", "松岭路2号").replace("0532-1", "").replace("甲", "甲新")
    row = plan(changed).rows[0]
    assert (row.action, set(row.changes)) == (Action.UPDATE, {"名称", "地址"})
    run(changed)
    found = queries.organization_for(row.target)
    assert (found.name, found.address, found.contact_phone) == (
        "青岛甲新有限公司",
        "松岭路2号",
        "0532-1",
    )
    assert [former.name for former in found.former_names.all()] == ["青岛甲有限公司"]


def test_a_code_comes_to_the_one_known_by_name(codes):
    known = cast.organization(name="青岛甲有限公司")
    assert plan(FIRST).rows[0].target == known.pk
    run(FIRST)
    known.refresh_from_db()
    assert known.uscc == "91110000600037341L"


def test_without_code_there_is_a_warning(codes):
    assert plan(SECOND).rows[0].warnings
    assert not plan(FIRST).rows[0].warnings


def test_name_borne_by_several_needs_the_code(codes):
    for code in ("91110000600037341L", "91370212MA3TEXT00M"):
        cast.organization(name="青岛乙研究院", uscc=code)
    assert actions(SECOND) == [Action.BAD]


@pytest.mark.parametrize(
    ("lines", "bad"),
    [
        (FIRST + SECOND + FIRST, {2: "4", 4: "2"}),
        (SECOND + FIRST + SECOND, {2: "4", 4: "2"}),
        (SECOND + "91110000600037341L,青岛乙研究院,,,,,,,,,\n", {2: "3"}),
    ],
    ids=["by code", "by name", "by name with and without code"],
)
def test_twins_name_each_other(codes, lines, bad):
    found = {row.line: row.problems[0].reason for row in plan(lines).having(Action.BAD)}
    assert found.keys() == bad.keys()
    assert all(other in found[line] for line, other in bad.items())


def test_one_bad_row_and_nothing_is_imported(codes):
    with pytest.raises(Invalid, match="3"):
        run(FIRST + SECOND.replace("370214", "亚特兰蒂斯"))
    assert not Organization.objects.exists()


def test_only_administrators_import(officer, codes):
    with pytest.raises(NotAllowed):
        imports.import_organizations(sheet(FIRST), actor=officer.actor)


def test_an_export_imports_again_and_changes_nothing(codes, officer):
    run(FIRST + SECOND)
    cast.organization(name="=1+1", contact_phone="+86 532")
    content = b"".join(
        write_csv(COLUMNS, queries.export_rows(officer.actor, queries.OrganizationFilter()))
    )
    again = imports.plan_organizations(imports.read_organizations(io.BytesIO(content), "a.csv"))
    assert {row.action for row in again.rows} == {Action.UNCHANGED}
    assert len(again.rows) == Organization.objects.count()


def many(count):
    from lianqiao.core.parties.uscc import check_digit

    lines = []
    for number in range(count):
        first = f"91370212{number:09d}"
        lines.append(f"{first}{check_digit(first)},青岛第{number}公司,,企业,370212,396,,,,,\n")
    return "".join(lines)


def test_queries_do_not_grow_with_the_rows(codes, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        assert run(many(400))[Action.CREATE] == 400
    changed = many(400).replace("青岛第", "烟台第")
    with django_assert_max_num_queries(12):
        assert run(changed)[Action.UPDATE] == 400


def test_two_at_once_import_one(committed_db):
    """Whoever comes second is told, or finds everything there; nobody gets half."""
    from django.db import connection

    services.load_codes()

    def work():
        try:
            return run(many(50))[Action.CREATE]
        except Conflict:
            return "refused"
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        results = [future.result() for future in [pool.submit(work) for _ in range(4)]]
    assert results.count(50) == 1
    assert Organization.objects.count() == 50


def test_command_plans_first_and_applies_when_told(codes, tmp_path, capsys):
    file = tmp_path / "名单.csv"
    file.write_text(HEAD + FIRST, encoding="gb18030")
    call_command("import_organizations", file)
    assert "青岛甲有限公司" in capsys.readouterr().out
    assert not Organization.objects.exists()
    call_command("import_organizations", file, "--apply")
    assert Organization.objects.count() == 1
    for wrong in (tmp_path / "none.csv", tmp_path):
        with pytest.raises(CommandError):
            call_command("import_organizations", wrong)


def upload(client, content, name="名单.csv"):
    return client.post(
        reverse("parties:import"), {"file": SimpleUploadedFile(name, content)}, follow=True
    )


def test_page_shows_the_plan_then_imports(administrator, codes, data_dir):
    client = administrator.client
    page = upload(client, (HEAD + FIRST).encode())
    assert "青岛甲有限公司" in page.content.decode()
    assert not Organization.objects.filter(name="青岛甲有限公司").exists()
    client.post(reverse("parties:import_confirm"))
    assert Organization.objects.filter(name="青岛甲有限公司").count() == 1
    assert list((data_dir / "uploads").iterdir()) == []
    assert client.post(reverse("parties:import_confirm")).status_code == 404


def test_page_offers_no_import_of_bad_rows(administrator, codes):
    client = administrator.client
    page = upload(client, (HEAD + FIRST.replace("L,", "M,")).encode()).content.decode()
    assert reverse("parties:import_confirm") not in page
    assert client.post(reverse("parties:import_confirm")).status_code == 422
    assert not Organization.objects.filter(name="青岛甲有限公司").exists()


@pytest.mark.parametrize(
    ("content", "name", "status"),
    [(b"\x00", "a.xlsx", 422), (b"x", "a.exe", 422), (bytes(21 * 2**20), "a.csv", 413)],
)
def test_page_refuses_what_can_not_be_read(administrator, content, name, status):
    assert upload(administrator.client, content, name).status_code == status


def test_page_wants_a_file(administrator):
    assert administrator.client.post(reverse("parties:import")).status_code == 422


def test_template_reads_as_one_good_row(administrator, codes):
    answer = administrator.client.get(reverse("parties:import_template"))
    content = b"".join(answer.streaming_content)
    found = imports.plan_organizations(imports.read_organizations(io.BytesIO(content), "a.xlsx"))
    assert [row.action for row in found.rows] == [Action.CREATE]
    assert len(load_workbook(io.BytesIO(content)).sheetnames) == 4
