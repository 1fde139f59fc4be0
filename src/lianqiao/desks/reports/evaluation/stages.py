"""A round's way as everybody sees it: what was, what is, what comes, and when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from lianqiao.desks.reports.evaluation.models import Round, Stage

ORDER = list(Stage)


@dataclass(frozen=True, slots=True)
class Step:
    """A step: its name, its day or days, a sentence, and whether it is behind us or now."""

    label: str
    begins: date | datetime | None
    ends: date | datetime | None
    text: str
    state: str


def way(row: Round) -> list[Step]:
    """Return the steps in their order."""
    return list(_way(row))


def may_sign_up(row: Round, now: datetime | None = None) -> bool:
    """Whether volunteers are taken at a moment."""
    return row.stage == Stage.ENROLLING and (now or timezone.now()) < row.enrol_until


def may_vote(row: Round, now: datetime | None = None) -> bool:
    """Whether ballots are taken at a moment."""
    now = now or timezone.now()
    return row.stage == Stage.VOTING and row.vote_from <= now < row.vote_until


def _way(row: Round) -> Iterator[Step]:
    at = ORDER.index(Stage(row.stage))

    def state(stage: Stage) -> str:
        place = ORDER.index(stage)
        return "done" if place < at else "now" if place == at else "ahead"

    yield Step(
        _("Volunteers sign up"),
        None,
        row.enrol_until,
        _("Districts check who fulfils the conditions."),
        state(Stage.ENROLLING),
    )
    yield Step(
        _("The roll is closed"),
        row.frozen_at,
        None,
        _("Numbers only; its digest is published before the seed can be known."),
        state(Stage.FROZEN),
    )
    yield Step(
        _("The panel is drawn"),
        row.seeded_at if row.seed else row.seed_on,
        None,
        _("The seed comes from: %(source)s") % {"source": row.seed_source},
        "done" if at >= ORDER.index(Stage.DRAWN) else "ahead",
    )
    yield Step(
        _("The panel votes"),
        row.vote_from,
        row.vote_until,
        _("One letter, one secret ballot."),
        state(Stage.VOTING),
    )
    yield Step(
        _("Counted and published"),
        None,
        None,
        _("With turnout and margins of error."),
        "done" if row.stage == Stage.PUBLISHED else "now" if row.stage == Stage.CLOSED else "ahead",
    )
