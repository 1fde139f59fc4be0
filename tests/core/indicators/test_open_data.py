"""Open data: what has not changed is not counted or sent again; proofs stay with figures."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from lianqiao.core.indicators.models import Aggregate
from lianqiao.core.indicators.periods import Period
from lianqiao.core.indicators.queries import in_force, is_behind, modified
from lianqiao.core.indicators.services import Figure, report_figure, set_public
from lianqiao.core.ledger.models import Entry
from lianqiao.core.ledger.services import correct
from lianqiao.core.parties.actors import ANYONE
from tests.core.indicators.conftest import CITY, LAOSHAN, SAID


@pytest.fixture(autouse=True)
def city(codes, indicator, sign):
    cache.clear()
    indicator()
    sign("2024-05-01T10:00", region=LAOSHAN)


def ask(form="json", headers=None, code="trial.signed", **query):
    address = reverse("indicators:data", args=[code, form])
    return Client().get(address, {"year": 2024} | query, headers=headers)


def figures(**query):
    return json.loads(ask(**query).content)["figures"]


@pytest.mark.parametrize("form", ["csv", "json"])
def test_what_has_not_changed_is_not_sent_again(form, sign):
    first = ask(form)
    for headers in (
        {"If-None-Match": first.headers["ETag"]},
        {"If-Modified-Since": first.headers["Last-Modified"]},
    ):
        again = ask(form, headers)
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["ETag"] == first.headers["ETag"]
    sign("2024-06-01T10:00")
    assert ask(form, {"If-None-Match": first.headers["ETag"]}).status_code == 200


def test_asking_again_counts_nothing(django_assert_max_num_queries):
    ask()
    with django_assert_max_num_queries(3) as captured:
        ask()
    assert not any("t0.quantities" in one["sql"] for one in captured.captured_queries)


def test_entries_of_another_kind_change_nothing(indicator):
    before = ask()
    indicator("trial.heads", kinds=[SAID], aggregate=Aggregate.SUM, quantity="heads")
    assert ask().content == before.content


def test_a_new_version_is_told_at_once(indicator):
    before = ask()
    indicator(name="改名")
    after = ask(headers={"If-None-Match": before.headers["ETag"]})
    assert json.loads(after.content)["name"] == "改名"


def test_one_place_or_one_kind_of_place():
    assert {one["region"] for one in figures(region=LAOSHAN)} == {LAOSHAN}
    assert {one["region"] for one in figures(by="city")} == {CITY}
    districts = {one["region"] for one in figures(by="district")}
    assert (len(districts), CITY in districts) == (10, False)
    assert ask(region="110000").status_code == ask(by="moon").status_code == 404
    assert ask(region="\0").status_code == 200


def test_the_catalog_says_who_publishes_what_and_when_it_changed(bureau, lead, indicator, sign):
    indicator("trial.views", name="浏览量", aggregate=Aggregate.REPORTED, kinds=[])
    report_figure(Figure("trial.views", Period.year(2024), Decimal(880)), actor=lead)
    answer = Client().get(reverse("indicators:catalog"))
    found = json.loads(answer.content)
    assert found["dct:publisher"]["foaf:name"] == "青岛市"
    for dataset in found["dcat:dataset"]:
        page = reverse("indicators:department", args=[bureau.pk])
        assert dataset["dct:publisher"]["@id"].endswith(page)
        assert dataset["dct:modified"] == datetime.now(UTC).astimezone().date().isoformat()
    known = {"If-None-Match": answer.headers["ETag"]}
    assert Client().get(reverse("indicators:catalog"), headers=known).status_code == 304


def test_an_indicator_has_changed_when_it_was_reported_last(lead, indicator):
    indicator("trial.views", name="浏览量", aggregate=Aggregate.REPORTED, kinds=[])
    report_figure(Figure("trial.views", Period.year(2024), Decimal(880)), actor=lead)
    found = modified(list(in_force()))
    assert found["trial.views"] == Entry.objects.get(kind="indicators.reported_figure").recorded_at


def test_a_proof_goes_with_the_condition_of_a_public_indicator(indicator, sign, lead):
    indicator("trial.local", condition="local == 1")
    set_public("trial.signed", actor=lead, is_public=False)
    inside, outside = (sign("2024-05-02T10:00", local=local) for local in (1, 0))
    assert is_behind(inside, ANYONE)
    assert not is_behind(outside, ANYONE)
    assert is_behind(outside, lead)
    correct(inside, actor=ANYONE, withdrawn=True)
    assert not is_behind(inside, ANYONE)


def test_the_proof_of_a_reported_figure_goes_with_its_indicator(indicator, lead):
    indicator("trial.views", name="浏览量", aggregate=Aggregate.REPORTED, kinds=[])
    report_figure(Figure("trial.views", Period.year(2024), Decimal(880)), actor=lead)
    entry = Entry.objects.get(kind="indicators.reported_figure").pk
    assert is_behind(entry, ANYONE)
    set_public("trial.views", actor=lead, is_public=False)
    assert not is_behind(entry, ANYONE)


def test_the_parts_of_a_public_ratio_have_their_proofs(indicator, sign, lead):
    ratio = {"aggregate": Aggregate.RATIO, "kinds": []}
    indicator("trial.ratio", numerator="trial.signed", denominator="trial.signed", **ratio)
    set_public("trial.signed", actor=lead, is_public=False)
    assert is_behind(sign("2024-05-02T10:00"), ANYONE)
