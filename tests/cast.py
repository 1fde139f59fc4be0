"""The cast of test people: who they are, for whom they act, and a browser that is theirs.

Factories make more of them; the fixtures are the ones that most tests need::

    def test_owner_sees_his_draft(enterprise_owner, other_owner):
        assert enterprise_owner.client.get(url).status_code == 200
        assert other_owner.client.get(url).status_code == 404
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from itertools import count
from typing import Any

import pytest
from django.test import Client

from lianqiao.core.parties import services
from lianqiao.core.parties.actors import BUREAU_ROLES, Actor, Role
from lianqiao.core.parties.models import Organization, User
from tests import shelf

Kind = Organization.Kind
PASSWORD = "Qingdao-2026-test"

_numbers = count(1)


@dataclass(frozen=True)
class Person:
    """Somebody who signs in; `organization` is None for a citizen."""

    user: User
    actor: Actor
    organization: Organization | None

    @property
    def client(self) -> Client:
        """A browser in which this person is signed in, a new one each time."""
        client = Client()
        client.force_login(self.user, backend="django.contrib.auth.backends.ModelBackend")
        return client


def organization(**values: Any) -> Organization:
    """Enter an organization; what is not given is made up, its name unlike any other."""
    number = next(_numbers)
    values = {"name": f"青岛第{number}号测试有限公司", "kind": Kind.ENTERPRISE} | values
    return services.create_organization(services.OrganizationData(**values))


def person(
    role: Role | None = None,
    organization: Organization | None = None,
    *,
    username: str = "",
    name: str = "",
    password: str | None = None,
) -> Person:
    """Make somebody with this role in this organization; without a role, a citizen.

    Where the role needs an organization and none is given, one of the fitting kind is made.
    Signing in by a form needs a `password`; `Person.client` does not.
    """
    # Two processes may make people in one house: the journeys do.
    username = username or f"person{os.getpid()}-{next(_numbers)}"
    user = services.create_user(username, password=password, name=name, email="")
    if role is None:
        return Person(user, services.actor_of(user), None)
    home = organization or _home(role)
    services.add_membership(user.pk, home.pk, role)
    return Person(user, services.actor_of(user), home)


def actor(role: Role | None = None, organization: Organization | None = None) -> Actor:
    """Make somebody and return only the value that services and queries ask for."""
    return person(role, organization).actor


def _home(role: Role) -> Organization:
    return organization(kind=Kind.BUREAU if role in BUREAU_ROLES else Kind.ENTERPRISE)


@pytest.fixture
def codes(db: None) -> None:
    """All code lists, as `lianqiao codes` loads them."""
    shelf.take(*shelf.ALL)


@pytest.fixture
def enterprise(db: None) -> Organization:
    """The enterprise of the owner and the member."""
    return organization(
        name="青岛海联智造有限公司",
        name_en="Qingdao Hailian Manufacturing",
        contact_name="王建国",
        contact_phone="13812345678",
        contact_email="wang@hailian.example",
    )


@pytest.fixture
def bureau(db: None) -> Organization:
    """The bureau of officer, team lead and administrator."""
    return organization(name="测试市科学技术局", name_en="Science Bureau", kind=Kind.BUREAU)


@pytest.fixture
def enterprise_owner(enterprise: Organization) -> Person:
    """The owner of the enterprise."""
    return person(Role.OWNER, enterprise, name="王建国")


@pytest.fixture
def enterprise_member(enterprise: Organization) -> Person:
    """A member of the same enterprise."""
    return person(Role.MEMBER, enterprise, name="李敏")


@pytest.fixture
def other_owner(db: None) -> Person:
    """The owner of another enterprise."""
    return person(Role.OWNER, organization(name="青岛云帆软件有限公司"), name="赵磊")


@pytest.fixture
def institute(db: None) -> Person:
    """The owner of a research institute."""
    home = organization(name="青岛新材料研究院", kind=Kind.INSTITUTE)
    return person(Role.OWNER, home, name="陈静")


@pytest.fixture
def bank(db: None) -> Person:
    """The owner of a bank."""
    return person(Role.OWNER, organization(name="胶州湾银行", kind=Kind.BANK), name="孙涛")


@pytest.fixture
def officer(bureau: Organization) -> Person:
    """An officer of a service team."""
    return person(Role.OFFICER, bureau, name="周洁")


@pytest.fixture
def team_lead(bureau: Organization) -> Person:
    """The lead of a service team."""
    return person(Role.TEAM_LEAD, bureau, name="吴强")


@pytest.fixture
def administrator(bureau: Organization) -> Person:
    """The one who keeps the lists."""
    return person(Role.ADMINISTRATOR, bureau, name="郑红")


@pytest.fixture
def citizen(db: None) -> Person:
    """Somebody who signed in and belongs to no organization."""
    return person(name="刘洋")
