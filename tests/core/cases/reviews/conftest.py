"""A submitted case whose application waits for its experts."""

from __future__ import annotations

import pytest

from lianqiao.core.cases.models import Assignment
from lianqiao.core.cases.services import drawing, reviewing
from lianqiao.core.parties.services.calendar import load_working_days
from tests.core.cases.reviews import procedure


@pytest.fixture
def version(db, bureau):
    load_working_days()
    return procedure.published(bureau)


@pytest.fixture
def snapshot(version, enterprise_owner):
    return procedure.submitted(version, enterprise_owner)


@pytest.fixture
def pool(version):
    """Eight experts, each of an institute of his own."""
    return procedure.experts(8)


@pytest.fixture
def panel(snapshot, pool, officer):
    return drawing.draw(snapshot.filing.case_id, "expert", actor=officer.actor, seed="2026")


@pytest.fixture
def file(pool):
    """Open and file as the expert of a seat."""

    def do(seat: Assignment, worth: object = 80, plan: object = 3):
        actor = pool[seat.expert_id].actor
        reviewing.open_papers(seat.pk, actor=actor)
        return reviewing.file(seat.pk, actor=actor, typed=procedure.typed(worth, plan))

    return do
