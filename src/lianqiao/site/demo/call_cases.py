"""Invented applications for research projects: handed in, judged, proposed and awarded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from lianqiao.core.cases.models import Case
from lianqiao.core.cases.queries.versions import document
from lianqiao.core.cases.services.deciding import go
from lianqiao.core.cases.services.saving import save
from lianqiao.core.cases.services.submitting import submit
from lianqiao.core.parties.actors import ANYONE, Actor, Role
from lianqiao.core.parties.models import Organization
from lianqiao.desks.programs.grants.models import Topic
from lianqiao.desks.programs.grants.services import applying, awarding
from lianqiao.site.demo import panels
from lianqiao.site.demo.call_forms import application

DAY = timedelta(days=1)
Told = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Story:
    """Who acts, and the days of a call: its first, its last, and when it was decided."""

    officer: Actor
    lead: Actor
    opens: date
    closes: date

    def after(self, days: int) -> datetime:
        """Return noon of a day after the last one, now at the latest."""
        return noon(self.closes + days * DAY)


def applied(topic: Topic, said: Told, host: Organization, day: date, lead: Actor) -> Case:
    """Begin an application of a host and hand it in on a day."""
    owner = replace(lead, organization=host.pk, role=Role.OWNER)
    case = applying.begin(topic.pk, actor=owner, another=True, at=noon(day))
    filing = case.filings.get()
    values = application(said["title"], said["granted"], said.get("score", 0))
    seen = dict.fromkeys(values, filing.revision)
    save(actor=owner, filing=filing.pk, values=values, based_on=seen, today=day)
    submit(actor=owner, filing=filing.pk, today=day, at=noon(day))
    return Case.objects.get(pk=case.pk)


def judged(said: Told, case: Case, story: Story) -> None:
    """Take an application as far as the story says."""
    until = said.get("until", "decision")
    if until == "returned":
        step(case, "send_back", story.officer, noon(timezone.localdate()), "请补充示范单位意见。")
    if until in {"check", "returned"}:
        return
    step(case, "pass_check", story.officer, story.after(7))
    panels.judge(case, said.get("score"), officer=story.officer)
    if until == "review":
        return
    step(case, "conclude", story.officer, story.after(25))
    if until == "notice":
        call = case.grant_application.topic.call_id
        awarding.propose(call, {case.grant_application.pk: None}, actor=story.lead)


def awarded(told: Sequence[Told], cases: Sequence[Case], story: Story) -> None:
    """Propose from the best down as far as the money reaches; refuse the last, who is too late."""
    chosen, last = cases[:-1], cases[-1]
    wanted = {case.grant_application.pk: None for case in chosen}
    call = last.grant_application.topic.call_id
    awarding.propose(call, wanted, actor=story.lead, at=story.after(40))
    step(last, "refuse", story.lead, story.after(41), "按评审得分排序，未进入本方向立项范围。")
    for case in chosen:
        step(case, "award", ANYONE, story.after(48))


def step(case: Case, key: str, by: Actor, at: datetime, reason: str = "") -> None:
    """Take a step of a case at a moment."""
    row = Case.objects.get(pk=case.pk)
    found = document(row.procedure).step(key)
    go(row, found, actor=by, reason=reason, at=at)


def noon(day: date) -> datetime:
    """Return a day's noon, or now while it is not noon yet."""
    return min(timezone.make_aware(datetime.combine(day, time(12))), timezone.now())
