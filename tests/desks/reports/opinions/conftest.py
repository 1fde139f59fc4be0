"""Opinions as citizens leave them."""

from __future__ import annotations

from itertools import count

import pytest

from lianqiao.core.parties.actors import Role
from lianqiao.core.parties.models import Organization
from lianqiao.desks.reports.opinions import guard, services
from lianqiao.desks.reports.opinions.services import Said
from tests.cast import organization, person

TEXT = "我家附近的托育机构太少，排队要等一年，希望增加普惠托位。"
_addresses = count(1)


def solved(challenge: str, difficulty: int) -> str:
    """Work as a browser does."""
    return next(str(n) for n in count() if guard.solves(challenge, str(n), difficulty))


def proof(address: str = "", difficulty: int = 4) -> guard.Proof:
    """A proof of work from an address of its own."""
    challenge = guard.challenge(difficulty)
    return guard.Proof(
        challenge, solved(challenge, difficulty), address or f"10.0.0.{next(_addresses)}"
    )


def left(text: str = TEXT, **values):
    """Leave an opinion; give it and its receipt."""
    return services.leave(Said(text, **values), proof())


class Town:
    """Two departments; the first has two officers, a lead and an administrator."""

    def __init__(self) -> None:
        bureau = Organization.Kind.BUREAU
        self.health = organization(name="测试市卫生健康委", name_en="Health", kind=bureau)
        self.schools = organization(name="测试市教育局", name_en="Schools", kind=bureau)
        self.officer = person(Role.OFFICER, self.health)
        self.second = person(Role.OFFICER, self.health)
        self.lead = person(Role.TEAM_LEAD, self.health)
        self.admin = person(Role.ADMINISTRATOR, self.health)
        self.elsewhere = person(Role.OFFICER, self.schools)

    def routed(self, text: str = TEXT, **values):
        return left(text, department=self.health.pk, **values)

    def answered(self, text: str = TEXT, *, in_public: bool = True, **values):
        row, receipt = self.routed(text, **values)
        given = {"actor": self.officer.actor, "text": "已列入明年计划。", "in_public": in_public}
        return services.answer(row.pk, **given), receipt


@pytest.fixture
def town(codes):
    return Town()
