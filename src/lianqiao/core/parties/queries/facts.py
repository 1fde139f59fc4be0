"""Facts and titles of an organization, as known at a moment."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import islice
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery, TextField
from django.db.models.functions import Cast, Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from lianqiao.core.errors import NotFound
from lianqiao.core.parties.actors import Actor
from lianqiao.core.parties.models import Fact, Title

BATCH = 1_000


def facts_of(
    organization: int, *, on: date | None = None, known_at: datetime | None = None
) -> QuerySet[Fact]:
    """Return what was known of an organization at a moment (now, if not given).

    One fact for each name and period: that of the best source, and of these the one known last.
    With `on`, only periods that have begun by that day.
    """
    facts = Fact.objects.filter(organization=organization, known_at__lte=known_at or timezone.now())
    if on is not None:
        facts = facts.filter(period_from__lte=on)
    period = ("definition_id", "period_from", "period_to")
    best = facts.order_by(*period, "source__rank", "-known_at").distinct(*period)
    return best.select_related("definition", "source")


def conflicts(actor: Actor) -> QuerySet[Fact]:
    """Return the facts that a better source contradicts: of each source its last word counts.

    Each has `better`, the id of the fact that counts in its place. NotFound but for bureaus.
    """
    if not actor.is_bureau:
        raise NotFound(_("There is no such thing here."))
    return _contradicted(Fact.objects.all()).order_by(
        "organization__pinyin", "organization_id", "definition_id", "-period_from", "pk"
    )


def contradictions_of(organization: int) -> QuerySet[Fact]:
    """Return what sources say of an organization against a better source, best source first."""
    return _contradicted(Fact.objects.filter(organization=organization)).order_by("source__rank")


def _contradicted(facts: QuerySet[Fact]) -> QuerySet[Fact]:
    one = ("organization_id", "definition_id", "period_from", "period_to")
    same = {name: OuterRef(name) for name in one}
    # Of most facts one source speaks: leaving them out at once is what makes a city's list fast.
    others = Fact.objects.filter(**same).exclude(source=OuterRef("source"))
    last = (
        facts.filter(Exists(others))
        .order_by(*one, "source_id", "-known_at")
        .distinct(*one, "source_id")
    )
    best = Fact.objects.filter(**same).order_by("source__rank", "-known_at")
    counts = best.annotate(value=VALUE).values("value")[:1]
    return (
        Fact.objects.filter(pk__in=last.values("pk"))
        .annotate(value=VALUE, better=Subquery(best.values("pk")[:1]), counts=Subquery(counts))
        .exclude(value=F("counts"))
        .select_related("organization", "definition", "source")
    )


def beside_what_counts(found: Iterable[Any]) -> list[tuple[Fact, Fact]]:
    """Return facts of `conflicts`, each with the fact that counts in its place."""
    rows = list(found)
    better = Fact.objects.select_related("definition", "source")
    counting = better.in_bulk([fact.better for fact in rows])
    return [(fact, counting[fact.better]) for fact in rows]


def conflict_rows(actor: Actor) -> Iterator[list[Any]]:
    """Yield the conflicts for an export, in the order of `columns.CONFLICTS`."""
    found = conflicts(actor).iterator(BATCH)
    while batch := list(islice(found, BATCH)):
        for fact, counting in beside_what_counts(batch):
            yield [
                fact.organization.uscc,
                fact.organization,
                fact.definition,
                fact.period_from,
                fact.period_to,
                *_said(counting),
                *_said(fact),
            ]


def _said(fact: Fact) -> list[Any]:
    return [fact.shown, fact.source, timezone.localdate(fact.known_at)]


VALUE = Coalesce(
    Cast("number", TextField()),
    "text",
    Cast("day", TextField()),
    Cast("truth", TextField()),
    output_field=TextField(),
)


def titles_of(organization: int, *, on: date | None = None) -> QuerySet[Title]:
    """Return an organization's titles, with `on` those valid that day."""
    titles = Title.objects.filter(organization=organization).select_related("kind")
    if on is not None:
        titles = titles.filter(valid_from__lte=on, valid_to__gte=on)
    return titles.order_by("-valid_from", "pk")
