"""A round is set up: its terms, who judges, what, and in which words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lianqiao.core.errors import Conflict, Invalid, NotFound, Refusal, explained
from lianqiao.core.parties.actors import Actor
from lianqiao.desks.reports.evaluation import kinds
from lianqiao.desks.reports.evaluation.models import Round, Stage
from lianqiao.desks.reports.evaluation.queries.readiness import lacking
from lianqiao.desks.reports.evaluation.seeds import is_shape
from lianqiao.desks.reports.evaluation.services.copying import begin
from lianqiao.desks.reports.evaluation.services.locking import (
    OPEN,
    locked,
    noted,
    require_lead,
)


@dataclass(frozen=True, slots=True)
class Terms:
    """What a round is called, when its steps are, and where its seed will come from."""

    year: int
    name: str
    enrol_until: datetime
    seed_source: str
    seed_like: str
    seed_on: date
    vote_from: datetime
    vote_until: datetime
    smallest: int = 10
    keep_days: int = 180


@transaction.atomic
def make_round(terms: Terms, *, actor: Actor, is_invented: bool = False) -> Round:
    """Prepare a round of the actor's office; all but its terms is as in the office's last one."""
    if not actor.is_bureau or actor.organization is None:
        raise NotFound(_("There is no such page."))
    require_lead(actor)
    _require(terms)
    with explained(_refusals()), transaction.atomic():
        row = Round.objects.create(
            office_id=actor.organization, is_invented=is_invented, **asdict(terms)
        )
    begin(row)
    noted(kinds.MADE, row, actor)
    return row


@transaction.atomic
def change_terms(pk: int, terms: Terms, *, actor: Actor) -> Round:
    """Change the terms, as long as the roll is open."""
    row = locked(pk, actor, *OPEN)
    require_lead(actor)
    _require(terms)
    with explained(_refusals()), transaction.atomic():
        _set(row, asdict(terms))
    noted(kinds.CHANGED, row, actor)
    return row


@transaction.atomic
def change_days(pk: int, *, actor: Actor, vote_from: datetime, vote_until: datetime) -> Round:
    """Move the days of the vote once the roll is closed, until voting is opened."""
    row = locked(pk, actor, Stage.FROZEN, Stage.DRAWN)
    require_lead(actor)
    with explained(_refusals()), transaction.atomic():
        _set(row, {"vote_from": vote_from, "vote_until": vote_until})
    noted(kinds.CHANGED, row, actor)
    return row


@transaction.atomic
def open_enrolment(pk: int, *, actor: Actor) -> Round:
    """Let volunteers sign up: the round is public from now on. Invalid with what still lacks."""
    row = locked(pk, actor, Stage.PREPARING)
    require_lead(actor)
    if problems := lacking(row):
        raise Invalid(" ".join(problems))
    if row.enrol_until <= timezone.now():
        raise Invalid(_("Sign-up would have ended already; set a later day."))
    _set(row, {"stage": Stage.ENROLLING})
    noted(kinds.OPENED, row, actor)
    return row


@transaction.atomic
def drop_round(pk: int, *, actor: Actor) -> None:
    """Take back a round that nobody has seen yet."""
    row = locked(pk, actor, Stage.PREPARING)
    require_lead(actor)
    row.delete()


def _set(row: Round, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=list(values))


def _require(terms: Terms) -> None:
    wrong = {
        name: _("Must not be empty.")
        for name in _empty(terms, ("name", "seed_source", "seed_like"))
    }
    if "seed_like" not in wrong and not is_shape(terms.seed_like):
        wrong["seed_like"] = _("Write it as it will be, in one line, with at least one digit.")
    if not timezone.localdate(terms.enrol_until) < terms.seed_on:
        wrong["seed_on"] = _("The seed comes to be on a day after sign-up has ended.")
    elif not terms.seed_on <= timezone.localdate(terms.vote_from):
        wrong["vote_from"] = _("Voting begins when the panel is drawn, not before the seed.")
    if wrong:
        raise Invalid(_("The terms do not follow each other."), wrong)


def _empty(terms: Terms, names: Sequence[str]) -> list[str]:
    return [name for name in names if not getattr(terms, name).strip()]


def _refusals() -> dict[str, Refusal]:
    order = _("Voting begins after sign-up has ended, and ends after it has begun.")
    few = _("At least 5 ballots: of fewer one could tell who voted how.")
    term = _("Between 1 and 3650 days.")
    return {
        "round_named_once_a_year": Conflict(_("There is a round of this name in this year.")),
        "round_terms_in_order": Invalid(order, {"vote_until": order}),
        "round_keeps_secret": Invalid(few, {"smallest": few}),
        "round_forgets": Invalid(term, {"keep_days": term}),
    }
