"""The pages of an import: upload, dry run, confirmation, templates; and who sees them."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from lianqiao.core.facts.models import FactImport
from lianqiao.core.facts.services import imports
from lianqiao.core.ledger.models import Entry
from lianqiao.core.parties.models import FactDefinition
from lianqiao.core.parties.permissions import OPERATOR
from lianqiao.core.sheets import Action
from tests import cast
from tests.core.facts.conftest import CODE, TAX, facts

pytestmark = pytest.mark.usefixtures("known")
UPLOAD, PLAN, CONFIRM = "facts:import", "facts:import_plan", "facts:import_confirm"
GOOD = f"信用代码,年度,营业收入（万元）\n{CODE},2025,5\n"
MIXED = GOOD + f"{CODE},2024,-5\n"


def upload(client, text, name="表.csv", **given):
    given = {"source": "tax", "known_on": "2026-03-31"} | given
    file = SimpleUploadedFile(name, text.encode())
    return client.post(reverse(UPLOAD), {"file": file, **given}, follow=True)


def test_upload_dry_run_confirmation(officer, data_dir):
    client = officer.client
    page = upload(client, GOOD)
    assert page.redirect_chain[-1][0] == reverse(PLAN)
    assert "青岛甲有限公司" in page.content.decode()
    assert facts("number") == []
    assert client.post(reverse(CONFIRM), follow=True).status_code == 200
    assert facts("number", "source_id") == [(5_000_000, "tax")]
    assert list((data_dir / "uploads").iterdir()) == []
    assert client.post(reverse(CONFIRM)).status_code == 404
    kept = FactImport.objects.get()
    assert kept.imported_by == officer.user
    assert kept.file_name in client.get(reverse("facts:imported", args=[kept.pk])).content.decode()
    assert client.get(reverse("facts:imported", args=[kept.pk + 1])).status_code == 404


def test_good_rows_without_the_bad(officer):
    client = officer.client
    page = upload(client, MIXED).content.decode()
    assert 'name="without_bad"' in page
    assert client.post(reverse(CONFIRM)).status_code == 422
    assert facts("number") == []
    answer = client.get(reverse("facts:import_bad", args=["csv"]))
    [_head, line] = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert line.startswith("3,青岛甲有限公司,营业收入,")
    client.post(reverse(CONFIRM), {"without_bad": "1"})
    assert facts("number") == [(5_000_000,)]


def test_what_is_known_already_offers_no_import(officer):
    client = officer.client
    upload(client, GOOD)
    client.post(reverse(CONFIRM))
    assert "button--signal" not in upload(client, GOOD).content.decode()


@pytest.mark.parametrize(
    ("text", "given", "status"),
    [
        (GOOD, {"name": "表.pdf"}, 422),
        ("信用代码,年度,利息\n", {}, 422),
        ("信用代码,年度,营业收入（吨）\n", {}, 422),
        (GOOD, {"known_on": "2099-01-01"}, 422),
        (GOOD, {"source": "neighbour"}, 422),
    ],
)
def test_what_is_refused_where_it_was_chosen(officer, text, given, status):
    assert upload(officer.client, text, **given).status_code == status


@pytest.mark.parametrize("form", ["long", "wide"])
def test_templates_are_good_files(officer, form):
    definitions = FactDefinition.objects.count()
    answer = officer.client.get(reverse("facts:import_template", args=[form]))
    content = b"".join(answer.streaming_content)
    book = load_workbook(io.BytesIO(content))
    assert book.worksheets[1].max_row == definitions + 1
    assert book.worksheets[0].max_column == (9 if form == "long" else 6 + definitions)
    cast.organization(uscc="91370212MA3TEXT00M")
    found = imports.plan_facts(io.BytesIO(content), "a.xlsx", actor=OPERATOR, given=TAX)
    assert (found.counts[Action.BAD], found.ignored) == (0, [])
    assert found.facts == (1 if form == "long" else 0)
    assert officer.client.get(reverse("facts:import_template", args=["tall"])).status_code == 404


def test_bureaus_alone(enterprise_owner, citizen, client, team_lead):
    names = [(UPLOAD, []), (PLAN, []), ("facts:import_bad", ["csv"])]
    names += [("facts:import_template", ["wide"]), ("facts:imported", [1])]
    for browser in (enterprise_owner.client, citizen.client, client):
        for name, args in names:
            assert browser.get(reverse(name, args=args)).status_code == 404, name
        assert browser.post(reverse(CONFIRM)).status_code == 404
    assert team_lead.client.get(reverse(UPLOAD)).status_code == 200


def test_pages_ask_no_more_for_more_rows(officer, django_assert_num_queries):
    client = officer.client
    upload(client, MIXED)
    with CaptureQueriesContext(connection) as few:
        client.get(reverse(PLAN))
    count = len(few)
    others = [cast.organization().name for _ in range(20)]
    text = "名称,年度,营业收入\n" + "".join(f"{name},2024,{len(name)}\n" for name in others)
    upload(client, text + "无名,2024,1\n" * 5)
    with django_assert_num_queries(count):
        client.get(reverse(PLAN))


def test_the_list_of_imports_asks_no_more_for_more(officer, django_assert_num_queries):
    client = officer.client
    upload(client, GOOD)
    client.post(reverse(CONFIRM))
    client.get(reverse(UPLOAD))
    with CaptureQueriesContext(connection) as few:
        client.get(reverse(UPLOAD))
    count = len(few)  # The next request empties the log.
    for amount in (6, 7, 8):
        upload(client, GOOD.replace(",5\n", f",{amount}\n"), known_on="")
        client.post(reverse(CONFIRM))
    client.get(reverse(UPLOAD))
    with django_assert_num_queries(count):
        page = client.get(reverse(UPLOAD)).content.decode()
    assert page.count("表.csv") == 4


def test_links_lead_here(officer, enterprise_owner):
    for name in ("parties:organizations", "parties:fact_conflicts"):
        assert reverse(UPLOAD) in officer.client.get(reverse(name)).content.decode()
    page = enterprise_owner.client.get(reverse("parties:organizations")).content.decode()
    assert reverse(UPLOAD) not in page


def test_the_ledger_leads_to_the_import(officer):
    client = officer.client
    upload(client, GOOD)
    client.post(reverse(CONFIRM))
    entry = Entry.objects.get(kind="facts.imported")
    page = client.get(reverse("ledger:entry", args=[entry.pk])).content.decode()
    assert reverse("facts:imported", args=[FactImport.objects.get().pk]) in page
