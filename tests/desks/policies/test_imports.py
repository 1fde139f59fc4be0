"""Files become drafts: papers one by one, lists row by row; nothing is published by it."""

from __future__ import annotations

import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook

from lianqiao.core.errors import Conflict, Invalid, NotAllowed
from lianqiao.core.sheets import Action
from lianqiao.desks.policies import imports
from lianqiao.desks.policies.models import Stage, Version
from lianqiao.desks.policies.services import papers
from tests.desks.policies.conftest import draft, measure, published
from tests.desks.policies.papers.test_files import LINES, docx

IMPORT = reverse("policies:import")
HEAD = ["政策名称", "文号", "发文机关", "级别", "主题", "施行日期", "有效期至"]
ROWS = [
    [
        "降低融资成本的措施",
        "测财〔2026〕3号",
        "财政局",
        "市级",
        "finance",
        "2026-1-1",
        "2028-12-31",
    ],
    ["稳岗补贴办法", "", "人社局", "省级", "employment", "2026年2月1日", ""],
]


def sheet(*rows, head=HEAD):
    book = Workbook()
    for row in (head, *rows):
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return io.BytesIO(file.getvalue())


def read(officer, *rows, head=HEAD):
    return imports.read_policies(sheet(*rows, head=head), "清单.xlsx", officer.actor)


def uploaded(browser, file, name):
    return browser.post(IMPORT, {"file": SimpleUploadedFile(name, file.getvalue())})


def test_a_paper_becomes_a_draft_with_its_file(officer):
    answer = uploaded(officer.client, docx(*LINES), "措施.docx")
    row = Version.objects.get()
    assert answer.headers["Location"] == reverse("policies:edit", args=[row.pk])
    assert (row.stage, row.title, row.valid_from) == (Stage.DRAFT, LINES[2], date(2026, 3, 1))
    assert row.attachments.get().name == "措施.docx"


def test_a_file_that_cannot_be_read_says_so_where_it_was_chosen(officer):
    answer = uploaded(officer.client, io.BytesIO(b"no archive"), "坏.docx")
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert not Version.objects.exists()


def test_values_in_the_text_find_their_places(officer):
    row = draft(
        measure(cap=None, budget=None),
        by=officer,
        text="第一条 最高100万元，年度预算3000万元，2026年9月30日截止，比例10%。",
    )
    page = officer.client.get(reverse("policies:values", args=[row.pk]))
    found = {value.written: (value, dict(places)) for value, places in page.context["found"]}
    grant = row.measures.get()
    assert set(found["100万元"][1]) == {f"cap:{grant.pk}", f"budget:{grant.pk}"}
    assert found["10%"][1] == {}
    use = reverse("policies:use_value", args=[row.pk])
    for written, place in (
        ("100万元", f"cap:{grant.pk}"),
        ("3000万元", f"budget:{grant.pk}"),
        ("2026年9月30日", f"closes_on:{grant.pk}"),
        ("2026年9月30日", "valid_to"),
    ):
        officer.client.post(use, {"at": found[written][0].at, "place": place})
    grant.refresh_from_db()
    row.refresh_from_db()
    assert (grant.cap, grant.budget) == (100_000_000, 3_000_000_000)
    assert grant.closes_on == row.valid_to == date(2026, 9, 30)
    assert grant.condition == "rd_expense(year - 1) >= 500000"


def test_a_value_that_is_no_longer_there_or_does_not_fit_is_refused(officer):
    row = draft(by=officer, text="最高100万元")
    with pytest.raises(Conflict):
        papers.use_value(actor=officer.actor, version=row.pk, at=999, place="cap", measure=None)
    at = papers.values_of(row)[0].at
    with pytest.raises(Invalid):
        papers.use_value(
            actor=officer.actor, version=row.pk, at=at, place="condition", measure=None
        )


def test_a_list_is_planned_then_imported_and_the_second_time_changes_nothing(officer):
    browser = officer.client
    answer = uploaded(browser, sheet(*ROWS), "清单.xlsx")
    assert answer.headers["Location"] == reverse("policies:import_plan")
    assert not Version.objects.exists()
    counts = browser.get(answer.headers["Location"]).context["plan"].counts
    assert counts[Action.CREATE] == 2
    browser.post(reverse("policies:import_confirm"))
    found = Version.objects.order_by("pk").values_list("title", "stage", "level", "topics")
    assert list(found) == [
        ("降低融资成本的措施", "draft", "city", ["finance"]),
        ("稳岗补贴办法", "draft", "province", ["employment"]),
    ]
    again = imports.plan_policies(read(officer, *ROWS), officer.actor)
    assert again.counts[Action.UNCHANGED] == 2


def test_a_changed_row_changes_the_draft_and_empty_cells_nothing(officer):
    imports.import_policies(read(officer, *ROWS), actor=officer.actor)
    changed = ["新题目", ROWS[0][1], "", "", "", "", "2029-12-31"]
    plan = imports.import_policies(read(officer, changed), actor=officer.actor)
    assert plan.counts[Action.UPDATE] == 1
    row = Version.objects.get(document_number=ROWS[0][1])
    assert (row.title, row.issuer, row.valid_to) == ("新题目", "财政局", date(2029, 12, 31))


def test_what_is_published_stays_as_it_is(bureau, officer):
    row = published(office=bureau)
    changed = ["另一个题目", row.document_number, "", "", "", "", ""]
    plan = imports.import_policies(read(officer, changed), actor=officer.actor)
    assert plan.counts[Action.UNCHANGED] == 1
    assert plan.rows[0].warnings
    row.refresh_from_db()
    assert row.title != "另一个题目"


def test_bad_rows_are_named_and_nothing_is_half_imported(officer):
    bad = [
        ["", "测〔2026〕9号", "", "", "", "", ""],
        ["甲", "", "", "宇宙级", "", "", ""],
        ["乙", "", "", "区级", "", "", ""],
        ["丙", "", "", "", "", "2026-05-01", "2026-04-01"],
        ["丁", "", "", "", "", "", ""],
        ["丁", "", "", "", "", "", ""],
    ]
    found = imports.plan_policies(read(officer, ROWS[0], *bad), officer.actor)
    columns = {row.line: [one.column for one in row.problems] for row in found.having(Action.BAD)}
    assert columns == {
        3: ["政策名称"],
        4: ["级别"],
        5: ["地区"],
        6: ["有效期至"],
        8: [""],
    }
    with pytest.raises(Invalid):
        imports.import_policies(read(officer, ROWS[0], *bad), actor=officer.actor)
    assert not Version.objects.exists()


def test_only_a_bureau_imports(enterprise_owner, client):
    assert enterprise_owner.client.get(IMPORT).status_code == 403
    assert uploaded(enterprise_owner.client, docx(*LINES), "a.docx").status_code == 403
    with pytest.raises(NotAllowed):
        imports.import_policies(read(enterprise_owner, *ROWS), actor=enterprise_owner.actor)


def test_the_template_reads_back(officer):
    answer = officer.client.get(reverse("policies:import_template"))
    file = io.BytesIO(b"".join(answer.streaming_content))
    found = imports.read_policies(file, "policies.xlsx", officer.actor)
    assert found.ignored == []
