"""The phrases of an office, and how they read in a case."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.formats import date_format

from lianqiao.core.cases.models import Case, Phrase
from lianqiao.core.cases.queries.versions import document
from lianqiao.core.parties.actors import Actor

PLACES = frozenset({"number", "organization", "procedure", "due"})


def phrases_of(actor: Actor) -> QuerySet[Phrase]:
    """Return the phrases of the actor's office; none for anybody else."""
    rows = Phrase.objects.filter(office=actor.organization)
    return rows if actor.is_bureau else rows.none()


def phrases_for(actor: Actor, case: Case) -> list[tuple[str, str]]:
    """Return names and texts of the phrases, filled in with what a case says."""
    said = {
        "number": case.number,
        "organization": case.organization.name,
        "procedure": document(case.procedure).label.zh,
        "due": date_format(case.due_on) if case.due_on else "",
    }
    return [(row.label, row.text.format(**said)) for row in phrases_of(actor)]
