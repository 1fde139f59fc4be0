"""A published promise changes by amendments only, old beside new."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from lianqiao.core.errors import Conflict, Invalid, NotAllowed, NotFound
from lianqiao.core.ledger.queries import current
from lianqiao.desks.reports.commitments import services
from lianqiao.desks.reports.commitments.models import Amendment, Commitment
from lianqiao.desks.reports.commitments.queries import follow
from lianqiao.desks.reports.commitments.services import Change, Spot
from tests.desks.reports.commitments.conftest import LAOSHAN, TODAY, YEAR


def change(**values) -> Change:
    given = {
        "target": Decimal(20),
        "unit": "个",
        "due_on": date(YEAR, 12, 31),
        "reason": "场地未能交付",
    }
    return Change(**given | values)


def test_old_and_new_are_kept_and_the_new_counts(town):
    row = town.published()
    town.reach(row, 20, (5, 1))
    made = services.amend(row.pk, change(), actor=town.lead.actor)
    assert (made.old_target, made.target, made.reason) == (30, 20, "场地未能交付")
    row.refresh_from_db()
    assert row.target == 20
    entry = current().get(kind="commitments.amended")
    assert Decimal(entry.quantities["target"][0]) == 20
    assert current().filter(kind="commitments.done").exists()


def test_places_come_and_go(town):
    row = town.published()
    first, second = row.places.all()
    town.reach(row, 4, place=second.pk)
    made = services.amend(
        row.pk,
        change(target=Decimal(30), add=[Spot("新站点", LAOSHAN)], drop=[second.pk]),
        actor=town.lead.actor,
    )
    found = follow(row, TODAY)
    assert [part.place.name for part in found.living] == ["金家岭站点", "新站点"]
    assert found.standing.reached == 4
    assert made.dropped.get() == second
    with pytest.raises(Invalid):
        town.reach(row, 1, place=second.pk)
    assert first.dropped_by_id is None


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"reason": " "}, "reason"),
        ({"target": Decimal(0)}, "target"),
        ({"unit": ""}, "unit"),
        ({"due_on": date(YEAR, 1, 1)}, "due_on"),
        ({"drop": [10**9]}, "drop"),
        ({"add": [Spot("金家岭站点", LAOSHAN)]}, "places"),
        ({"target": Decimal(5)}, "places"),
    ],
)
def test_what_is_wrong_is_named_by_its_field(town, values, field):
    row = town.published()
    with pytest.raises(Invalid) as refusal, transaction.atomic():
        services.amend(row.pk, change(**values), actor=town.lead.actor)
    assert list(refusal.value.fields) == [field]
    assert not Amendment.objects.exists()


def test_leads_of_its_department_amend_and_nobody_else(town):
    row = town.published()
    with pytest.raises(NotAllowed):
        services.amend(row.pk, change(), actor=town.officer.actor)
    with pytest.raises(NotFound):
        services.amend(row.pk, change(), actor=town.elsewhere.actor)
    with pytest.raises(Conflict):
        services.amend(town.draft(number=2).pk, change(), actor=town.lead.actor)
    with pytest.raises(Invalid):
        services.amend(row.pk, change(target=Decimal(30)), actor=town.lead.actor)


def test_an_amendment_begins_with_what_was_said_and_stays(town):
    row = town.published()
    services.amend(row.pk, change(), actor=town.lead.actor)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Amendment.objects.update(reason="别的")
    stale = {"old_target": 30, "old_unit": "个", "old_due_on": row.due_on}
    new = {"target": 1, "unit": "个", "due_on": row.due_on, "reason": "x"}
    with pytest.raises(DatabaseError, match="does not begin"), transaction.atomic():
        Amendment.objects.create(commitment=row, **stale, **new, made_by=1, entry=10**9)
    assert Commitment.objects.get(pk=row.pk).target == 20
