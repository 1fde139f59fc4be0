"""Two people make a promise public; from then on it stands."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from lianqiao.core.errors import Conflict, Invalid, NotAllowed, NotFound
from lianqiao.core.ledger.models import Entry
from lianqiao.desks.reports.commitments import services
from lianqiao.desks.reports.commitments.models import Commitment, Place
from tests.desks.reports.commitments.conftest import LAOSHAN, YEAR, draft


def test_it_is_published_by_a_second_person_and_in_the_ledger(town):
    row = town.published()
    assert row.is_published
    entry = Entry.objects.get(kind="commitments.published")
    assert (entry.subject_id, entry.organization_id) == (row.pk, town.health.pk)
    assert {name: Decimal(value) for name, (value, _unit) in entry.quantities.items()} == {
        "target": 30
    }


def test_who_wrote_it_does_not_publish_it(town):
    row = services.save(draft(), actor=town.lead.actor)
    services.submit(row.pk, actor=town.officer.actor)
    with pytest.raises(NotAllowed):
        services.publish(row.pk, actor=town.lead.actor)
    with pytest.raises(NotAllowed):
        services.publish(row.pk, actor=town.officer.actor)
    assert services.publish(row.pk, actor=town.admin.actor).is_published


def test_another_department_does_not_decide(town):
    row = town.submitted()
    with pytest.raises(NotFound):
        services.publish(row.pk, actor=town.elsewhere.actor)
    with pytest.raises(NotFound):
        services.send_back(row.pk, actor=town.elsewhere.actor, reason="不行")


def test_it_is_sent_back_with_the_reason(town):
    row = town.submitted()
    with pytest.raises(Invalid):
        services.send_back(row.pk, actor=town.lead.actor, reason=" ")
    again = services.send_back(row.pk, actor=town.lead.actor, reason="写明地点")
    assert (again.stage, again.note) == ("draft", "写明地点")
    with pytest.raises(Conflict):
        services.publish(row.pk, actor=town.lead.actor)


@pytest.mark.parametrize(
    "change",
    [
        {"target": Decimal(1)},
        {"unit": "处"},
        {"due_on": date(YEAR + 1, 1, 1)},
        {"title": "别的"},
        {"stage": "draft"},
    ],
)
def test_what_is_published_stays(town, change):
    row = town.published()
    with pytest.raises(DatabaseError, match="stays as it is"), transaction.atomic():
        Commitment.objects.filter(pk=row.pk).update(**change)
    with pytest.raises(Conflict):
        services.save(draft(), actor=town.officer.actor, commitment=row.pk)


def test_places_of_what_is_published_stay(town):
    row = town.published()
    for change in (
        lambda: row.places.update(name="别处"),
        lambda: row.places.first().delete(),
        lambda: Place.objects.create(commitment=row, name="新处", region_id=LAOSHAN),
        lambda: row.places.update(commitment=town.draft(number=2)),
    ):
        with pytest.raises(DatabaseError, match="by an amendment"), transaction.atomic():
            change()
    bare = town.published(number=3, places=())
    with pytest.raises(DatabaseError, match="stays as it is"), transaction.atomic():
        bare.delete()
