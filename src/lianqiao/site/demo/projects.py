"""What became of the projects that the demo's call awarded: one in each state, all invented.

Everything goes through the services that people use, on days that lie behind us.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from lianqiao.core.cases.models import Case
from lianqiao.core.cases.queries.versions import document
from lianqiao.core.cases.services.applying import open_filing
from lianqiao.core.cases.services.deciding import go, take
from lianqiao.core.cases.services.saving import save
from lianqiao.core.cases.services.submitting import submit
from lianqiao.core.money import FEN_IN_WAN, yuan
from lianqiao.core.parties.actors import ANYONE, Actor, Role
from lianqiao.desks.programs.grants.models import Cost, Project
from lianqiao.desks.programs.grants.queries.outputs import known_to
from lianqiao.desks.programs.grants.services import outputs, paying

SHARES = {Cost.EQUIPMENT: 38, Cost.OPERATIONS: 30, Cost.LABOUR: 20, Cost.INDIRECT: 12}
"""Of the grant, in per cent; indirect costs stay below what the rules allow."""
PARTS = (50, 30, 20)
"""Installments in per cent of the grant: at once, at half the way, at acceptance."""
STEP = FEN_IN_WAN // 100
MONTH = timedelta(days=30)
TO_SIGN, HALF, WHOLE = timedelta(days=20), 8 * MONTH, 14 * MONTH
OUTPUTS = ("中试样机与检测报告（虚构）", "配套工艺包（虚构）")
GOALS = {"results": "合同任务与考核指标全部完成。", "effect": "成果已在本市企业中试线上应用。"}


@dataclass(frozen=True, slots=True)
class Story:
    """A project with those who act in it."""

    row: Project
    officer: Actor
    lead: Actor

    @property
    def owner(self) -> Actor:
        """Who enters what the host has sent in."""
        return replace(self.lead, organization=self.row.host_id, role=Role.OWNER)

    def day(self, after: timedelta) -> date:
        """Return a day so long after the award, today at the latest."""
        return min(self.row.awarded_on + after, timezone.localdate())

    def hand_in(self, values: Mapping[str, Any], after: timedelta) -> None:
        """Fill in the form of the state that the case is in, and hand it in."""
        day = self.day(after)
        filing = open_filing(actor=self.owner, case=self.row.case_id)
        seen = dict.fromkeys(values, filing.revision)
        save(actor=self.owner, filing=filing.pk, values=values, based_on=seen, today=day)
        submit(actor=self.owner, filing=filing.pk, today=day, at=_noon(day))

    def step(self, key: str, after: timedelta, *, by: Actor, reason: str = "") -> None:
        """Take a step of the case."""
        day = self.day(after)
        take(self.row.case_id, key, actor=by, reason=reason, today=day, at=_noon(day))

    def clock(self, key: str, after: timedelta) -> None:
        """Let the clock take its step."""
        case, day = Case.objects.get(pk=self.row.case_id), self.day(after)
        found = document(case.procedure).step(key)
        go(case, found, actor=ANYONE, today=day, at=_noon(day))


def told() -> list[Callable[[Story], None]]:
    """Return what becomes of one project after the other; those beyond stay awarded."""
    return [
        _runs,
        _changes,
        _asks,
        _is_late,
        _applies,
        _is_accepted,
        _fails,
        _lapses,
    ]


@transaction.atomic
def run(rows: Sequence[Project], officer: Actor, lead: Actor) -> None:
    """Let awarded projects go their ways."""
    for row, tell in zip(rows, told(), strict=False):
        tell(Story(row, officer, lead))


def _lapses(story: Story) -> None:
    """No contract came."""
    story.clock("lapse_award", 3 * MONTH)


def _begins(story: Story) -> None:
    story.hand_in(_contract(story.row), TO_SIGN / 2)
    story.step("sign", TO_SIGN, by=story.lead)
    _pay(story, 1, TO_SIGN + MONTH)


def _reports(story: Story, percent: int, after: timedelta) -> None:
    """Report what was spent in the year of a day, in per cent of the budget."""
    year = story.day(after).year
    spending = [
        {**row, "granted": _part(row["granted"], percent), "own": _part(row["own"], percent)}
        for row in _budget(story.row)
    ]
    text = "样机试制与中试按合同推进，阶段指标已达到。"
    told = {"report_year": str(year), "progress": text, "problems": "关键部件交付周期偏长。"}
    story.hand_in({**told, "spending": spending}, after)


def _runs(story: Story) -> None:
    """Half the way is done; the second installment is due and waits for the office."""
    _begins(story)
    _reports(story, 40, HALF)
    _meet(story, 1, HALF + MONTH / 2)


def _changes(story: Story) -> None:
    """The leader moved money from operations to labour, which needs nobody else."""
    _runs(story)
    _pay(story, 2, HALF + MONTH)
    _change(story, {Cost.OPERATIONS: -5, Cost.LABOUR: 5})


def _asks(story: Story) -> None:
    """More indirect costs wait for the office."""
    _begins(story)
    _reports(story, 30, HALF)
    _change(story, {Cost.EQUIPMENT: -1, Cost.INDIRECT: 1})


def _is_late(story: Story) -> None:
    """No report came."""
    _begins(story)
    story.clock("miss_report", TO_SIGN + 12 * MONTH)


def _applies(story: Story) -> None:
    """It wants to be accepted."""
    _changes(story)
    story.step("begin_acceptance", WHOLE, by=story.owner)
    story.hand_in(GOALS, WHOLE + MONTH / 2)


def _is_accepted(story: Story) -> None:
    """It is accepted, what is left is being used, and its results are named."""
    _applies(story)
    story.step("accept", WHOLE + MONTH, by=story.lead)
    for subject, title in zip(known_to(story.row), OUTPUTS, strict=False):
        outputs.link(story.row.pk, subject, title, actor=story.owner)


def _fails(story: Story) -> None:
    """It did not reach its goals, and what it has not spent comes back."""
    _begins(story)
    _reports(story, 30, HALF)
    story.step("begin_acceptance", WHOLE, by=story.owner)
    story.hand_in({**GOALS, "results": "两项核心指标未达到合同要求。"}, WHOLE + MONTH / 2)
    reason = "核心指标未完成，验收不通过。"
    story.step("fail", WHOLE + MONTH, by=story.lead, reason=reason)


def _contract(row: Project) -> dict[str, Any]:
    start = row.awarded_on + TO_SIGN
    ends = [start + HALF, start + 2 * WHOLE - HALF]
    amounts = _divided(row.granted, PARTS)
    return {
        "starts_on": start.isoformat(),
        "ends_on": (ends[1] + MONTH).isoformat(),
        "milestones": [
            {"title": "完成样机试制", "target": "样机通过台架试验", "due_on": ends[0].isoformat()},
            {"title": "完成示范应用", "target": "在一家企业应用", "due_on": ends[1].isoformat()},
        ],
        "budget": _budget(row),
        "installments": [
            {"amount": amounts[0], "due_on": start.isoformat()},
            {"amount": amounts[1], "milestone": "1"},
            {"amount": amounts[2], "milestone": "2"},
        ],
        "contract_agreed": True,
    }


def _budget(row: Project, moved: Mapping[str, int] | None = None) -> list[dict[str, str]]:
    """Divide the grant and the least own funds by kind of cost; `moved` are per cent more."""
    shares = [share + (moved or {}).get(cost, 0) for cost, share in SHARES.items()]
    share = row.topic.call.least_own
    own = -(-row.granted * share // (100 - share) // FEN_IN_WAN) * FEN_IN_WAN
    granted, added = _divided(row.granted, shares), _divided(own, (60, 20, 20, 0))
    return [
        {"cost": cost.value, "granted": given, "own": more}
        for cost, given, more in zip(SHARES, granted, added, strict=True)
    ]


def _divided(fen: int, percents: Sequence[int]) -> list[str]:
    """Divide a sum in full hundreds of yuan; the first part takes what is left over."""
    rest = [fen * one // 100 // STEP * STEP for one in percents[1:]]
    return [str(yuan(one)) for one in (fen - sum(rest), *rest)]


def _part(amount: str, percent: int) -> str:
    return str(Decimal(amount) * percent / 100)


def _change(story: Story, moved: Mapping[str, int]) -> None:
    story.step("begin_change", HALF + MONTH, by=story.owner)
    asked = {"change_reason": "试制方案调整", "budget": _budget(story.row, moved)}
    story.hand_in(asked, HALF + MONTH)


def _pay(story: Story, position: int, after: timedelta) -> None:
    one = story.row.installments.get(position=position)
    reference = f"示范-{story.row.number}-{position}"
    paying.pay(one.pk, actor=story.officer, reference=reference, on=story.day(after))


def _meet(story: Story, position: int, after: timedelta) -> None:
    one = story.row.milestones.get(position=position)
    paying.meet(one.pk, actor=story.officer, on=story.day(after))


def _noon(day: date) -> datetime:
    return min(timezone.make_aware(datetime.combine(day, time(12))), timezone.now())
