"""A text held against the ledger: verdicts worked out by hand from the records."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from lianqiao.core.errors import Conflict, Invalid, NotAllowed, TooLarge
from lianqiao.core.indicators.models import Version
from lianqiao.core.ledger.models import Entry
from lianqiao.core.ledger.services import correct
from lianqiao.core.parties.actors import ANYONE
from lianqiao.desks.reports.statements import services
from lianqiao.desks.reports.statements.models import Claim, Pair, Text
from lianqiao.desks.reports.statements.periods import period_of, years_of
from lianqiao.desks.reports.statements.queries import past_verdicts
from lianqiao.desks.reports.statements.services import entering, reading
from tests.desks.reports.statements.conftest import BODY, DAY, SIGNED, happened


def outcomes(text):
    return {one.written: (one.outcome, one.agrees) for one in text.claims.all()}


def test_each_figure_gets_its_verdict(city, enter):
    text = enter()
    assert outcomes(text) == {
        "459项": ("differs", False),
        "1021.15万元": ("agrees", True),
        "880万次": ("reported", True),
        "81.78岁": ("unknown", None),
    }
    claim = text.claims.get(written="459项")
    assert (claim.found, claim.indicator_id, claim.state) == (457, "talk.signed", "proposed")


def test_spans_are_exactly_the_words(city, enter):
    text = enter()
    for claim in text.claims.all():
        assert BODY[claim.start : claim.end] == claim.written


def test_two_more_records_and_it_agrees(city, enter, officer):
    text = enter()
    for subject in (900, 901):
        happened("2024-12-11T23:59:59", SIGNED, subject)
    happened("2025-01-01T00:00:00", SIGNED, 902)
    counts = services.judge(text.pk, actor=officer.actor)
    assert outcomes(text)["459项"] == ("agrees", True)
    assert counts == {"agrees": 2, "reported": 1, "unknown": 1}
    entry = Entry.objects.filter(kind="statements.text.checked").latest("pk")
    assert {name: value for name, (value, _) in entry.quantities.items()} == {
        "agrees": "2",
        "differs": "0",
        "only_reported": "1",
        "no_records": "1",
    }


def test_a_corrected_payment_makes_it_differ(city, enter, officer):
    text = enter()
    paid = Entry.objects.get(kind="talk.paid")
    correct(paid.pk, actor=ANYONE, quantities={"amount": Decimal("10211449.99")})
    services.judge(text.pk, actor=officer.actor)
    claim = text.claims.get(written="1021.15万元")
    assert (claim.outcome, claim.found) == ("differs", Decimal("10211449.99"))


def test_a_confirmed_wording_is_remembered_for_the_next_text(city, enter, officer):
    first = enter()
    life = first.claims.get(written="81.78岁")
    views = first.claims.get(written="880万次")
    services.dismiss(life.pk, actor=officer.actor)
    services.confirm(views.pk, "talk.views", actor=officer.actor)
    second = enter(BODY.replace("459", "457"), year=2025, published_on=date(2025, 12, 11))
    states = {one.written: one.state for one in second.claims.all()}
    assert states["81.78岁"] == "none"
    assert states["880万次"] == "confirmed"
    assert Pair.objects.count() == 2


def test_a_unit_that_cannot_be_is_refused(city, enter, officer):
    claim = enter().claims.get(written="459项")
    with pytest.raises(Invalid):
        services.confirm(claim.pk, "talk.paid", actor=officer.actor)


def test_who_was_slower_is_told(city, enter, officer):
    claim = enter().claims.get(written="459项")
    services.dismiss(claim.pk, actor=officer.actor, expected=claim.standing)
    with pytest.raises(Conflict):
        services.confirm(claim.pk, "talk.signed", actor=officer.actor, expected=claim.standing)


def test_all_likely_ones_at_once(city, enter, officer):
    text = enter()
    assert services.confirm_likely(text.pk, actor=officer.actor) == 3
    assert Pair.objects.count() == 3
    assert services.confirm_likely(text.pk, actor=officer.actor) == 0


def test_growth_is_of_the_year_before(city, enter, officer):
    for subject in range(400):
        happened("2023-06-01T10:00", SIGNED, subject)
    text = enter("## 市科技局\n成果与需求成功对接数同比增长14.25%。\n")
    claim = text.claims.get()
    services.confirm(claim.pk, "talk.signed", actor=officer.actor)
    claim.refresh_from_db()
    # (457 - 400) / 400
    assert (claim.outcome, claim.found) == ("agrees", Decimal("14.25"))


@pytest.mark.parametrize(
    ("written", "periods", "expected"),
    [
        ("今年以来", ["to_month", "year"], "2024-12"),
        ("今年以来", ["year"], "2024"),
        ("目前", ["as_of"], "2024-12-11"),
        ("", ["to_month"], "2024-12"),
        ("1至10月份", ["to_month"], "2024-10"),
        ("2023年1-9月", ["to_month"], "2023-09"),
        ("上半年", ["to_month"], "2024-06"),
        ("前三季度", ["to_month"], "2024-09"),
        ("11月份", ["month"], "2024M11"),
        ("去年", ["year"], "2023"),
        ("2022年", ["year"], "2022"),
        ("2022年", ["as_of"], "2022-12-31"),
        ("截至10月底", ["as_of", "to_month"], "2024-10-31"),
        ("截至10月底", ["to_month"], "2024-10"),
        ("截至2024年11月30日", ["as_of"], "2024-11-30"),
        ("截至目前", ["to_month", "as_of"], "2024-12-11"),
        ("今年以来", ["to_month", "as_of"], "2024-12"),
        ("2月30日", ["as_of"], None),
        ("1至13月", ["to_month"], None),
        ("1至10月份", ["as_of"], None),
    ],
)
def test_what_a_text_means_by_its_words(written, periods, expected):
    found = period_of(written, Version(periods=periods), DAY)
    assert (found.code if found else None) == expected


def test_several_years_end_with_this_one():
    assert years_of("近三年", DAY) == [2022, 2023, 2024]
    assert years_of("过去5年", DAY) == [2020, 2021, 2022, 2023, 2024]
    assert years_of("连续五年", DAY) == []
    assert years_of("今年以来", DAY) == []


def test_three_years_are_added_up(city, enter):
    for year, count in (("2022", 10), ("2023", 20)):
        for subject in range(count):
            happened(f"{year}-05-01T10:00", SIGNED, subject)
    text = enter("## 市科技局\n近三年，成果与需求成功对接数487项。\n")
    assert outcomes(text) == {"487项": ("agrees", True)}


def test_years_of_which_one_has_no_records_are_not_added_up(city, enter):
    text = enter("## 市科技局\n近三年，成果与需求成功对接数457项。\n")
    assert (text.claims.get().outcome, text.claims.get().reason) == ("unknown", "empty")


def test_what_grew_does_not_agree_with_a_decline(city, enter, officer):
    for subject in range(400):
        happened("2023-06-01T10:00", SIGNED, subject)
    claim = enter("## 市科技局\n成果与需求成功对接数同比下降14.25%。\n").claims.get()
    claim = services.confirm(claim.pk, "talk.signed", actor=officer.actor)
    assert (claim.outcome, claim.found) == ("differs", Decimal("-14.25"))


def test_the_whole_province_is_not_the_city(city, enter, officer):
    claim = enter("## 市科技局\n全省成果与需求成功对接数457项。\n").claims.get()
    claim = services.confirm(claim.pk, "talk.signed", actor=officer.actor)
    assert (claim.outcome, claim.reason) == ("unknown", "place")


def test_a_cumulative_figure_stands_as_of_the_day():
    version = Version(periods=["to_month", "as_of"])
    assert period_of("", version, DAY, ["cumulative"]).code == "2024-12-11"
    assert period_of("今年以来", version, DAY, ["cumulative"]).code == "2024-12"


def test_each_change_of_a_verdict_is_kept(city, enter, officer):
    text = enter()
    claim = text.claims.get(written="459项")
    services.judge(text.pk, actor=officer.actor)
    assert claim.verdicts.count() == 1
    for subject in (900, 901):
        happened("2024-12-01T10:00", SIGNED, subject)
    services.judge(text.pk, actor=officer.actor)
    kept = [(one.outcome, one.found) for one in past_verdicts(claim, officer.actor)]
    assert kept == [("agrees", 459), ("differs", 457)]
    assert past_verdicts(claim, ANYONE) == []
    with pytest.raises(Exception, match="stays as it was given"), transaction.atomic():
        claim.verdicts.update(outcome="agrees")
    with pytest.raises(DatabaseError), transaction.atomic():
        claim.text.delete()


def test_nothing_is_opened_while_it_is_only_proposed(city, enter, officer, lead):
    text = enter()
    with pytest.raises(Conflict):
        services.publish(text.pk, actor=lead.actor, is_public=True)
    services.confirm_likely(text.pk, actor=officer.actor)
    services.publish(text.pk, actor=lead.actor, is_public=True)
    kinds = list(
        Entry.objects.filter(kind__startswith="statements.").values_list("kind", flat=True)
    )
    assert sorted(kinds) == [
        "statements.text.checked",
        "statements.text.decided",
        "statements.text.entered",
        "statements.text.opened",
    ]


def test_no_indicator_is_proposed_for_a_rank(city, enter):
    text = enter("## 市科技局\n成果与需求成功对接数居全市第1位。\n")
    assert [one.state for one in text.claims.all()] == ["open"]


def test_a_text_that_cannot_be_read_waits_no_longer(city, enter, officer):
    text = enter(BODY * 2_000)
    services.mark_unreadable(text.pk)
    text.refresh_from_db()
    assert text.reading == "failed"


def test_what_is_said_cannot_be_changed(city, enter):
    text = enter()
    with pytest.raises(Exception, match="stays as it was published"), transaction.atomic():
        Text.objects.filter(pk=text.pk).update(body="x")


def test_the_same_text_is_entered_once(city, enter):
    enter()
    with pytest.raises(Conflict):
        enter()


@pytest.mark.parametrize("values", [{"title": " "}, {"body": " \n"}, {"year": 12}, {"body": "a\0"}])
def test_what_is_no_text_is_refused(city, enter, values):
    with pytest.raises(Invalid):
        enter(**values)
    assert not Text.objects.exists()


def test_more_than_ten_million_characters_are_refused(city, enter):
    with pytest.raises(TooLarge):
        enter("字" * (entering.LONGEST + 1))


def test_a_long_text_waits_to_be_read(city, enter, officer, monkeypatch):
    monkeypatch.setattr(entering, "AT_ONCE", len(BODY) * 300 - 1)
    text = enter(BODY * 300)
    assert not text.claims.exists()
    with pytest.raises(Conflict):
        services.judge(text.pk, actor=officer.actor)
    services.read(text.pk, actor=officer.actor)
    assert text.claims.count() == 1_200
    assert Claim.objects.filter(outcome="differs").count() == 300


def test_reading_goes_on_where_it_was_stopped(city, enter, officer, monkeypatch):
    monkeypatch.setattr(entering, "AT_ONCE", 10)
    monkeypatch.setattr(reading, "BATCH", 3)
    whole, text = enter(BODY * 3), enter(BODY * 4)
    kept = reading._keep

    def stopped(row, claims, end):
        done = kept(row, claims, end)
        services.stop(row.pk, actor=officer.actor)
        return done

    monkeypatch.setattr(reading, "_keep", stopped)
    services.read(text.pk, actor=officer.actor)
    text.refresh_from_db()
    assert (text.reading, text.claims.count()) == ("stopped", 3)
    services.read(text.pk, actor=officer.actor)
    assert text.claims.count() == 3
    monkeypatch.undo()
    services.go_on(text.pk, actor=officer.actor)
    assert services.read(text.pk, actor=officer.actor).reading == "done"
    services.read(whole.pk, actor=officer.actor)
    places = list(whole.claims.values_list("start", flat=True))
    assert list(text.claims.values_list("start", flat=True))[: len(places)] == places
    assert text.claims.count() == 16


def test_judging_takes_a_constant_number_of_statements(
    city, enter, officer, django_assert_max_num_queries
):
    text = enter(BODY * 50)
    with django_assert_max_num_queries(25):
        services.judge(text.pk, actor=officer.actor)


def test_only_departments_do(city, enter, lead):
    text = enter()
    claim = text.claims.first()
    for act in (
        lambda: services.judge(text.pk, actor=ANYONE),
        lambda: services.confirm(claim.pk, "talk.signed", actor=ANYONE),
        lambda: services.dismiss(claim.pk, actor=ANYONE),
        lambda: services.publish(text.pk, actor=ANYONE, is_public=True),
        lambda: services.confirm_likely(text.pk, actor=ANYONE),
        lambda: services.stop(text.pk, actor=ANYONE),
        lambda: services.go_on(text.pk, actor=ANYONE),
    ):
        with pytest.raises(NotAllowed):
            act()
