"""Figures of titles against a second method: a plain loop over every day of every term."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lianqiao.core.parties.models import Title, TitleKind
from lianqiao.desks.programs.queries.holders import SPANS, Wanted, counts, held
from tests import cast

FIRMS, KIND = 3, "specialized-sme"
START = date(2024, 1, 1)
Terms = list[tuple[date, date]]


@st.composite
def terms(draw: st.DrawFn) -> Terms:
    """Terms of one firm that do not overlap: gaps and lengths in days."""
    found, day = [], START
    lengths = st.tuples(st.integers(0, 400), st.integers(0, 500))
    for gap, length in draw(st.lists(lengths, max_size=4)):
        first = day + timedelta(days=gap)
        last = first + timedelta(days=length)
        found.append((first, last))
        day = last + timedelta(days=1)
    return found


def days_of(found: Terms) -> Iterator[date]:
    for first, last in found:
        day = first
        while day <= last:
            yield day
            day += timedelta(days=1)


def by_hand(firms: list[Terms], on: date) -> tuple[int, int, dict[int, int]]:
    """Count who has the day, whose first day ever lies in the year up to it, and whose last day
    with any title, seen from the day, comes within a span."""
    valid = new = 0
    ending = dict.fromkeys(SPANS, 0)
    for found in firms:
        days = set(days_of(found))
        if days and min(days).year == on.year and min(days) <= on:
            new += 1
        if on not in days:
            continue
        valid += 1
        last = next(last for first, last in found if first <= on <= last)
        for span in SPANS:
            soon = any(last == on + timedelta(days=ahead) for ahead in range(span))
            ending[span] += soon and max(days) == last
    return valid, new, ending


@pytest.mark.django_db
def test_counts_agree_with_a_loop_over_days(codes, officer):
    kind = TitleKind.objects.get(code=KIND)
    organizations = [cast.organization() for _firm in range(FIRMS)]

    @settings(
        max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
    )
    @given(firms=st.lists(terms(), min_size=FIRMS, max_size=FIRMS), days=st.integers(0, 1800))
    def agrees(firms: list[Terms], days: int) -> None:
        on = START + timedelta(days=days)
        before = transaction.savepoint()
        Title.objects.bulk_create(
            Title(
                organization=organization,
                kind=kind,
                valid_from=first,
                valid_to=last,
                granted_by="测试",
            )
            for organization, found in zip(organizations, firms, strict=True)
            for first, last in found
        )
        one = next(one for one in counts(officer.actor, on) if one.kind.code == KIND)
        figures = (one.valid, one.new, dict(one.ending))
        listed = {span: held(officer.actor, Wanted(on, KIND, ends=span)).count() for span in SPANS}
        transaction.savepoint_rollback(before)
        assert figures == by_hand(firms, on)
        assert listed == figures[2]

    agrees()
