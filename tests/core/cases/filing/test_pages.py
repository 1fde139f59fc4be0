"""The pages of the applicant's side: who sees which, and what they do without scripts."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lianqiao.core.cases.models import Case, Filing, Message, Remark
from lianqiao.core.cases.queries.filing import mine
from lianqiao.core.cases.services import applying, take
from tests.core.cases.filing import procedure
from tests.core.cases.filing.conftest import COMPLETE


def seen(client, filing, key) -> str:
    page = client.get(f"/cases/filings/{filing.pk}/").content.decode()
    return re.search(rf'name="_seen\.{key}" value="([^"]*)"', page)[1]


def typed(client, filing, **controls):
    keys = {name.partition("__")[0] for name in controls}
    data = {f"_seen.{key}": seen(client, filing, key) for key in keys}
    texts = {name.replace("__", "."): text for name, text in controls.items()}
    return data | texts | {"_field": sorted(keys)}


@pytest.fixture
def client(enterprise_owner):
    return enterprise_owner.client


def test_everybody_sees_what_can_be_applied_for(version, client, citizen, officer, institute):
    for who in (Client(), client, citizen.client, officer.client, institute.client):
        page = who.get("/cases/")
        assert (page.status_code, "示范车间认定" in page.content.decode()) == (200, True)
        assert who.get(f"/cases/apply/{procedure.CODE}/").status_code == 200
    assert client.get("/cases/apply/nothing/").status_code == 404


def test_a_case_is_begun_from_its_page_and_a_draft_is_named_first(version, client):
    begun = client.post(f"/cases/apply/{procedure.CODE}/")
    filing = Filing.objects.get()
    assert begun.url == f"/cases/filings/{filing.pk}/"
    assert filing.case.number in client.get(f"/cases/apply/{procedure.CODE}/").content.decode()
    assert filing.case.number in client.get("/cases/mine/").content.decode()
    assert client.post(f"/cases/apply/{procedure.CODE}/").status_code == 409
    assert client.post(f"/cases/apply/{procedure.CODE}/", {"another": "yes"}).status_code == 302


PAGES = ("/cases/filings/{filing}/", "/cases/filings/{filing}/print/", "/cases/{case}/")


def test_a_draft_is_its_applicants_alone(filing, client, enterprise_member, other_owner, citizen):
    addresses = [page.format(filing=filing.pk, case=filing.case_id) for page in PAGES]
    for address in addresses:
        assert client.get(address).status_code == 200
        assert enterprise_member.client.get(address).status_code == 200
        for stranger in (other_owner, citizen):
            assert stranger.client.get(address).status_code == 404


def test_the_office_sees_the_case_and_never_the_buffer(save, filing, officer, other_owner):
    save(title="还没交的名称")
    page = officer.client.get(f"/cases/{filing.case_id}/")
    assert page.status_code == 200
    assert "还没交的名称" not in page.content.decode()
    for address in PAGES[:2]:
        assert officer.client.get(address.format(filing=filing.pk)).status_code == 404


def test_what_was_submitted_is_read_by_both(submitted, officer, client):
    for who in (officer.client, client):
        assert "智能产线" in who.get(f"/cases/{submitted.pk}/").content.decode()


def test_a_whole_page_is_saved_without_scripts(client, filing):
    data = typed(client, filing, title="智能产线", staff="80", budget__0__item="试剂")
    answer = client.post(f"/cases/filings/{filing.pk}/", data)
    assert answer.status_code == 302
    filing.refresh_from_db()
    assert filing.buffer == {"title": "智能产线", "staff": "80", "budget": [{"item": "试剂"}]}


def test_what_a_page_shows_and_nobody_changed_is_not_written_again(
    client, filing, save, enterprise_member
):
    data = typed(client, filing, title="", staff="80")
    save(enterprise_member, title="同事写的")
    assert client.post(f"/cases/filings/{filing.pk}/", data).status_code == 302
    filing.refresh_from_db()
    assert filing.buffer == {"title": "同事写的", "staff": "80"}


def test_both_values_are_shown_where_two_wrote_and_the_second_try_counts(
    client, filing, save, enterprise_member
):
    data = typed(client, filing, title="我写的", staff="80")
    save(enterprise_member, title="同事写的")
    answer = client.post(f"/cases/filings/{filing.pk}/", data)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "我写的" in page
    assert "同事写的" in page
    again = typed(client, filing, title="我写的")
    assert client.post(f"/cases/filings/{filing.pk}/", again).status_code == 302
    filing.refresh_from_db()
    assert filing.buffer == {"title": "我写的", "staff": "80"}


def test_what_cannot_be_read_is_shown_as_it_was_typed(client, filing):
    data = typed(client, filing, staff="八十", title="智能产线", budget__0__pieces="三")
    answer = client.post(f"/cases/filings/{filing.pk}/", data)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="八十"' in page
    assert 'value="三"' in page
    filing.refresh_from_db()
    assert filing.buffer == {"title": "智能产线"}


def test_handing_in_names_and_links_what_is_missing(client, filing):
    data = typed(client, filing, title="智能产线") | {"_action": "submit"}
    answer = client.post(f"/cases/filings/{filing.pk}/", data)
    assert answer.status_code == 422
    assert 'href="#f-staff"' in answer.content.decode()
    complete = typed(client, filing, staff="80", true_copy="yes") | {"_action": "submit"}
    answer = client.post(f"/cases/filings/{filing.pk}/", complete)
    assert answer.url == f"/cases/{filing.case_id}/"
    assert Case.objects.get().state == "submitted"


def test_the_script_is_told_how_the_form_stands(client, filing):
    data = typed(client, filing, site="rent", staff="10", researchers="11")
    answer = client.post(f"/cases/filings/{filing.pk}/save/", data)
    told = answer.json()
    assert answer.status_code == 200
    assert "rent" in told["visible"]
    assert set(told["saved"]) == {"site", "staff", "researchers"}
    assert told["problems"] == {"researchers": "研发人员不能多于职工。"}
    # Of title, staff, rent and the declaration one is there.
    assert told["share"] == 25


def test_the_script_is_told_of_clashes_wrong_texts_and_calculated_cells(client, filing, save):
    data = typed(
        client,
        filing,
        title="甲",
        staff="x",
        budget__0__item="试剂",
        budget__0__pieces="3",
        budget__0__price="1.5",
    )
    save(title="乙")
    answer = client.post(f"/cases/filings/{filing.pk}/save/", data)
    told = answer.json()
    assert answer.status_code == 409
    assert (told["clashes"]["title"]["mine"], told["clashes"]["title"]["theirs"]) == ("甲", "乙")
    assert set(told["wrong"]) == {"staff"}
    assert told["calculated"]["budget.0.sum"].startswith("4.5")


def test_who_is_signed_out_is_told_so_and_nothing_is_saved(client, filing):
    data = typed(client, filing, title="甲")
    client.logout()
    answer = client.post(f"/cases/filings/{filing.pk}/save/", data)
    assert (answer.status_code, answer.json()) == (401, {"signed_out": True})
    assert client.get(f"/cases/filings/{filing.pk}/").status_code == 302


@pytest.mark.parametrize(
    "data",
    [
        {"_field": "title", "title": "a\x00b"},
        {"_field": "title", "title": "长" * 21},
        {"_field": ["nothing", "state", "../x"], "nothing": "1"},
        {"_field": "title", "title": "甲", "_seen.title": "９９:x"},
        {"_field": "title", "title": "甲", "_seen.title": "9" * 400},
        {"_field": "budget", "budget.99999.item": "x", "budget.-1.item": "y", "budget.0": "z"},
        {"_field": "budget", "_paste.budget": '"' * 9},
    ],
)
def test_hostile_values_break_nothing(client, filing, data):
    answer = client.post(f"/cases/filings/{filing.pk}/save/", data)
    assert answer.status_code in {200, 409, 422}
    filing.refresh_from_db()
    assert set(filing.buffer) <= {"title", "budget"}


def test_another_ones_filing_is_neither_saved_nor_printed(filing, other_owner):
    client = other_owner.client
    for verb in ("save/", "take-over/", "fields/plan/attach/", "files/1/off/"):
        answer = client.post(f"/cases/filings/{filing.pk}/{verb}", {"_field": "title"})
        assert answer.status_code in {404, 422}, verb
    file = SimpleUploadedFile("a.pdf", b"%PDF")
    answer = client.post(f"/cases/filings/{filing.pk}/fields/plan/attach/", {"_file": file})
    assert answer.status_code == 404


def test_rows_are_pasted_behind_those_that_are_there(client, filing):
    data = typed(client, filing, budget__0__item="试剂") | {"_paste.budget": "仪器\t2\t9\n运费"}
    assert client.post(f"/cases/filings/{filing.pk}/save/", data).status_code == 200
    filing.refresh_from_db()
    assert [row["item"] for row in filing.buffer["budget"]] == ["试剂", "仪器", "运费"]


def test_a_file_is_attached_fetched_and_taken_off(client, filing, other_owner, officer):
    file = SimpleUploadedFile("方案.pdf", b"%PDF-1.7")
    address = f"/cases/filings/{filing.pk}/fields/plan/attach/"
    assert client.post(address, {"_file": file}).url == f"/cases/filings/{filing.pk}/#f-plan"
    made = filing.attachments.get()
    fetched = client.get(f"/cases/filings/{filing.pk}/files/{made.pk}/")
    assert b"".join(fetched.streaming_content) == b"%PDF-1.7"
    assert "attachment" in fetched.headers["Content-Disposition"]
    for who in (other_owner, officer):
        assert who.client.get(f"/cases/filings/{filing.pk}/files/{made.pk}/").status_code == 404
    client.post(f"/cases/filings/{filing.pk}/files/{made.pk}/off/")
    assert not filing.attachments.exists()
    wrong = client.post(
        address, {"_file": SimpleUploadedFile("a.exe", b"x")}, HTTP_HX_REQUEST="true"
    )
    assert (wrong.status_code, "is-invalid" in wrong.content.decode()) == (422, True)


def test_a_remark_stands_at_its_field_and_not_with_strangers(client, filing, other_owner):
    data = {"filing": filing.pk, "about": "title", "text": "用全称"}
    address = f"/cases/{filing.case_id}/remark/"
    assert client.post(address, data).url == f"/cases/filings/{filing.pk}/#f-title"
    assert "用全称" in client.get(f"/cases/filings/{filing.pk}/").content.decode()
    assert other_owner.client.post(address, data).status_code == 404
    assert Remark.objects.count() == 1


def test_a_later_form_is_opened_from_the_case(submitted, client, officer):
    take(submitted.pk, "accept", actor=officer.actor)
    assert f"/cases/{submitted.pk}/open/" in client.get(f"/cases/{submitted.pk}/").content.decode()
    answer = client.post(f"/cases/{submitted.pk}/open/")
    assert client.get(answer.url).status_code == 200


def test_the_owner_withdraws_from_the_case(submitted, client):
    answer = client.post(f"/cases/{submitted.pk}/step/", {"step": "withdraw"})
    assert answer.url == f"/cases/{submitted.pk}/"
    assert Case.objects.get().state == "withdrawn"


def test_a_message_is_new_until_it_was_seen(submitted, client, enterprise_owner):
    Message.objects.create(case=submitted, title="已收到", text="谢谢")
    assert mine(enterprise_owner.actor).get().unread == 1
    client.get(f"/cases/{submitted.pk}/")
    assert mine(enterprise_owner.actor).get().unread == 0


def test_the_print_is_a_pdf_in_both_states(client, submitted):
    filing = submitted.filings.get()
    assert client.get(f"/cases/filings/{filing.pk}/print/").content.startswith(b"%PDF")


def test_my_cases_take_the_same_queries_however_many(submitted, client, enterprise_owner):
    def queries(address: str) -> int:
        with CaptureQueriesContext(connection) as found:
            assert client.get(address).status_code == 200
        return len(found)

    for address in ("/cases/mine/", "/cases/"):
        queries(address)
        few = queries(address)
        for _time in range(3):
            applying.start(actor=enterprise_owner.actor, code=procedure.CODE, another=True)
        assert queries(address) == few


def test_a_form_of_all_kinds_is_shown_in_words(client, filing, save, codes):
    save(
        **COMPLETE,
        site="rent",
        rent="125000.00",
        begins_on="2026-03-01",
        place={"region": "370202", "text": "香港路1号"},
        partner={"name": "甲公司", "uscc": ""},
        leader={"name": "王建国", "phone": "0532"},
        rights=[{"kind": "invention", "number": "ZL1", "name": "泵"}],
    )
    page = client.get(f"/cases/filings/{filing.pk}/").content.decode()
    assert 'value="12.5"' in page
    assert "市南区" in page
    client.post(f"/cases/filings/{filing.pk}/", {"_action": "submit"})
    read = client.get(f"/cases/{filing.case_id}/").content.decode()
    for words in ("租用", "12.5", "香港路1号", "甲公司", "发明专利", "80"):
        assert words in read, words
