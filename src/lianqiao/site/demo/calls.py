"""Three calls for research projects: one decided the year before, one being decided, one open.

All of it is invented and goes through the services that people use, on days that lie behind us.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from lianqiao.core.cases import files
from lianqiao.core.cases.documents.plain import plain
from lianqiao.core.cases.models import Case
from lianqiao.core.cases.queries.versions import document
from lianqiao.core.cases.services import building, publishing
from lianqiao.core.cases.services.deciding import go
from lianqiao.core.cases.services.saving import save
from lianqiao.core.cases.services.submitting import submit
from lianqiao.core.ledger.queries import current
from lianqiao.core.money import FEN_IN_WAN
from lianqiao.core.parties.actors import ANYONE, Actor, Role
from lianqiao.core.parties.models import Organization
from lianqiao.desks.programs import grants
from lianqiao.desks.programs.grants.models import Call, Project, Topic
from lianqiao.desks.programs.grants.queries.outputs import RESULT
from lianqiao.desks.programs.grants.services import announcing, applying, awarding, calls
from lianqiao.desks.programs.grants.services.call_data import CallData, TopicData
from lianqiao.site.demo import panels, projects
from lianqiao.site.demo.call_forms import application

STORY = Path(__file__).parent / "calls.json"
PROCEDURE = Path(grants.__file__).parent / "procedures" / f"{applying.CODE}.yaml"
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


def is_told() -> bool:
    """Tell whether they are there already."""
    return Call.objects.exists()


@transaction.atomic
def tell(officer: Actor, lead: Actor) -> None:
    """Publish the procedure; write, publish and decide the calls; let the projects run."""
    row = building.begin(plain(files.read(PROCEDURE.read_bytes())), actor=officer, is_invented=True)
    first = _days()[0][0] - 30 * DAY
    publishing.publish(row.pk, actor=lead, expected=row.revision, today=first)
    panels.settle(lead)
    hosts = _hosts()
    for told, days in zip(json.loads(STORY.read_text("utf-8")), _days(), strict=True):
        _tell(told, Story(officer, lead, *days), hosts)
    projects.run(list(Project.objects.order_by("pk")), officer, lead)


def _days() -> list[tuple[date, date]]:
    today = timezone.localdate()
    return [
        (date(today.year - 1, 2, 10), date(today.year - 1, 3, 20)),
        (today - 75 * DAY, today - 35 * DAY),
        (today - 20 * DAY, today + 18 * DAY),
    ]


def _hosts() -> Iterator[Organization]:
    """Yield invented enterprises that nobody signs in for; first those with results to show."""
    rows = Organization.objects.filter(
        kind=Organization.Kind.ENTERPRISE, is_invented=True, memberships=None
    )
    offering = current().filter(kind=RESULT).values("organization_id")
    yield from rows.filter(pk__in=offering).order_by("-pk")
    yield from rows.exclude(pk__in=offering).order_by("-pk")[:60]


def _tell(told: Told, story: Story, hosts: Iterator[Organization]) -> None:
    call = _announced(told, story)
    for number, one in enumerate(told["topics"]):
        topic = call.topics.get(key=one["key"])
        cases = [
            _applied(topic, said, next(hosts), story.opens + (place + 3) * DAY, story.lead)
            for place, said in enumerate(one["applications"], start=number)
        ]
        for said, case in zip(one["applications"], cases, strict=True):
            _judged(said, case, story)
        if told["when"] == "decided":
            _awarded(one["applications"], cases, story)
    if told["when"] == "decided":
        announcing.decide(call.pk, actor=story.lead, at=story.after(80))


def _announced(told: Told, story: Story) -> Call:
    budget = sum(one["budget"] for one in told["topics"])
    data = CallData(
        year=story.opens.year,
        name=f"{story.opens.year}{told['name']}",
        about=told["about"],
        opens_on=story.opens,
        closes_on=story.closes,
        budget=budget * FEN_IN_WAN,
        most=300 * FEN_IN_WAN,
        least_own=40,
        longest_months=36,
        is_invented=True,
    )
    row = calls.write(data, actor=story.officer)
    for one in told["topics"]:
        kept = {name: one[name] for name in ("key", "name", "name_en", "about", "field")}
        topic = TopicData(**kept, budget=one["budget"] * FEN_IN_WAN)
        calls.put_topic(row.pk, topic, actor=story.officer)
    return announcing.publish(row.pk, actor=story.lead, at=noon(story.opens - 7 * DAY))


def _applied(topic: Topic, said: Told, host: Organization, day: date, lead: Actor) -> Case:
    owner = replace(lead, organization=host.pk, role=Role.OWNER)
    case = applying.begin(topic.pk, actor=owner, another=True, at=noon(day))
    filing = case.filings.get()
    values = application(said["title"], said["granted"], said.get("score", 0))
    seen = dict.fromkeys(values, filing.revision)
    save(actor=owner, filing=filing.pk, values=values, based_on=seen, today=day)
    submit(actor=owner, filing=filing.pk, today=day, at=noon(day))
    return Case.objects.get(pk=case.pk)


def _judged(said: Told, case: Case, story: Story) -> None:
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


def _awarded(told: Sequence[Told], cases: Sequence[Case], story: Story) -> None:
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
