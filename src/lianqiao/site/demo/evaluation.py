"""How the demo city judged its departments: one round that is published, one that takes volunteers.

All of it goes through the services that people use. Ballots are taken by the real clock: `begin`
opens the urn and fills it, `finish` waits until it may be closed; what stands between takes longer.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random

from django.db import transaction
from django.utils import timezone
from stdnum.cn import ric

from lianqiao.core.errors import Conflict
from lianqiao.core.parties.actors import Actor
from lianqiao.desks.reports.evaluation import services
from lianqiao.desks.reports.evaluation.codes import digests
from lianqiao.desks.reports.evaluation.models import (
    Choice,
    Item,
    Question,
    Round,
    Stage,
    Stratum,
)
from lianqiao.desks.reports.evaluation.queries.ballot import paper
from lianqiao.desks.reports.evaluation.services import (
    Applicant,
    ChoiceLine,
    GroupLine,
    ItemLine,
    Letter,
    QuestionLine,
    StratumLine,
    Terms,
)

NAME, NEXT = "部门工作评议（虚构）", "部门工作评议报名（虚构）"
SOURCE = "市公证处公证摇号（虚构）"
SEED, LIKE = "07 19 23 28 31 04", "00 00 00 00 00 00"
DAY = timedelta(days=1)
WINDOW = timedelta(seconds=40)
"""How long the urn of the published round is open."""

STRATA: tuple[tuple[str, str, str, str | None, int, str], ...] = (
    ("shinan", "市南区居民", "residents", "370202", 40, "0.20"),
    ("shibei", "市北区居民", "residents", "370203", 40, "0.20"),
    ("laoshan", "崂山区居民", "residents", "370212", 40, "0.20"),
    ("enterprises", "企业", "enterprises", None, 40, "0.25"),
    ("deputies", "代表委员", "deputies", None, 12, "0.15"),
)
ITEMS = (
    ("履职成效", "年初的事办成了多少", "0.40"),
    ("服务效率", "找得到人，说得清楚，办得快", "0.35"),
    ("回应意见", "提了意见有没有答复", "0.25"),
)
CHOICES = (("满意", 100), ("基本满意", 80), ("一般", 60), ("不满意", 0))
GROUPS = (
    ("第一组：科技与产业", ("science", "zone", "private")),
    ("第二组：教育与健康", ("education", "health")),
)
QUESTIONS = (
    QuestionLine("您今年办事主要走哪种途径？", "choice", ("网上", "窗口", "电话", "今年没办过")),
    QuestionLine("您最希望哪件事办得更好？", "text"),
)
WISHES = (
    "同一份材料不要在几个部门重复提交。",
    "电话打过去常常没人接，希望有人回。",
    "学校门口放学时的交通还是太乱。",
    "政策写得太长，希望有一页纸的说明。",
    "意见有答复了，很好，但是慢。",
    "周末也能办就好了。",
)
"""Invented, as all here."""
LIKED = {"science": 5, "zone": 4, "private": 3, "education": 4, "health": 6}
"""How many of ten marks are the best; the higher, the better liked."""

CROWD, WAITING, ABSENT = 3, 40, 6
"""Volunteers for each seat; those who wait to be checked; of so many letters one is not used."""


def begin(departments: Mapping[str, int], year: int, officer: Actor, lead: Actor) -> None:
    """Sign up, draw and vote in a round of the year before; open the sign-up of the next."""
    if Round.objects.filter(name=NAME).exists():
        return
    with transaction.atomic():
        row = _prepared(Terms(year - 1, NAME, *_to_come()), departments, lead)
        people = _Crowd(row)
        services.enter_many(row.pk, list(people.fill(CROWD)), actor=lead)
        services.accept(row.pk, actor=lead)
        letters = _drawn(row, year, officer, lead)
        _prepared(Terms(year, NEXT, *_to_come()), departments, lead)
        _sign_up(Round.objects.get(name=NEXT))
    _vote(row, letters, {pk: code for code, pk in departments.items()})


def finish(lead: Actor) -> None:
    """Close the urn when its time is over, count and publish."""
    row = Round.objects.get(name=NAME)
    if row.stage != Stage.VOTING:
        return
    while timezone.now() < row.vote_until:
        time.sleep(1)
    services.close(row.pk, actor=lead)
    services.publish(row.pk, actor=lead)


def _to_come() -> tuple[datetime, str, str, date, datetime, datetime]:
    now = timezone.now()
    seed_on = timezone.localdate(now + 25 * DAY)
    return now + 20 * DAY, SOURCE, LIKE, seed_on, now + 30 * DAY, now + 40 * DAY


def _prepared(terms: Terms, departments: Mapping[str, int], lead: Actor) -> Round:
    row = services.make_round(terms, actor=lead, is_invented=True)
    strata = [
        StratumLine(code, name, kind, region, seats, Decimal(weight))
        for code, name, kind, region, seats, weight in STRATA
    ]
    services.set_strata(row.pk, strata, actor=lead)
    groups = [GroupLine(name, [departments[code] for code in codes]) for name, codes in GROUPS]
    services.set_groups(row.pk, groups, actor=lead)
    items = [ItemLine(name, help_, Decimal(weight)) for name, help_, weight in ITEMS]
    services.set_items(row.pk, items, actor=lead)
    choices = [ChoiceLine(label, Decimal(points)) for label, points in CHOICES]
    services.set_choices(row.pk, choices, actor=lead)
    services.set_questions(row.pk, QUESTIONS, actor=lead)
    return services.open_enrolment(row.pk, actor=lead)


class _Crowd:
    """People who do not exist: numbers of persons that check, born over sixty years."""

    def __init__(self, row: Round) -> None:
        self.strata = list(row.strata.order_by("pk"))
        self.given = 0

    def fill(self, for_each_seat: int) -> Iterator[Applicant]:
        """Yield so many for each seat of each stratum."""
        for stratum in self.strata:
            for _one in range(stratum.seats * for_each_seat):
                yield self.next(stratum)

    def next(self, stratum: Stratum) -> Applicant:
        """Return the next one."""
        self.given += 1
        born = date(1946 + self.given * 7 % 60, 1 + self.given % 12, 1 + self.given % 28)
        body = f"{stratum.region_id or '370202'}{born:%Y%m%d}{self.given % 1000:03d}"
        return Applicant(
            stratum.pk,
            f"志愿者{self.given}（虚构）",
            f"000 0000 {self.given:04d}",
            body + ric.calc_check_digit(f"{body}0"),
            is_registered=self.given % 5 > 0,
            resident_since=date(2019, 1, 1),
            employer="某企业（虚构）" if stratum.kind == Stratum.Kind.ENTERPRISES else "",
        )


def _drawn(row: Round, year: int, officer: Actor, lead: Actor) -> list[Letter]:
    """Let sign-up be over, close the roll, enter the seed, draw, open the urn for a while."""
    now = timezone.now()
    seed_on = timezone.localdate(now - 3 * DAY)
    days = (now - 9 * DAY, SOURCE, LIKE, seed_on, now - DAY, now + WINDOW)
    services.change_terms(row.pk, Terms(year - 1, NAME, *days), actor=lead)
    services.freeze(row.pk, actor=lead, at=now - 8 * DAY)
    services.enter_seed(
        row.pk, actor=officer, seed=SEED, evidence="公证书样式（虚构）", at=now - 2 * DAY
    )
    services.draw(row.pk, actor=lead)
    letters = list(services.make_letters(row.pk, actor=lead))
    services.open_voting(row.pk, actor=lead)
    return letters


def _sign_up(row: Round) -> None:
    people = _Crowd(row)
    residents = [one for one in people.strata if one.kind == Stratum.Kind.RESIDENTS]
    for at in range(WAITING):
        services.sign_up(row.pk, people.next(residents[at % len(residents)]))


def _vote(row: Round, letters: Sequence[Letter], codes: Mapping[int, str]) -> None:
    """Let most letters be used; where the machine is slow, those that come too late are not."""
    chance = Random(SEED)  # noqa: S311 -- invented votes
    items = [one.pk for one in Item.objects.filter(round=row)]
    choices = [one.pk for one in Choice.objects.filter(round=row)]
    questions = [one.pk for one in Question.objects.filter(round=row)]
    for at, letter in enumerate(letters):
        if not chance.randrange(ABSENT):
            continue
        _person, ballot = digests(letter.secret) or ("", "")
        found = paper(ballot)
        if found is None:
            continue
        marks = {
            one.pk: {item: _mark(chance, codes[one.pk], choices) for item in items}
            for one in found.departments
        }
        try:
            services.cast(letter.secret, marks, _answers(at, questions))
        except Conflict:
            return


def _answers(at: int, questions: Sequence[int]) -> dict[int, int | str]:
    """Answer the first question four times of five, the second as long as there are wishes."""
    given: dict[int, int | str] = {}
    if at % 5:
        given[questions[0]] = (1, 1, 2, 1, 3, 2, 1, 4)[at % 8]
    if at % 20 == 0 and at // 20 < len(WISHES):
        given[questions[1]] = WISHES[at // 20]
    return given


def _mark(chance: Random, department: str, choices: Sequence[int]) -> int | None:
    """Choose the best word as often as a department is liked, any other else, or none."""
    if chance.randrange(25) == 0:
        return None
    return choices[0] if chance.randrange(10) < LIKED[department] else chance.choice(choices[:3])
