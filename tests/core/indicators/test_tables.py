"""Random entries and indicators: one pass, single figures and plain Python come to the same."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lianqiao.core.indicators.models import Aggregate
from lianqiao.core.indicators.periods import Period
from lianqiao.core.indicators.queries import Asked, entries_behind, values, year_table
from lianqiao.core.ledger.models import Entry
from lianqiao.core.ledger.services import correct, record
from lianqiao.core.parties.actors import ANYONE
from tests.core.indicators.conftest import CHENGYANG, GRANTED, LAOSHAN, SAID, SIGNED, at

EDGE = at("2024-01-01T00:00:00")
MOMENTS = st.one_of(
    st.integers(-40, 400).map(lambda days: EDGE + timedelta(days=days, hours=5)),
    st.sampled_from(["2023-12-31T23:59:59", "2024-01-01T00:00:00", "2024-12-31T23:59:59"]).map(at),
)
REGIONS = st.sampled_from([LAOSHAN, CHENGYANG, "370100", ""])
ENTRY = st.fixed_dictionaries(
    {
        "kind": st.sampled_from([SIGNED, SAID, GRANTED]),
        "subject": st.integers(1, 3),
        "region": REGIONS,
        "at": MOMENTS,
        "number": st.none() | st.decimals(-3, 3, places=2),
        "change": st.sampled_from(["", "", "", "corrected", "withdrawn"]),
    }
)
QUANTITY = {SIGNED: "amount", SAID: "heads", GRANTED: "holds"}
MONTHS, PLACES = {1, 2, 12}, {"", LAOSHAN, CHENGYANG}
CODES = ("t.count", "t.large", "t.money", "t.both", "t.subjects", "t.heads", "t.share")


@pytest.fixture
def city(codes, indicator):
    indicator("t.count")
    indicator("t.large", condition="amount > 0.5 || region == '370214'")
    indicator("t.money", aggregate=Aggregate.SUM, quantity="amount")
    indicator("t.both", kinds=[SIGNED, SAID])
    indicator("t.subjects", aggregate=Aggregate.DISTINCT, kinds=[SIGNED, SAID])
    indicator("t.heads", aggregate=Aggregate.LAST, kinds=[SAID], quantity="heads")
    indicator(
        "t.share", aggregate=Aggregate.RATIO, kinds=[], numerator="t.large", denominator="t.count"
    )


def write(entries: list[dict[str, Any]]) -> None:
    for one in entries:
        amount = {QUANTITY[one["kind"]]: one["number"]} if one["number"] is not None else {}
        number = record(
            one["kind"],
            subject=one["subject"],
            region=one["region"],
            at=one["at"],
            quantities=amount,
        )
        if one["change"]:
            correct(number, actor=ANYONE, withdrawn=one["change"] == "withdrawn")


def by_hand(code: str, entries: list[Entry]) -> Decimal | None:
    """Count as a person would, from all entries in their last restatement."""
    signed = [one for one in entries if one.kind == SIGNED]
    found: dict[str, Callable[[], Any]] = {
        "t.count": lambda: len(signed),
        "t.large": lambda: sum(
            1 for one in signed if (number(one) or 0) > Decimal("0.5") or one.region == "370214"
        ),
        "t.money": lambda: added([number(one) for one in signed]),
        "t.both": lambda: sum(1 for one in entries if one.kind != GRANTED),
        "t.subjects": lambda: len({one.subject_id for one in entries if one.kind != GRANTED}),
    }
    value = found[code]()
    return None if value is None else Decimal(value)


def number(entry: Entry) -> Decimal | None:
    return next((Decimal(value) for value, _ in entry.quantities.values()), None)


def added(numbers: list[Decimal | None]) -> Decimal | None:
    known = [one for one in numbers if one is not None]
    return sum(known, Decimal(0)) if known else None


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(entries=st.lists(ENTRY, max_size=12))
def test_three_ways_come_to_the_same(city, entries):
    with transaction.atomic():
        write(entries)
        table = year_table(CODES, 2024)
        looked_at = [place for place in table if place[1] in MONTHS and place[2] in PLACES]
        asked = [
            Asked(code, Period.month(2024, month), region) for code, month, region in looked_at
        ]
        found = dict(zip(looked_at, values(asked), strict=True))
        assert {place: one.value for place, one in found.items()} == {
            place: table[place] for place in looked_at
        }
        counted = list(Entry.objects.filter(corrected_by=None, withdrawn=False))
        for (code, month, region), one in found.items():
            if code in {"t.heads", "t.share"}:
                continue
            inside = [
                entry
                for entry in counted
                if one.period.begins <= entry.happened_at < one.period.ends
                and entry.region.startswith(region)
            ]
            assert one.value == by_hand(code, inside), (code, month, region)
            behind = entries_behind(code, one.period, region)
            assert behind.count() == one.entries
        transaction.set_rollback(True)


def test_a_table_is_few_statements(city, django_assert_max_num_queries):
    with django_assert_max_num_queries(8):
        table = year_table(CODES, 2024)
    assert len(table) == len(CODES) * 12 * 11  # ten districts and counties, and the city
