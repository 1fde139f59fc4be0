"""Three calls for research projects: one decided the year before, one being decided, one open.

All of it is invented and goes through the services that people use, on days that lie behind us.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from lianqiao.core.cases import files
from lianqiao.core.cases.documents.plain import plain
from lianqiao.core.cases.services import building, publishing
from lianqiao.core.ledger.queries import current
from lianqiao.core.money import FEN_IN_WAN
from lianqiao.core.parties.actors import Actor
from lianqiao.core.parties.models import Organization
from lianqiao.desks.programs import grants
from lianqiao.desks.programs.grants.models import Call, Project
from lianqiao.desks.programs.grants.queries.outputs import RESULT
from lianqiao.desks.programs.grants.services import announcing, applying, calls
from lianqiao.desks.programs.grants.services.call_data import CallData, TopicData
from lianqiao.site.demo import panels, projects
from lianqiao.site.demo.call_cases import DAY, Story, Told, applied, awarded, judged, noon

STORY = Path(__file__).parent / "calls.json"
PROCEDURE = Path(grants.__file__).parent / "procedures" / f"{applying.CODE}.yaml"


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
            applied(topic, said, next(hosts), story.opens + (place + 3) * DAY, story.lead)
            for place, said in enumerate(one["applications"], start=number)
        ]
        for said, case in zip(one["applications"], cases, strict=True):
            judged(said, case, story)
        if told["when"] == "decided":
            awarded(one["applications"], cases, story)
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
