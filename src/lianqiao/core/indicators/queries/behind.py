"""Whether an entry stands behind a figure that somebody may see."""

from __future__ import annotations

from django.db import connection

from lianqiao.core.indicators import counting
from lianqiao.core.indicators.kinds import FIGURE
from lianqiao.core.indicators.models import Frozen, Reported, Version
from lianqiao.core.indicators.queries.definitions import in_force
from lianqiao.core.indicators.queries.values import known_versions, parts
from lianqiao.core.ledger.models import Entry
from lianqiao.core.ledger.queries import current
from lianqiao.core.parties.actors import Actor


def is_behind(pk: int, actor: Actor) -> bool:
    """Tell whether an entry counts for an indicator open to the actor, or did when published."""
    entry = current().filter(pk=pk).first()
    return bool(entry and _counts(entry, actor)) or _was_published(pk, actor)


def _counts(entry: Entry, actor: Actor) -> bool:
    if entry.kind == FIGURE:
        codes = in_force(actor).order_by().values("indicator")
        return Reported.objects.filter(pk=entry.subject_id, indicator__in=codes).exists()
    return any(_holds(version, entry) for version in _counting(entry.kind, actor))


def _counting(kind: str, actor: Actor) -> list[Version]:
    seen = list(in_force(actor))
    known = known_versions(one.code for one in seen)
    made_of = {part.pk: part for one in seen for part in parts(one, known)}
    return [one for one in made_of.values() if kind in one.kinds]


def _holds(version: Version, entry: Entry) -> bool:
    selection = counting.met_by(version, entry.pk)
    with connection.cursor() as cursor:
        cursor.execute(selection.sql, selection.values)
        return cursor.fetchone() is not None


def _was_published(pk: int, actor: Actor) -> bool:
    rows = Frozen.objects.filter(entries__contains=[pk])
    if not actor.is_bureau:
        rows = rows.filter(version__indicator__is_public=True)
    return rows.exists()
