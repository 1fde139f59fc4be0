"""A small city's evaluation, as far as each test needs it.

`poll` is set up and takes volunteers; `poll.drawn()` draws the panel and returns the letters;
`round_` is a round in which one votes now, `letters` are its letters.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

import pytest
from django.utils import timezone

from lianqiao.core.parties.actors import Role
from lianqiao.core.parties.models import Organization
from lianqiao.desks.reports.evaluation import services
from lianqiao.desks.reports.evaluation.codes import digest
from lianqiao.desks.reports.evaluation.models import (
    Choice,
    Group,
    Item,
    Judged,
    Round,
    Stage,
    Stratum,
    Volunteer,
)
from lianqiao.desks.reports.evaluation.services import Letter
from tests.cast import organization, person

DAY = timedelta(days=1)
LIKE = "体彩排列五 0000000 期 0 0 0 0 0"
SEED = "体彩排列五 2026311 期 4 8 1 5 9"
STRATA = (
    ("residents-370202", "residents", "370202", "0.4"),
    ("residents-370212", "residents", "370212", "0.2"),
    ("enterprises", "enterprises", None, "0.25"),
    ("deputies", "deputies", None, "0.15"),
)
CHOICES = (("很满意", 100), ("满意", 80), ("一般", 60), ("不满意", 0))
ITEMS = (("履职尽责", "0.5"), ("服务效率", "0.3"), ("公正廉洁", "0.2"))
_names = count(1)


class Poll:
    """A round with four strata, two groups of two departments, three items, four choices."""

    def __init__(self, seats: int = 12) -> None:
        bureau = Organization.Kind.BUREAU
        self.serial = next(_names)
        self.office = organization(name=f"测试市评议办公室{self.serial}", kind=bureau)
        self.lead = person(Role.TEAM_LEAD, self.office)
        self.second = person(Role.OFFICER, self.office)
        self.district = organization(
            name=f"市南区评议办公室{self.serial}", kind=bureau, region="370202"
        )
        self.district_officer = person(Role.OFFICER, self.district)
        self.now = timezone.now()
        self.round = self._round()
        self.strata = [
            Stratum.objects.create(
                round=self.round, code=code, name=code, kind=kind, region_id=region,
                seats=seats, weight=Decimal(weight),
            )
            for code, kind, region, weight in STRATA
        ]  # fmt: skip
        self.groups = [
            Group.objects.create(round=self.round, position=at, name=f"第{at}组") for at in (1, 2)
        ]
        self.departments = [
            organization(name=f"测试市{name}局{self.serial}", kind=bureau) for name in "甲乙丙丁"
        ]
        for at, one in enumerate(self.departments):
            Judged.objects.create(round=self.round, group=self.groups[at // 2], department=one)
        self.items = [
            Item.objects.create(round=self.round, position=at, name=name, weight=Decimal(weight))
            for at, (name, weight) in enumerate(ITEMS, 1)
        ]
        self.choices = [
            Choice.objects.create(round=self.round, position=at, label=label, points=points)
            for at, (label, points) in enumerate(CHOICES, 1)
        ]

    def _round(self) -> Round:
        return Round.objects.create(
            year=2026,
            name=f"政府部门评议 {self.serial}",
            office=self.office,
            stage=Stage.ENROLLING,
            enrol_until=self.now - 3 * DAY,
            vote_from=self.now - timedelta(hours=1),
            vote_until=self.now + DAY,
            seed_source="体彩排列五第 2026311 期开奖号码",
            seed_like=LIKE,
            seed_on=self.day(-1),
        )

    def day(self, days: int) -> date:
        """So many days from today, in the city."""
        return timezone.localdate(self.now + days * DAY)

    def at(self, days: int) -> datetime:
        """So many days from now."""
        return self.now + days * DAY

    def takes_volunteers(self) -> None:
        """Sign-up ends only the day after tomorrow, all the rest follows."""
        self.set(
            enrol_until=self.at(2), seed_on=self.day(5), vote_from=self.at(9), vote_until=self.at(9)
            + 14 * DAY,
        )  # fmt: skip

    def set(self, **values: Any) -> None:
        """Change the round where the database lets it."""
        Round.objects.filter(pk=self.round.pk).update(**values)
        self.round.refresh_from_db()

    def volunteers(self, each: int = 30, state: str = "accepted", **values: Any) -> list[Volunteer]:
        """Enter so many volunteers in each stratum."""
        first = self.round.last_number
        rows = [
            self._volunteer(first + 1 + at, self.strata[at % len(self.strata)], state, values)
            for at in range(each * len(self.strata))
        ]
        self.set(last_number=first + len(rows))
        return Volunteer.objects.bulk_create(rows)

    def _volunteer(self, number: int, stratum: Stratum, state: str, values: Any) -> Volunteer:
        given = {
            "name": f"志愿者{number}",
            "phone": f"139{number:08d}",
            "age_band": "30-39",
            "is_registered": True,
            "reason": "不符合条件" if state == "refused" else "",
        } | values
        return Volunteer(
            round=self.round, stratum=stratum, number=number, state=state,
            identity_hmac=digest(str(number)), identity_tail="1234", **given,
        )  # fmt: skip

    def frozen(self) -> Round:
        """Close the roll, two days ago."""
        row = services.freeze(self.round.pk, actor=self.lead.actor, at=self.at(-2))
        self.round.refresh_from_db()
        return row

    def seeded(self) -> None:
        """Close the roll and enter the seed, a day ago."""
        self.frozen()
        services.enter_seed(
            self.round.pk, actor=self.second.actor, seed=SEED,
            evidence="https://lottery.example/2026311", at=self.at(-1),
        )  # fmt: skip

    def drawn(self) -> list[Letter]:
        """Draw the panel and make its letters."""
        self.seeded()
        services.draw(self.round.pk, actor=self.lead.actor)
        return self.letters()

    def letters(self) -> list[Letter]:
        """Make letters, anew."""
        found = list(services.make_letters(self.round.pk, actor=self.lead.actor))
        self.round.refresh_from_db()
        return found

    def voting(self) -> list[Letter]:
        """Draw, make letters and let ballots in."""
        letters = self.drawn()
        services.open_voting(self.round.pk, actor=self.lead.actor)
        self.round.refresh_from_db()
        return letters


@pytest.fixture
def poll(codes) -> Poll:
    """A round that takes volunteers, with thirty accepted ones in each stratum."""
    made = Poll()
    made.volunteers()
    return made


@pytest.fixture
def letters(poll) -> list[Letter]:
    """The letters of a round in which one votes now: twelve seats a stratum and group."""
    return poll.voting()


@pytest.fixture
def round_(poll, letters) -> Round:
    """The round of `letters`; `poll` has its groups, strata, items, choices and people."""
    return poll.round
