"""Eleven months of the demo city: listings come in, matches are found, some end in contracts.

Everything goes through the services that people use, with the time at which it happened; the
same seed tells the same story, relative to today.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from django.utils import timezone

from lianqiao.desks.exchange.models import (
    OPEN_STAGES,
    Cooperation,
    FailureReason,
    Match,
    MatchStage,
)
from lianqiao.desks.exchange.services import indexing, listings, matches, proposals
from lianqiao.desks.exchange.services.matches import Contract
from lianqiao.site.demo.collection import Offered
from lianqiao.site.demo.people import City

SEED = 2026
ROUNDS, ROUND = 33, timedelta(days=10)
TAKEN_UP_IN_A_ROUND = 2
# What of ten open matches happens in a round: as many wait, move on, or come to nothing.
MOVES, FAILS = 0.35, 0.1
SIGNS_AT_ONCE, LANDS_LOCALLY = 0.15, 0.8
TEN_THOUSAND_YUAN = 1_000_000  # in fen
DEFAULT_BUDGET = (30 * TEN_THOUSAND_YUAN, 120 * TEN_THOUSAND_YUAN)

NOTES = {
    MatchStage.TAKEN_UP: (
        "已与企业技术负责人通话，确认问题与指标。",
        "已约双方补充检测数据。",
    ),
    MatchStage.INTRODUCED: (
        "组织双方视频会，交换样件与图纸清单。",
        "陪同院所团队到企业现场查看产线。",
    ),
    MatchStage.NEGOTIATING: (
        "双方就验收指标和知识产权归属商谈。",
        "企业提交小试费用预算，院所复核。",
    ),
    MatchStage.SIGNED: ("合同已登记，首付款到账。",),
    MatchStage.FAILED: ("双方同意本次不再推进。",),
}

Progress = Callable[[int, int], None]


@dataclass
class Story:
    """The city, the dice, and the round that is being told."""

    city: City
    begin: datetime
    dice: Random = field(default_factory=lambda: Random(SEED))  # noqa: S311 -- a story, no secret

    @property
    def end(self) -> datetime:
        """When the round ends."""
        return self.begin + ROUND

    def moment(self, after: datetime) -> datetime:
        """Return a time of the round, later than `after`, in office hours."""
        day = self.begin + timedelta(days=self.dice.randrange(1, ROUND.days))
        hour = day.replace(hour=self.dice.randrange(9, 17), minute=self.dice.randrange(60))
        return max(hour, after + timedelta(minutes=self.dice.randrange(30, 300)))


def tell(city: City, offered: Sequence[Offered], progress: Progress) -> None:
    """Let the year pass. The caller holds the index's pen and the transaction."""
    story = Story(city, begin=timezone.localtime() - ROUNDS * ROUND - timedelta(days=1))
    batches = _batches(offered, story.dice)
    for number, batch in enumerate(batches, start=1):
        for one in batch:
            _publish(story, one)
        while indexing.apply_changes():
            pass
        proposals.propose_all(at=story.end)
        _advance_open(story)
        _take_up_best(story)
        story.begin = story.end
        progress(number, ROUNDS)


def _batches(offered: Sequence[Offered], dice: Random) -> Iterator[list[Offered]]:
    """Deal the listings over the rounds; a quarter is there from the start."""
    shuffled = list(offered)
    dice.shuffle(shuffled)
    first = len(shuffled) // 4
    yield shuffled[:first]
    rest = shuffled[first:]
    for number in range(ROUNDS - 1):
        yield rest[number :: ROUNDS - 1]


def _publish(story: Story, one: Offered) -> None:
    actor = story.city.acting_for(one.organization)
    row = listings.write(actor=actor, draft=one.draft)
    listings.publish(actor=actor, listing=row.pk, at=story.moment(story.begin))


def _take_up_best(story: Story) -> None:
    """Take up the best proposals of needs that nobody works on."""
    busy = Match.objects.filter(stage__in=[*OPEN_STAGES, MatchStage.SIGNED])
    waiting = (
        Match.objects.filter(stage=MatchStage.PROPOSED)
        .exclude(need__in=busy.values("need"))
        .select_related("need")
        .order_by("-score", "pk")
    )
    for match in _of_different_needs(waiting):
        team = story.city.team_of_field[match.need.field_id]
        step = {"note": _note(story, MatchStage.TAKEN_UP), "at": _after(story, match.proposed_at)}
        matches.take_up(actor=story.city.officer, match=match.pk, team=team, **step)


def _of_different_needs(waiting: Any) -> Iterator[Match]:
    seen: set[int] = set()
    for match in waiting[:50]:
        if match.need_id not in seen:
            seen.add(match.need_id)
            yield match
        if len(seen) == TAKEN_UP_IN_A_ROUND:
            return


def _advance_open(story: Story) -> None:
    for match in Match.objects.filter(stage__in=OPEN_STAGES).select_related("need").order_by("pk"):
        chance = story.dice.random()
        if chance < FAILS:
            reason = story.dice.choice(FailureReason.values[:5])
            _step(story, match, matches.fail, MatchStage.FAILED, reason=reason)
        elif chance < FAILS + MOVES:
            _move_on(story, match)


def _move_on(story: Story, match: Match) -> None:
    if match.stage == MatchStage.TAKEN_UP:
        _step(story, match, matches.introduce, MatchStage.INTRODUCED)
    elif match.stage == MatchStage.INTRODUCED and story.dice.random() > SIGNS_AT_ONCE:
        _step(story, match, matches.negotiate, MatchStage.NEGOTIATING)
    else:
        at = _after(story, match.changed_at)
        contract = _contract(story, match, at)
        note = _note(story, MatchStage.SIGNED)
        matches.sign(actor=story.city.officer, match=match.pk, contract=contract, note=note, at=at)


def _step(story: Story, match: Match, service: Any, stage: MatchStage, **values: Any) -> None:
    service(
        actor=story.city.officer,
        match=match.pk,
        note=_note(story, stage),
        at=_after(story, match.changed_at),
        **values,
    )


def _after(story: Story, last: datetime) -> datetime:
    return min(story.moment(last), timezone.now())


def _note(story: Story, stage: MatchStage) -> str:
    return story.dice.choice(NOTES[stage])


def _contract(story: Story, match: Match, at: datetime) -> Contract:
    low, high = match.need.amount_low, match.need.amount_high
    least, most = (low or DEFAULT_BUDGET[0]), (high or DEFAULT_BUDGET[1])
    amount = story.dice.randrange(least, most + TEN_THOUSAND_YUAN, TEN_THOUSAND_YUAN)
    wanted = match.need.cooperation or [Cooperation.DEVELOPMENT]
    return Contract(
        kind=wanted[0],
        amount=amount,
        signed_on=timezone.localdate(at),
        lands_locally=story.dice.random() < LANDS_LOCALLY,
        number=f"（虚构）{at:%Y}-{match.pk:04}",
    )
