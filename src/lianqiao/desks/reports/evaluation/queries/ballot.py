"""The paper that a letter opens, known by the digest of the ballot's half alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lianqiao.core.parties.models import Organization
from lianqiao.desks.reports.evaluation.models import (
    Choice,
    Group,
    Item,
    Judged,
    Question,
    Round,
    Stage,
    Token,
)


@dataclass(frozen=True, slots=True)
class Paper:
    """What is on a ballot: a group's departments, each judged on all items in the same words.

    `questions` are those of the survey, the same for all groups.
    """

    round: Round
    group: Group
    is_spent: bool
    departments: tuple[Organization, ...]
    items: tuple[Item, ...]
    choices: tuple[Choice, ...]
    questions: tuple[Question, ...] = ()


def paper(ballot: str) -> Paper | None:
    """Return the paper of a digest, or None where there is no such token."""
    token = Token.objects.select_related("group__round").filter(pk=ballot).first()
    if token is None:
        return None
    row = token.group.round
    judged = Judged.objects.filter(group=token.group).select_related("department")
    return Paper(
        row,
        token.group,
        token.is_spent,
        tuple(one.department for one in judged),
        tuple(row.items.all()),
        tuple(row.choices.all()),
        tuple(row.questions.all()),
    )


def standing(found: Paper | None, at: datetime) -> str:
    """Return how a paper stands at a time: unknown, spent, early, late or open."""
    if found is None:
        return "unknown"
    if found.is_spent:
        return "spent"
    row = found.round
    if row.stage in (Stage.CLOSED, Stage.PUBLISHED) or at >= row.vote_until:
        return "late"
    return "early" if row.stage != Stage.VOTING or at < row.vote_from else "open"
