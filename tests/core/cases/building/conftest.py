"""An office with two people and a procedure; sentences are held against the English of the code."""

from __future__ import annotations

import pytest
from django.utils import translation

from lianqiao.core.cases import files
from lianqiao.core.cases.documents.plain import plain
from lianqiao.core.cases.services import building, publishing


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def draft() -> dict:
    return plain(files.example())


@pytest.fixture
def procedure(draft, officer):
    return building.begin(draft, actor=officer.actor)


@pytest.fixture
def published(procedure, team_lead):
    return publishing.publish(procedure.pk, actor=team_lead.actor, expected=1)
