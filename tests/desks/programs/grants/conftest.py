"""An office with its two sides, a firm, and an open call."""

from __future__ import annotations

import pytest

from lianqiao.core.parties.actors import Role
from tests.cast import actor, organization, person
from tests.desks.programs.grants import told


@pytest.fixture
def officer(codes, bureau):
    return actor(Role.OFFICER, bureau)


@pytest.fixture
def lead(bureau):
    return actor(Role.TEAM_LEAD, bureau)


@pytest.fixture
def host(codes):
    return organization(name="青岛深蓝装备有限公司", region="370212")


@pytest.fixture
def owner(host):
    return person(Role.OWNER, host)


@pytest.fixture
def version(officer, lead):
    return told.published(officer, lead)


@pytest.fixture
def call(version, officer, lead):
    """A call of a million yuan with one topic, open today."""
    return told.announced(officer, lead)


@pytest.fixture
def topic(call):
    return call.topics.get()


@pytest.fixture
def applied(topic, owner):
    """An application of half a million, handed in."""
    return told.applied(topic, owner)


@pytest.fixture
def proposed(applied, call, lead):
    """The application on public notice with all that it asked."""
    case = told.scored(applied, 80, lead)
    return told.walk(case, "propose", actor=lead)


@pytest.fixture
def awarded(proposed):
    """The case of a project whose contract is to be made."""
    return told.over(proposed)
