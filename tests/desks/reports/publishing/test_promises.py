"""A year's promises in a report: kept as they stood, beside last year's."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from lianqiao.core.errors import Invalid
from lianqiao.desks.reports.commitments import services as promising
from lianqiao.desks.reports.commitments.services import Draft, Reached
from lianqiao.desks.reports.publishing import services
from lianqiao.desks.reports.publishing.queries import promises

TODAY = date(2026, 6, 30)
BODY = '# 实事\n\n{{ commitments year="2024" }}\n'


def promise(city, year, number=1, **values):
    """Publish a promise of ten of something."""
    given = {"title": f"{year}年第{number}件实事", "promise": "建成10处。"} | values
    due = date(year, 12, 31)
    row = promising.save(
        Draft(year, number, target=Decimal(10), unit="处", due_on=due, **given),
        actor=city.author.actor,
    )
    promising.submit(row.pk, actor=city.author.actor)
    return promising.publish(row.pk, actor=city.lead.actor)


def reach(city, row, amount):
    entry = Reached(Decimal(amount), date(row.year, 5, 1))
    return promising.report(row.pk, entry, actor=city.author.actor)


def page(name, report):
    url = reverse(f"publishing:{name}", args=[report.pk])
    return Client(headers={"accept-language": "en"}).get(url)


def test_a_report_keeps_the_state_of_its_day(city):
    row = promise(city, 2024, title_en="Ten more of them")
    reach(city, row, 4)
    report = city.publish(BODY)
    reach(city, row, 6)
    [kept] = report.charts["commitments 2024"]
    assert (kept["state"], kept["reached"], kept["percent"]) == ("overdue", "4", 40)
    text = page("report", report).content.decode()
    assert "Ten more of them" in text
    assert "4 (40%)" in text
    paper = PdfReader(BytesIO(page("pdf", report).content))
    written = "".join(one.extract_text() for one in paper.pages)
    assert "Overdue" in written
    assert page("proof", report).json()["commitments"]["commitments 2024"] == [kept]


def test_a_department_is_named_and_must_be_there(drafting):
    promise(drafting, 2024)
    good = drafting.draft('{{ commitments year="2024" department="市科技局" }}')
    shown = drafting.author.client.get(reverse("publishing:report", args=[good.pk]))
    assert "2024年第1件实事" in shown.content.decode()
    bad = drafting.draft('一\n\n{{ commitments year="2024" department="无此局" }}')
    with pytest.raises(Invalid) as refusal:
        services.submit(bad.pk, actor=drafting.author.actor)
    assert "3" in refusal.value.fields["body"]
    assert (
        drafting.author.client.get(reverse("publishing:compare", args=[bad.pk])).status_code == 200
    )
    for broken in ('{{ commitments "x" year="2024" }}', "{{ commitments }}"):
        with pytest.raises(Invalid):
            services.submit(drafting.draft(broken).pk, actor=drafting.author.actor)


def test_what_became_of_last_years_promises(city):
    done, open_ = promise(city, 2023), promise(city, 2023, 2)
    reach(city, done, 5)
    before = city.publish(BODY.replace("2024", "2023"), year=2023, title="2023年工作报告")
    reach(city, done, 5)
    new = promise(city, 2024)
    report = city.publish(BODY)
    kept, now = promises(report, before, TODAY)
    assert [(one.now.commitment, one.said.state, one.now.state) for one in kept] == [
        (done.pk, "overdue", "done"),
        (open_.pk, "overdue", "overdue"),
    ]
    assert [one.commitment for one in now] == [new.pk]
    text = page("compare", report).content.decode()
    assert text.index("2023年第1件实事") < text.index("2024年第1件实事")


def test_where_none_is_named_the_publishers_own_are_compared(city):
    row = promise(city, 2023)
    report = city.publish()
    kept, now = promises(report, None, TODAY)
    assert [(one.said, one.now.commitment) for one in kept] == [(None, row.pk)]
    assert now == []
