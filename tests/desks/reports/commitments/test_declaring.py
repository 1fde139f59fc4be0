"""A department writes down what it promises."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from lianqiao.core.errors import Conflict, Invalid, NotAllowed, NotFound
from lianqiao.desks.reports.commitments import services
from lianqiao.desks.reports.commitments.models import Commitment, Place
from lianqiao.desks.reports.commitments.services import Spot
from tests.desks.reports.commitments.conftest import CHENGYANG, LAOSHAN, YEAR, draft


def test_a_draft_is_kept_with_its_places(town):
    row = town.draft()
    assert (row.department, row.stage, row.begins_on) == (town.health, "draft", date(YEAR, 1, 1))
    found = [(one.name, one.region_id, one.target) for one in row.places.all()]
    assert found == [("金家岭站点", LAOSHAN, 10), ("夏庄站点", CHENGYANG, None)]


def test_saving_again_replaces_and_notices_who_was_faster(town):
    row = town.draft()
    given = {"actor": town.lead.actor, "commitment": row.pk, "expected": 1}
    again = services.save(draft(title="改过", places=()), **given)
    assert (again.title, again.revision, again.author) == ("改过", 2, town.lead.actor.user)
    assert not again.places.exists()
    with pytest.raises(Conflict):
        services.save(draft(), **given)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"target": Decimal(0)}, "target"),
        ({"target": Decimal("0.00001")}, "target"),
        ({"target": Decimal(10) ** 14}, "target"),
        ({"title": " "}, "title"),
        ({"promise": "x\0"}, "promise"),
        ({"unit": "个" * 17}, "unit"),
        ({"year": 1800}, "year"),
        ({"number": 0}, "number"),
        ({"due_on": date(YEAR, 1, 1)}, "due_on"),
        ({"places": [Spot("", LAOSHAN)]}, "places"),
        ({"places": [Spot("一处", "110101")]}, "places"),
        ({"places": [Spot("一处", LAOSHAN), Spot("一处", CHENGYANG)]}, "places"),
        ({"places": [Spot("一处", LAOSHAN, target=Decimal(31))]}, "places"),
        ({"places": [Spot(f"{number}号", LAOSHAN) for number in range(201)]}, "places"),
    ],
)
def test_what_is_wrong_is_named_by_its_field(town, values, field):
    with pytest.raises(Invalid) as refusal:
        town.draft(**values)
    assert list(refusal.value.fields) == [field]
    assert not Commitment.objects.exists()


def test_a_number_is_there_once(town):
    town.draft()
    with pytest.raises(Conflict):
        town.draft()
    assert services.save(draft(), actor=town.school_officer.actor).number == 1


def test_only_a_department_declares(town, enterprise_owner, citizen):
    for somebody in (enterprise_owner, citizen):
        with pytest.raises(NotAllowed):
            services.save(draft(), actor=somebody.actor)
    row = town.draft()
    with pytest.raises(NotFound):
        services.save(draft(), actor=town.elsewhere.actor, commitment=row.pk)


def test_a_draft_is_discarded_and_nothing_else(town):
    services.discard(town.draft().pk, actor=town.officer.actor)
    assert not Place.objects.exists()
    with pytest.raises(Conflict):
        services.discard(town.submitted().pk, actor=town.officer.actor)


@pytest.mark.parametrize("wrong", [{"target": 0}, {"due_on": date(YEAR, 1, 1)}, {"title": ""}])
def test_the_database_refuses_too(town, wrong):
    row = town.draft()
    with pytest.raises(IntegrityError), transaction.atomic():
        Commitment.objects.filter(pk=row.pk).update(**wrong)
