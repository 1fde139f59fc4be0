"""Titles granted elsewhere, from a list: dry run, all or nothing, the same twice."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import Workbook

from lianqiao.core.errors import Invalid, NotFound
from lianqiao.core.ledger.models import Entry
from lianqiao.core.parties.models import Title
from lianqiao.core.sheets import Action, read
from lianqiao.core.titles import kinds
from lianqiao.desks.programs.columns import GRANTED
from lianqiao.desks.programs.granted import import_titles, plan_titles
from tests.cast import organization
from tests.desks.policies.conftest import dictionary

HEADS = ["企业名称", "统一社会信用代码", "资质称号", "有效期起", "有效期止", "认定单位", "证书编号"]
ROW = ["青岛海联智造有限公司", "", "创新型中小企业", "2024-01-01", "2026-12-31", "测试市局", "X1"]


def book(*rows) -> bytes:
    made = Workbook()
    made.active.append(HEADS)
    for row in rows:
        made.active.append(row)
    file = BytesIO()
    made.save(file)
    return file.getvalue()


def sheet(*rows):
    return read(BytesIO(book(*rows)), "称号.xlsx", GRANTED)


def changed(**values):
    return [values.get(head, cell) for head, cell in zip(HEADS, ROW, strict=True)]


@pytest.fixture
def city(enterprise):
    dictionary()
    return enterprise


def test_a_list_is_taken_in_and_the_same_twice_changes_nothing(city, officer):
    later = changed(有效期起="2027-01-01", 有效期止="2029-12-31")
    assert import_titles(sheet(later, ROW), actor=officer.actor).counts[Action.CREATE] == 2
    first = Title.objects.get(organization=city, number="X1", valid_from=date(2024, 1, 1))
    assert (first.kind.code, first.valid_to) == ("innovative-sme", date(2026, 12, 31))
    again = import_titles(sheet(later, ROW), actor=officer.actor)
    assert again.counts[Action.UNCHANGED] == 2
    entries = Entry.objects.filter(kind=kinds.GRANTED).order_by("happened_at")
    assert [one.quantities["first"][0] for one in entries] == ["1", "0"]


@pytest.mark.parametrize(
    "values",
    [
        {"企业名称": "没有这家公司"},
        {"统一社会信用代码": "91370200MA3XXXXXX1"},
        {"资质称号": "没有这个称号"},
        {"有效期止": "2023-12-31"},
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_granted(city, officer, values):
    plan = plan_titles(sheet(ROW, changed(**values)), actor=officer.actor)
    [bad] = plan.having(Action.BAD)
    assert bad.line == 3
    assert bad.problems
    with pytest.raises(Invalid):
        import_titles(sheet(ROW, changed(**values)), actor=officer.actor)
    assert not Title.objects.exists()


def test_terms_that_overlap_are_bad_in_the_list_and_against_the_record(city, officer):
    over = changed(有效期起="2026-12-31", 有效期止="2028-12-31")
    assert plan_titles(sheet(ROW, over), actor=officer.actor).counts[Action.BAD] == 1
    import_titles(sheet(ROW), actor=officer.actor)
    assert plan_titles(sheet(over), actor=officer.actor).counts[Action.BAD] == 1


def test_a_name_borne_twice_needs_the_credit_code(city, officer):
    organization(name=city.name, uscc="91370200MA3C00001N")
    assert plan_titles(sheet(ROW), actor=officer.actor).counts[Action.BAD] == 1


def test_the_dry_run_takes_the_same_queries_for_any_length(city, officer):
    counted = []
    for rows in (1, 20):
        days = [
            changed(有效期起=f"19{n:02}-01-01", 有效期止=f"19{n:02}-12-31") for n in range(rows)
        ]
        with CaptureQueriesContext(connection) as queries:
            plan_titles(sheet(*days), actor=officer.actor)
        counted.append(len(queries))
    assert counted[0] == counted[1]


def test_the_pages_lead_from_the_file_to_the_titles(city, officer, enterprise_owner):
    browser = officer.client
    file = SimpleUploadedFile("称号.xlsx", book(ROW))
    answer = browser.post(reverse("programs:import"), {"file": file}, follow=True)
    assert city.name in answer.content.decode()
    assert not Title.objects.exists()
    browser.post(reverse("programs:import_confirm"))
    assert Title.objects.get().number == "X1"
    empty = browser.get(reverse("programs:import_template"))
    assert empty.getvalue().startswith(b"PK")
    assert enterprise_owner.client.get(reverse("programs:import")).status_code == 404
    with pytest.raises(NotFound):
        plan_titles(sheet(ROW), actor=enterprise_owner.actor)
