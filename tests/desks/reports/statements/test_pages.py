"""Pages of published texts: marks in their place, nothing of a text read as markup."""

from __future__ import annotations

import csv
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from pypdf import PdfReader

from lianqiao.core.indicators.models import Indicator
from lianqiao.core.parties.actors import Role
from lianqiao.desks.reports.statements import services
from lianqiao.desks.reports.statements.models import Text
from lianqiao.desks.reports.statements.services import Remark
from tests.cast import person
from tests.desks.reports.statements.conftest import BODY

SEED = Path(__file__).parents[5] / "shared" / "data" / "seed"


def url(name, *args):
    return reverse(f"statements:{name}", args=args)


def test_the_text_reads_as_itself_with_marks(city, enter, officer):
    text = enter()
    shown = officer.client.get(url("text", text.pk)).content.decode()
    claim = text.claims.get(written="459项")
    assert f'<mark class="claim claim--differs" id="claim-{claim.pk}">459项' in shown
    assert "457" in shown
    assert "claim--agrees" in shown
    assert "claim--reported" in shown
    assert "claim--unknown" in shown


def test_nothing_of_a_text_is_markup(city, enter, officer):
    text = enter(
        "## 市科技局<script>alert(1)</script>\n成功对接459项<img src=x onerror=alert(2)>。\n"
    )
    for address in (url("text", text.pk), url("claim", text.claims.get().pk), url("list")):
        shown = officer.client.get(address).content.decode()
        assert "<script>alert" not in shown
        assert "<img src=x" not in shown


def test_pasted_and_uploaded(city, officer):
    given = {"title": "报告", "year": 2024, "published_on": "2024-12-11"}
    answer = officer.client.post(url("new"), given | {"body": BODY})
    assert answer.status_code == 302
    file = SimpleUploadedFile("报告.md", ("# 另一篇\n" + BODY).encode())
    answer = officer.client.post(url("new"), given | {"file": file})
    assert answer.status_code == 302
    assert officer.client.post(url("new"), given | {"body": BODY}).status_code == 422
    broken = SimpleUploadedFile("报告.pdf", b"%PDF-1.7 broken")
    assert officer.client.post(url("new"), given | {"file": broken}).status_code == 422


def test_a_claim_is_decided_on_its_page(city, enter, officer):
    claim = enter().claims.get(written="81.78岁")
    shown = officer.client.get(url("claim", claim.pk))
    assert shown.status_code == 200
    answer = officer.client.post(url("decide", claim.pk), {"none": "1", "expected": claim.standing})
    assert answer.status_code == 302
    again = {"indicator": "talk.signed", "expected": "open"}
    assert officer.client.post(url("decide", claim.pk), again).status_code == 422


def test_what_an_indicator_hides_a_text_does_not_tell(city, enter, officer, lead):
    text = enter()
    services.confirm_likely(text.pk, actor=officer.actor)
    services.publish(text.pk, actor=lead.actor, is_public=True)
    Indicator.objects.filter(pk="talk.paid").update(is_public=False)
    paid = text.claims.get(written="1021.15万元")
    for address in (
        url("text", text.pk),
        url("claim", paid.pk),
        f"{url('text', text.pk)}?outcome=agrees",
    ):
        shown = Client().get(address).content.decode()
        assert "talk.paid" not in shown
        assert "托育服务保育费补助发放额" not in shown
    table = b"".join(Client().get(url("export", text.pk, "csv"))).decode("utf-8-sig")
    assert "talk.paid" not in table
    assert "talk.signed" in table


def test_a_figure_is_decided_within_the_text(city, enter, officer):
    claim = enter().claims.get(written="81.78岁")
    htmx = {"HTTP_HX_REQUEST": "true"}
    panel = officer.client.get(url("claim", claim.pk), **htmx).content.decode()
    assert "<html" not in panel
    said = {"none": "1", "expected": claim.standing}
    answer = officer.client.post(url("decide", claim.pk), said, **htmx)
    assert answer.headers["HX-Retarget"] == f"#note-{claim.pk}"
    assert f'id="claim-{claim.pk}" hx-swap-oob="true"' in answer.content.decode()
    late = officer.client.post(url("decide", claim.pk), said, **htmx)
    assert late.status_code == 422
    assert "HX-Retarget" not in late.headers


def test_the_list_is_sought_and_handed_out(city, enter, officer):
    enter()
    enter("成功对接300项。", title="另一篇", year=2023)
    shown = officer.client.get(url("list"), {"year": 2023}).content.decode()
    assert "另一篇" in shown
    assert "三民活动" not in shown
    answer = officer.client.get(url("export_list", "csv"), {"q": "三民"})
    table = b"".join(answer).decode("utf-8-sig")
    assert "三民活动" in table
    assert "另一篇" not in table


def test_lists_and_paper(city, enter, officer):
    text = enter()
    book = load_workbook(BytesIO(officer.client.get(url("export", text.pk, "xlsx")).getvalue()))
    rows = list(book.active.iter_rows(min_row=2, values_only=True))
    assert [row[1] for row in rows] == ["459项", "1021.15万元", "880万次", "81.78岁"]
    paper = officer.client.get(url("pdf", text.pk))
    words = "".join(page.extract_text() for page in PdfReader(BytesIO(paper.content)).pages)
    assert "459项" in words.replace(" ", "").replace("\n", "")
    assert "457" in words


@pytest.mark.parametrize(
    ("who", "name", "status"),
    [
        (Role.OFFICER, "text", 200),
        (Role.OWNER, "text", 404),
        (None, "text", 404),
        (Role.OWNER, "new", 403),
        (None, "new", 302),
        (None, "list", 200),
    ],
)
def test_who_may(city, enter, science, who, name, status):
    text = enter()
    home = science if who == Role.OFFICER else None
    client = person(who, home).client if who else Client()
    args = (text.pk,) if name == "text" else ()
    assert client.get(url(name, *args)).status_code == status


def test_a_lead_opens_it_to_everybody(city, enter, lead, officer):
    text = enter()
    assert officer.client.post(url("publish", text.pk), {"public": "1"}).status_code == 403
    lead.client.post(url("publish", text.pk), {"public": "1"})
    assert Client().get(url("text", text.pk)).status_code == 404
    claim = text.claims.get(written="459项")
    services.confirm_likely(text.pk, actor=officer.actor)
    services.confirm(claim.pk, "talk.signed", actor=officer.actor, remark=Remark("问过科技局"))
    assert lead.client.post(url("publish", text.pk), {"public": "1"}).status_code == 302
    shown = Client().get(url("text", text.pk))
    assert shown.status_code == 200
    assert "问过科技局" not in shown.content.decode()
    assert "问过科技局" in officer.client.get(url("claim", claim.pk)).content.decode()
    assert "问过科技局" not in Client().get(url("claim", claim.pk)).content.decode()
    assert Client().get(url("export", text.pk, "csv")).status_code == 200
    assert Client().post(url("decide", text.claims.first().pk), {"none": "1"}).status_code == 403


def test_why_a_figure_differs_stands_in_public_where_it_is_marked_so(city, enter, lead, officer):
    text = enter()
    claim = text.claims.get(written="459项")
    services.confirm_likely(text.pk, actor=officer.actor)
    said = {"indicator": "talk.signed", "remark": "两项在年底签订"}
    for marked, shows in (({"public": "1"}, True), ({}, False)):
        officer.client.post(url("decide", claim.pk), said | marked)
        services.publish(text.pk, actor=lead.actor, is_public=True)
        for name, pk in (("text", text.pk), ("claim", claim.pk)):
            page = Client().get(url(name, pk)).content.decode()
            assert ("两项在年底签订" in page) is shows


def test_a_public_note_that_says_nothing_is_none(city, enter, officer):
    claim = enter().claims.get(written="459项")
    services.dismiss(claim.pk, actor=officer.actor, remark=Remark(" ", is_public=True))
    claim.refresh_from_db()
    assert not claim.is_remark_public


def test_how_far_it_is_read_is_shown_until_it_is_over(city, enter, officer, monkeypatch):
    monkeypatch.setattr(services.entering, "AT_ONCE", 10)
    text = enter(BODY * 5)
    page = officer.client.get(url("text", text.pk)).content.decode()
    assert url("progress", text.pk) in page
    Text.objects.filter(pk=text.pk).update(read_to=len(BODY))
    part = officer.client.get(url("progress", text.pk)).content.decode()
    assert f'max="{5 * len(BODY)}" value="{len(BODY)}"' in part
    officer.client.post(url("move", text.pk), {"stop": "1"})
    assert 'name="stop"' not in officer.client.get(url("text", text.pk)).content.decode()
    officer.client.post(url("move", text.pk))
    Text.objects.filter(pk=text.pk).update(read_to=0)
    services.read(text.pk, actor=officer.actor)
    assert officer.client.get(url("progress", text.pk)).headers["HX-Refresh"] == "true"
    assert Client().get(url("progress", text.pk)).status_code == 404


def test_pages_take_a_constant_number_of_queries(
    city, enter, officer, django_assert_max_num_queries
):
    text = enter(BODY * 30)
    client = officer.client
    with django_assert_max_num_queries(16):
        assert client.get(url("text", text.pk), {"outcome": "differs"}).status_code == 200
    with django_assert_max_num_queries(12):
        client.get(url("list"))


def test_a_long_text_comes_in_pages_that_lose_nothing(city, enter, officer):
    text = enter(BODY * 60)
    assert len(text.pages) > 1
    seen = []
    for number in range(1, len(text.pages) + 1):
        page = officer.client.get(url("text", text.pk), {"page": number}).content.decode()
        seen += [one.pk for one in text.claims.all() if f'id="claim-{one.pk}"' in page]
    assert seen == list(text.claims.values_list("pk", flat=True))


@pytest.mark.skipif(not SEED.is_dir(), reason="the seed page is not on this machine")
def test_the_newspaper_page_goes_the_same_way(city, officer):
    """The real page, against its hand-made truth: each figure a claim at its very place."""
    file = SimpleUploadedFile("page.txt", (SEED / "page.txt").read_bytes())
    given = {"title": "三民", "year": 2024, "published_on": "2024-12-12", "file": file}
    assert officer.client.post(url("new"), given).status_code == 302
    text = services.entering.Text.objects.get()
    with (SEED / "figures.tsv").open(encoding="utf-8") as truth:
        rows = [row for row in csv.DictReader(truth, delimiter="\t") if row["kind"] == "figure"]
    found = {(one.start, one.value) for one in text.claims.all()}
    hit = [row for row in rows if _near(row, found)]
    assert len(hit) / len(rows) >= 0.97
    assert text.claims.get(written="459项").outcome == "differs"
    assert text.claims.get(written="1021.15万元").outcome == "agrees"


def _near(row, found):
    from decimal import Decimal

    return any(
        value == Decimal(row["value"]) and abs(start - int(row["offset"])) <= 3
        for start, value in found
    )
