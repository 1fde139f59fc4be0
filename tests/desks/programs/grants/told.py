"""Calls and applications as tests tell them: what is written, filed, scored."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.utils import timezone

from lianqiao.core.cases import files
from lianqiao.core.cases.documents.plain import plain
from lianqiao.core.cases.models import (
    Assignment,
    Case,
    Expert,
    Filing,
    Opinion,
    Panel,
    Snapshot,
    Version,
)
from lianqiao.core.cases.queries.versions import document
from lianqiao.core.cases.services import building, publishing
from lianqiao.core.cases.services.deciding import go
from lianqiao.core.parties.actors import ANYONE, Actor
from lianqiao.desks.programs import grants
from lianqiao.desks.programs.grants.models import Call, Topic
from lianqiao.desks.programs.grants.services import announcing, applying, calls
from lianqiao.desks.programs.grants.services.call_data import CallData, TopicData
from tests.cast import Person, person

PROCEDURE = Path(grants.__file__).parent / "procedures" / "rd_grant.yaml"
WAN = 10_000 * 100
BUDGET = [
    {"cost": "equipment", "granted": "200000.00"},
    {"cost": "operations", "granted": "150000.00", "own": "500000.00"},
    {"cost": "labour", "granted": "100000.00"},
    {"cost": "indirect", "granted": "50000.00"},
]
"""500,000 yuan of the grant and as much of own funds; indirect ones at most 75,000."""
APPLICATION: dict[str, Any] = {
    "title": "海水淡化膜组件关键技术",
    "field": "re",
    "months": "24",
    "leader": {"name": "王建国", "phone": "13800000000"},
    "partners": [{"name": "没有登记的大学", "part": "机理研究"}],
    "goals": "通量提高三成",
    "approach": "界面聚合改性",
    "milestones": [{"title": "样机定型", "target": "一套样机", "month": "12"}],
    "budget": BUDGET,
    "all_true": True,
}


def published(officer: Actor, lead: Actor) -> Version:
    """Publish the procedure that ships; code lists and calendar are there already."""
    row = building.begin(plain(files.read(PROCEDURE.read_bytes())), actor=officer)
    return publishing.publish(row.pk, actor=lead, expected=row.revision)


def call_data(**changes: Any) -> CallData:
    """Return a call of a million yuan that is open today and for thirty days."""
    today = timezone.localdate()
    given = {
        "year": today.year,
        "name": "海洋科技专项",
        "about": "支持海洋装备与海水利用",
        "opens_on": today,
        "closes_on": today + timedelta(days=30),
        "budget": 100 * WAN,
        "most": 60 * WAN,
        "least_own": 40,
        "longest_months": 36,
    }
    return CallData(**given | changes)


def topic_data(**changes: Any) -> TopicData:
    """Return a topic of a million yuan."""
    given = {
        "key": "A1",
        "name": "海水利用",
        "name_en": "Use of seawater",
        "about": "膜与能耗",
        "field": "RE",
        "budget": 100 * WAN,
    }
    return TopicData(**given | changes)


def announced(officer: Actor, lead: Actor, **changes: Any) -> Call:
    """Write a call with one topic that has all its money, and publish it."""
    row = calls.write(call_data(**changes), actor=officer)
    calls.put_topic(row.pk, topic_data(budget=row.budget), actor=officer)
    return announcing.publish(row.pk, actor=lead)


def applied(topic: Topic, owner: Person, **changes: Any) -> Case:
    """Begin and hand in an application."""
    case = applying.begin(topic.pk, actor=owner.actor, another=True)
    file_in(case, "application", with_sums(APPLICATION | changes))
    return walk(case, "submit", actor=owner.actor)


def with_sums(values: dict[str, Any]) -> dict[str, Any]:
    """Add what the form calculates: the sums of both columns of the budget."""
    sums = {
        name: str(sum(Decimal(row.get(name) or 0) for row in values["budget"]))
        for name in ("granted", "own")
    }
    return values | {"asked": sums["granted"], "own": sums["own"]}


def file_in(case: Case, form: str, values: dict[str, Any]) -> Snapshot:
    """Put a snapshot of a form into a case, judged by nobody."""
    filing, _new = Filing.objects.get_or_create(case=case, form=form, period=None)
    return Snapshot.objects.create(
        filing=filing,
        number=filing.snapshots.count() + 1,
        procedure=case.procedure,
        values=values,
        sha256="0" * 64,
        at=timezone.now(),
    )


def walk(case: Case, *steps: str, actor: Actor) -> Case:
    """Take steps one after another, whoever's they are: who may is asked elsewhere."""
    for step in steps:
        case = go(case, document(case.procedure).step(step), actor=actor, reason="见附件")
    return case


def scored(case: Case, score: int, lead: Actor) -> Case:
    """Bring an application to its decision, with three experts who give one score."""
    case = walk(case, "pass_check", actor=lead)
    snapshot = Snapshot.objects.filter(filing__case=case).latest("number")
    panel = Panel.objects.create(
        snapshot=snapshot,
        review="expert",
        number=1,
        wanted=3,
        seed="0",
        pool=[],
        left_out={},
        due_on=timezone.localdate(),
        drawn_at=timezone.now(),
    )
    for place in range(3):
        row = Assignment.objects.create(
            panel=panel,
            snapshot=snapshot,
            expert=Expert.objects.create(user=person().user),
            place=place,
            state=Assignment.State.OPENED,
            asked_at=timezone.now(),
            opened_at=timezone.now(),
        )
        Opinion.objects.create(assignment=row, score=score, filed_at=timezone.now())
        row.state, row.ended_at = Assignment.State.FILED, timezone.now()
        row.save()
    return walk(case, "conclude", actor=lead)


def over(case: Case) -> Case:
    """Let the term of a case be over: the clock takes its step."""
    state = document(case.procedure).state(case.state)
    assert state.term
    assert state.term.leads_to
    return walk(case, state.term.leads_to, actor=ANYONE)
