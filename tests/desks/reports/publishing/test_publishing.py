"""From a draft to a published report that stays as it is, whatever comes later."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from lianqiao.core.errors import Conflict, Invalid, NotAllowed, NotFound, TooLarge
from lianqiao.core.indicators.models import Aggregate, Frozen
from lianqiao.core.ledger.models import Entry
from lianqiao.core.ledger.services import correct
from lianqiao.core.parties.actors import ANYONE, Role
from lianqiao.core.parties.models import Organization
from lianqiao.desks.reports.publishing import printing, services
from lianqiao.desks.reports.publishing.models import Figure, Report
from lianqiao.desks.reports.publishing.queries import compared, shown
from lianqiao.desks.reports.publishing.services import Draft
from lianqiao.desks.reports.publishing.services.writing import LONGEST
from tests.cast import organization, person
from tests.desks.reports.publishing.conftest import BODY


def url(name, *args):
    return reverse(f"publishing:{name}", args=args)


def words(report):
    return [mark.words for mark in shown(Report.objects.get(pk=report.pk)).marks.values()]


def test_a_published_report_keeps_figures_entries_and_seal(city):
    report = city.publish()
    assert words(report) == ["3项", "30万元"]
    rows = [row.frozen for row in report.figures.all()]
    assert [row.entries for row in rows] == [city.entries, city.entries]
    assert {row.seal for row in rows} == {1}
    entry = Entry.objects.get(kind="publishing.report.published")
    assert entry.evidence == [["publishing.report", report.pk, report.text_sha256]]


def test_nothing_later_changes_what_was_published(city):
    report = city.publish()
    city.sign("2024-12-31T23:59:59", 7)
    with transaction.atomic():
        correct(city.entries[0], actor=ANYONE, withdrawn=True)
        city.define("paper.signed", "别的", aggregate=Aggregate.DISTINCT)
    assert words(report) == ["3项", "30万元"]
    assert services.verify(report, at_once=True)
    assert report.figures.get(reference="figure paper.money 2024").proof.now == Decimal(200_007)


def test_what_is_published_cannot_be_rewritten(city):
    report = city.publish()
    with pytest.raises(Exception, match="stays as it is"), transaction.atomic():
        Report.objects.filter(pk=report.pk).update(body="x")
    with pytest.raises(Exception, match="append-only"), transaction.atomic():
        report.figures.all().delete()
    with pytest.raises(Conflict):
        services.save(services.Draft("x", "x", 2024), actor=city.author.actor, report=report.pk)


def test_a_tampered_record_shows_on_the_public_page(city, committed_db, superuser_connection):
    report = city.publish()
    page = Client().get(url("report", report.pk)).content.decode()
    assert "figure-ref--broken" not in page
    other = superuser_connection(committed_db)
    other.execute("ALTER TABLE ledger_entry DISABLE TRIGGER ALL")
    other.execute("UPDATE ledger_entry SET region = '370214' WHERE id = %s", [city.entries[1]])
    Client().post(url("verify", report.pk))
    page = Client().get(url("report", report.pk)).content.decode()
    assert page.count("figure-ref--broken") == 2
    figure = report.figures.first()
    shown_figure = Client().get(url("figure", figure.pk)).content.decode()
    assert str(city.entries[1]) in shown_figure
    assert 'role="alert"' in shown_figure


def test_an_erratum_stands_beside_the_figure(city):
    report = city.publish()
    with transaction.atomic():
        correct(city.entries[0], actor=ANYONE, withdrawn=True)
    figure = report.figures.get(reference="figure paper.signed 2024")
    with pytest.raises(NotAllowed):
        services.add_erratum(figure.pk, actor=city.author.actor, reason="撤回一项")
    services.add_erratum(figure.pk, actor=city.lead.actor, reason="一项合同撤回")
    assert words(report) == ["3项", "30万元"]
    assert figure.errata.get().frozen.value == 2
    page = Client().get(url("figure", figure.pk)).content.decode()
    assert "一项合同撤回" in page


def test_two_people(city):
    report = city.draft()
    services.submit(report.pk, actor=city.author.actor)
    with pytest.raises(NotAllowed):
        services.publish(report.pk, actor=city.author.actor)
    services.send_back(report.pk, actor=city.lead.actor, reason="补充")
    own = services.save(services.Draft("自写", "x", 2024), actor=city.lead.actor)
    services.submit(own.pk, actor=city.lead.actor)
    with pytest.raises(NotAllowed, match=r"second|第二"):
        services.publish(own.pk, actor=city.lead.actor)


def test_each_hand_that_a_report_passes_through_is_on_record(drafting):
    city, kinds = drafting, ["submitted", "sent_back", "submitted"]
    report = city.draft()
    services.submit(report.pk, actor=city.author.actor)
    services.send_back(report.pk, actor=city.lead.actor, reason="再看")
    services.submit(report.pk, actor=city.author.actor)
    found = Entry.objects.filter(subject_type="publishing.report", subject_id=report.pk)
    assert list(found.order_by("pk").values_list("kind", "actor_user")) == [
        (f"publishing.report.{kind}", who.user.pk)
        for kind, who in zip(kinds, (city.author, city.lead, city.author), strict=True)
    ]


def test_who_changed_the_draft_of_another_does_not_publish_it(drafting):
    report = drafting.draft()
    services.save(
        Draft("2024年工作报告", "改过的话。", 2024), actor=drafting.lead.actor, report=report.pk
    )
    services.submit(report.pk, actor=drafting.author.actor)
    with pytest.raises(NotAllowed):
        services.publish(report.pk, actor=drafting.lead.actor)


def test_of_two_publications_at_once_one_wins(city):
    report = city.draft()
    services.submit(report.pk, actor=city.author.actor)

    def publish(_):
        try:
            services.publish(report.pk, actor=city.lead.actor)
        except Conflict:
            return "conflict"
        finally:
            connection.close()
        return "published"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(publish, range(2))) == ["conflict", "published"]
    assert Frozen.objects.count() == 2
    assert Entry.objects.filter(kind="publishing.report.published").count() == 1


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ('x {{ figure "nowhere" period="2024" }}', "nowhere"),
        ('一\n\n二 {{ figure "paper.signed" }}', "3"),
        ('{{ figure "paper.signed" period="2024-13" }}', "2024-13"),
        ("{{ figure paper.signed }}", "1"),
        ('{{ chart "paper.signed" year="2024" colour="red" }}', "year"),
        ('{{ figure "paper.signed" period="2024" region="moon" }}', "moon"),
    ],
)
def test_references_that_cannot_be_are_named_at_their_place(drafting, body, said):
    report = drafting.draft(body)
    with pytest.raises(Invalid) as refusal:
        services.submit(report.pk, actor=drafting.author.actor)
    assert said in refusal.value.fields["body"]
    page = drafting.author.client.get(url("report", report.pk))
    assert page.status_code == 200
    assert said in page.content.decode()


def test_a_text_is_never_run_as_a_template_or_markup(city):
    body = (
        "{{ 7*7 }} {% load static %} {{ settings.SECRET_KEY }} <script>alert(1)</script>\n\n"
        "[点](javascript:alert(1)) [好](https://example.org/) <img src=x onerror=alert(1)>\n\n"
        '#panic("typst") $ sum $ \\\\ `#read("/etc/passwd")`\n\n' + BODY
    )
    report = city.publish(body)
    page = Client().get(url("report", report.pk)).content.decode()
    assert "{{ 7*7 }}" in page
    assert "<script>alert" not in page
    assert 'href="javascript' not in page
    assert "<img src=x" not in page
    assert 'href="https://example.org/"' in page
    paper = Client().get(url("pdf", report.pk))
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(paper.content)).pages)
    assert '#panic("typst")' in text
    assert "3项" in text.replace(" ", "")


def test_a_paper_bears_the_day_of_the_citys_clock(drafting):
    report = Report.objects.get(pk=drafting.draft(BODY).pk)
    report.published_at = datetime(2025, 1, 31, 23, 30, tzinfo=UTC)
    text = PdfReader(BytesIO(printing.pdf(report))).pages[0].extract_text()
    assert "2025-02-01" in text.replace(" ", "")


def test_a_giant_text_is_refused(drafting):
    with pytest.raises(TooLarge):
        drafting.draft("字" * (LONGEST + 1))


def test_a_text_of_thousands_of_references_is_refused(drafting):
    many = "".join(
        f'{{{{ figure "paper.signed" period="2024-{day:02}-{hour:02}" }}}}'
        for day in range(1, 13)
        for hour in range(1, 29)
    )
    report = drafting.draft(many)
    with pytest.raises(Invalid) as refusal:
        services.submit(report.pk, actor=drafting.author.actor)
    assert "300" in refusal.value.fields["body"]


def test_last_years_report_stands_beside_it(city):
    city.sign("2023-05-01T10:00", 40_000)
    before = city.publish(BODY.replace("2024", "2023"), year=2023, title="2023年工作报告")
    report = city.publish()
    found, rows = compared(report)
    assert found == before
    assert [(row.then.value, row.now.value, row.change) for row in rows] == [
        (1, 3, 2),
        (40_000, 300_000, Decimal("6.5")),
    ]
    assert Client().get(url("compare", report.pk)).status_code == 200


def test_who_sees_what(city):
    report = city.draft()
    assert Client().get(url("report", report.pk)).status_code == 404
    assert Client().get(url("pdf", report.pk)).status_code == 404
    assert city.author.client.get(url("report", report.pk)).status_code == 200
    published = city.publish(title="另一篇")
    for name in ("report", "pdf", "proof", "compare"):
        assert Client().get(url(name, published.pk)).status_code == 200
    assert Client().post(url("decide", published.pk), {"publish": "1"}).status_code == 403
    assert Client().post(url("preview"), {"body": "x"}).status_code == 403


def test_the_way_through_the_pages(city):
    given = {"title": "年报", "year": 2024, "body": BODY}
    author, lead = city.author.client, city.lead.client
    shown_text = author.post(url("preview"), {"body": BODY}).content.decode()
    assert "3项" in shown_text
    assert author.post(url("new"), given).status_code == 302
    report = Report.objects.get()
    stale = given | {"title": "旧", "expected": 7}
    assert author.post(url("edit", report.pk), stale).status_code == 422
    assert author.post(url("decide", report.pk), {"submit": "1"}).status_code == 302
    assert author.post(url("decide", report.pk), {"publish": "1"}).status_code == 403
    assert lead.post(url("decide", report.pk), {"publish": "1"}).status_code == 302
    assert lead.post(url("decide", report.pk), {"publish": "1"}).status_code == 409
    assert Client().get(url("list")).content.decode().count("年报") >= 1


def test_a_report_takes_a_constant_number_of_queries(city, django_assert_max_num_queries):
    more = "\n".join(
        f'- {{{{ figure "paper.signed" period="2024M{month:02d}" }}}}' for month in range(1, 13)
    )
    report = city.publish(BODY + "\n" + more)
    client = Client()
    with django_assert_max_num_queries(14):
        client.get(url("report", report.pk))


def test_another_department_neither_sees_nor_decides(city):
    report = city.draft()
    bureau = organization(name="市另一局", kind=Organization.Kind.BUREAU)
    other = person(Role.TEAM_LEAD, bureau)
    assert other.client.get(url("report", report.pk)).status_code == 404
    services.submit(report.pk, actor=city.author.actor)
    with pytest.raises(NotFound):
        services.publish(report.pk, actor=other.actor)
    published = services.publish(report.pk, actor=city.lead.actor)
    with pytest.raises(NotFound):
        services.add_erratum(published.figures.first().pk, actor=other.actor, reason="x")


def test_a_published_report_takes_no_further_figure(city):
    report = city.publish()
    frozen = report.figures.first().frozen
    with pytest.raises(Exception, match="no further figure"), transaction.atomic():
        Figure.objects.create(report=report, reference="figure x 2024", frozen=frozen)
