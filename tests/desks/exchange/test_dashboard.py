"""The dashboard: counted from the ledger, and every number opens exactly what it counts."""

from __future__ import annotations

import csv
import io
import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from html import unescape
from random import Random

import pytest
from django.urls import reverse
from django.utils.translation import override

from lianqiao.core.ledger.models import Entry
from lianqiao.core.ledger.services import correct
from lianqiao.desks.exchange import queries
from lianqiao.desks.exchange.services import listings, matches
from lianqiao.desks.exchange.services.listings import Draft
from lianqiao.desks.exchange.services.matches import Contract
from tests.desks.exchange.conftest import listing

REGIONS, FIELDS = ("370202", "370212", "370215", "110108"), ("NM", "EI", "BM")


@pytest.fixture
def year(codes, enterprise_owner, institute):
    """Listings of all kinds, published on days all over the last 300."""
    dice, now = Random(7), datetime.now(UTC)
    for number in range(60):
        kind = dice.choice(["need", "result", "capability"])
        person = enterprise_owner if kind == "need" else institute
        draft = Draft(
            kind, f"{kind}{number}", text="文", region=dice.choice(REGIONS),
            field=dice.choice(FIELDS), amount_high=dice.randrange(1, 10**9),
        )  # fmt: skip
        row = listings.write(actor=person.actor, draft=draft)
        at = now - timedelta(days=dice.randrange(300), seconds=dice.randrange(10**5))
        listings.publish(actor=person.actor, listing=row.pk, at=at)


@pytest.fixture
def deal(match, officer, team):
    """A signed match of 120.5 (10,000 yuan)."""
    matches.take_up(actor=officer.actor, match=match.pk, team=team.pk)
    matches.introduce(actor=officer.actor, match=match.pk)
    day = queries.this_year().last
    contract = Contract("development", 120_500_000, day, lands_locally=True)
    return matches.sign(actor=officer.actor, match=match.pk, contract=contract)


def links(page):
    """Every number of the page with the address behind it."""
    html = page.content.decode()
    tiles = re.findall(
        r'<a class="stat" href="([^"]+)">\s*<span class="stat__value">([\d,]+)', html
    )
    rows = re.findall(
        r'<th scope="row"><a href="([^"]+)">[^<]*</a></th>\s*<td class="num">([^<]+)<', html
    )
    squares = re.findall(
        r'<a href="([^"]+)">\s*<g class="tile.*?tile__value"[^>]*>([^<]+)<', html, re.DOTALL
    )
    found = tiles + rows + squares
    return [(unescape(url), int(number.strip().replace(",", ""))) for url, number in found]


@pytest.mark.parametrize("step", ["month", "quarter", "year"])
@pytest.mark.parametrize("days", [400, 97])
def test_every_number_opens_as_many_records(year, client, step, days):
    today = queries.this_year().last
    first = today - timedelta(days=days)
    asked = {"from": first.isoformat(), "to": today.isoformat(), "step": step}
    found = links(client.get(reverse("exchange:dashboard"), asked))
    assert len(found) > 20
    for url, number in found:
        assert client.get(url).context["page"].paginator.count == number, url


def test_figures_are_the_ledgers_after_corrections(deal, client, officer):
    entry = Entry.objects.get(kind="exchange.match.signed")
    assert [f.value for f in queries.figures_of_the_day()] == ["1", "1", "0", "1", "120.5", "1"]
    fixed = correct(
        entry.pk, actor=officer.actor, quantities={"amount": Decimal(90_000), "local": Decimal(0)}
    )
    assert [f.value for f in queries.figures_of_the_day()] == ["1", "1", "0", "1", "9", "0"]
    correct(fixed, actor=officer.actor, withdrawn=True)
    assert [f.value for f in queries.figures_of_the_day()][3] == "0"


def test_a_sum_is_a_number_and_its_unit_in_both_languages(deal):
    with override("zh-hans"):
        chinese = queries.figures_of_the_day()[4]
    with override("en"):
        english = queries.figures_of_the_day()[4]
    assert (chinese.value, chinese.unit) == ("120.5", "万元")
    assert (english.value, english.unit) == ("1.2", "million CNY")


def test_a_visitor_sees_the_figures_but_not_what_is_not_open_to_him(deal, client, officer):
    address = reverse("exchange:records") + "?kind=exchange.match.signed"
    public = client.get(address).content.decode()
    assert "不对您公开" in public
    assert "1,205,000.00" in public
    assert deal.need.title not in public
    rows = list(queries.Selection(kind="exchange.match.signed").entries())
    assert queries.titles(officer.actor, rows)[rows[0].pk][0].startswith(deal.need.title)


def test_confidential_listings_are_counted_but_not_named(enterprise_owner, client):
    listing(enterprise_owner, title="秘密项目", confidentiality="team")
    page = client.get(reverse("exchange:records")).content.decode()
    assert "秘密项目" not in page
    assert client.get(reverse("exchange:dashboard")).context["found"].figures[0].value == "1"
    exported = b"".join(
        client.get(reverse("exchange:records_export", args=["csv"])).streaming_content
    )
    assert "秘密项目" not in exported.decode("utf-8-sig")


def test_records_export_as_they_are_filtered(year, client):
    address = reverse("exchange:records_export", args=["csv"])
    answer = client.get(address, {"region": "370212", "kind": "exchange.need.published"})
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    expected = Entry.objects.filter(kind="exchange.need.published", region="370212")
    assert {int(row["台账编号"]) for row in rows} == set(expected.values_list("pk", flat=True))
    assert {row["地区"] for row in rows} == {"崂山区"}


def test_dashboard_and_records_take_a_constant_number_of_queries(
    year, client, django_assert_max_num_queries
):
    with django_assert_max_num_queries(10):
        client.get(reverse("exchange:dashboard"))
    with django_assert_max_num_queries(6):
        client.get(reverse("exchange:records"))


@pytest.mark.parametrize(
    "asked",
    [
        {"from": "9999-12-31", "to": "9999-12-31"},
        {"from": "0001-01-01", "to": "x"},
        {"kind": "'", "region": "\x00", "field": "%", "step": "hour", "page": "-1"},
    ],
)
def test_addresses_that_make_no_sense_show_something_sensible(asked, client, db):
    assert client.get(reverse("exchange:dashboard"), asked).status_code == 200
    assert client.get(reverse("exchange:records"), asked).status_code == 200
