"""What the HTTP API says of calls and projects. Money in yuan; days in Shanghai."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from ninja import Schema

from lianqiao.core.money import yuan
from lianqiao.desks.programs.grants.models import (
    Call,
    CallStage,
    Installment,
    Milestone,
    Project,
    Topic,
)

State = Project.State
"""As a type of what is asked for."""


class TopicOut(Schema):
    """A topic with its part of the money."""

    id: int
    key: str
    name: str
    name_en: str
    about: str
    field: str
    budget: Decimal

    @classmethod
    def of(cls, row: Topic) -> TopicOut:
        """Make it of a row."""
        names = ("key", "name", "name_en", "about")
        values = {name: getattr(row, name) for name in names}
        return cls(id=row.pk, field=row.field_id, budget=yuan(row.budget), **values)


class CallOut(Schema):
    """A published call: `stage` is where it stands today, `least_own` per cent of all money."""

    id: int
    office: int
    year: int
    name: str
    opens_on: date
    closes_on: date
    stage: CallStage
    budget: Decimal
    most: Decimal
    least_own: int
    longest_months: int
    is_invented: bool

    @classmethod
    def of(cls, row: Call, today: date) -> CallOut:
        """Make it of a row."""
        return cls(**_call(row, today))


class CallDetailOut(CallOut):
    """A call with what it supports, and its topics."""

    about: str
    topics: list[TopicOut]

    @classmethod
    def detailed(cls, row: Call, today: date) -> CallDetailOut:
        """Make it of a row."""
        topics = [TopicOut.of(one) for one in row.topics.all()]
        return cls(about=row.about, topics=topics, **_call(row, today))


class ProjectOut(Schema):
    """A project as the public register has it."""

    id: int
    number: str
    title: str
    call: int
    topic: int
    host: int
    host_name: str
    region: str
    state: State
    awarded_on: date
    starts_on: date | None
    ends_on: date | None
    ended_on: date | None
    granted: Decimal
    own: Decimal
    paid: Decimal
    is_invented: bool

    @classmethod
    def of(cls, row: Project) -> ProjectOut:
        """Make it of a row of the register."""
        return cls(**_project(row))


class MilestoneOut(Schema):
    """A milestone of a project."""

    position: int
    title: str
    target: str
    due_on: date
    met_on: date | None

    @classmethod
    def of(cls, row: Milestone) -> MilestoneOut:
        """Make it of a row."""
        return cls(**{name: getattr(row, name) for name in cls.model_fields})


class InstallmentOut(Schema):
    """A part of the grant: due with a milestone, by its number, or from a day on."""

    position: int
    amount: Decimal
    milestone: int | None
    due_on: date | None
    paid_on: date | None

    @classmethod
    def of(cls, row: Installment) -> InstallmentOut:
        """Make it of a row."""
        return cls(
            position=row.position,
            amount=yuan(row.amount),
            milestone=row.milestone.position if row.milestone else None,
            due_on=row.due_on,
            paid_on=row.paid_on,
        )


class ProjectDetailOut(ProjectOut):
    """A project with what its contract plans, as everybody may read it."""

    milestones: list[MilestoneOut]
    installments: list[InstallmentOut]

    @classmethod
    def detailed(cls, row: Project) -> ProjectDetailOut:
        """Make it of a row of the register."""
        return cls(
            milestones=[MilestoneOut.of(one) for one in row.milestones.all()],
            installments=[
                InstallmentOut.of(one) for one in row.installments.select_related("milestone")
            ],
            **_project(row),
        )


def _call(row: Call, today: date) -> dict[str, Any]:
    names = ("year", "name", "opens_on", "closes_on", "least_own", "longest_months", "is_invented")
    values = {name: getattr(row, name) for name in names}
    money = {"budget": yuan(row.budget), "most": yuan(row.most)}
    return {"id": row.pk, "office": row.office_id, "stage": row.stage(today), **money, **values}


def _project(row: Project) -> dict[str, Any]:
    names = ("number", "title", "state", "awarded_on", "starts_on", "ends_on", "ended_on")
    values = {name: getattr(row, name) for name in (*names, "is_invented")}
    return {
        "id": row.pk,
        "call": row.topic.call_id,
        "topic": row.topic_id,
        "host": row.host_id,
        "host_name": row.host.name,
        "region": row.region_id or "",
        "granted": yuan(row.granted),
        "own": yuan(row.own),
        "paid": yuan(row.paid),
        **values,
    }
