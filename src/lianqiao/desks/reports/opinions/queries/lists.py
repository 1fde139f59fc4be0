"""Lists of opinions: the public one, and a department's queue."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.search import SearchQuery
from django.db.models import Count, F, Min, QuerySet
from django.utils import timezone

from lianqiao.core.parties.actors import Actor
from lianqiao.desks.reports.opinions import words
from lianqiao.desks.reports.opinions.models import Opinion, State, Theme
from lianqiao.desks.reports.opinions.queries.seeing import PUBLIC, handled_by, to_answer

LONGEST = 100
CHUNK = 1_000


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list is narrowed to."""

    q: str = ""
    theme: str = ""
    department: int | None = None
    state: str = ""

    @classmethod
    def from_query(cls, given: Mapping[str, str]) -> Wanted:
        """Read an address; what makes no sense counts as not given."""
        number = given.get("department", "")[:9]
        theme, state = given.get("theme", ""), given.get("state", "")
        return cls(
            given.get("q", "").replace("\0", "").strip()[:LONGEST],
            theme if theme in Theme.values else "",
            int(number) if number.isascii() and number.isdigit() else None,
            state if state in {*State.values, "late"} else "",
        )

    @property
    def is_narrowed(self) -> bool:
        """Whether something is left out."""
        return self != Wanted()


def published(wanted: Wanted) -> QuerySet[Opinion]:
    """Return what was answered in public, the newest answer first."""
    rows = Opinion.objects.filter(PUBLIC).select_related("department")
    return _narrowed(rows, wanted).order_by("-answered_at", "-pk")


def desk(actor: Actor, wanted: Wanted) -> QuerySet[Opinion]:
    """Return what an actor handles, the nearest deadline first."""
    rows = _narrowed(handled_by(actor), wanted)
    if wanted.state == "late":
        rows = rows.filter(state=State.ROUTED, due_on__lt=timezone.localdate())
    elif wanted.state:
        rows = rows.filter(state=wanted.state)
    else:
        rows = rows.filter(state__in=[State.RECEIVED, State.ROUTED])
    return rows.order_by(F("due_on").asc(nulls_first=True), "pk")


def groups(actor: Actor, most: int = 10) -> list[dict[str, Any]]:
    """Return the largest groups that wait for the actor's department, with their first opinion."""
    rows = to_answer(actor).filter(group__isnull=False).order_by()
    found = rows.values("group").annotate(waiting=Count("pk"), first=Min("pk"))
    largest = list(found.filter(waiting__gt=1).order_by("-waiting", "group")[:most])
    first = Opinion.objects.in_bulk([one["first"] for one in largest])
    return [{**one, "opinion": first[one["first"]]} for one in largest]


def exported(actor: Actor, wanted: Wanted) -> Iterator[list[Any]]:
    """Yield a department's list as `COLUMNS` has it: masked, without contacts."""
    for row in desk(actor, wanted).iterator(CHUNK):
        yield [
            row.pk,
            timezone.localdate(row.received_at),
            row.get_theme_display(),
            str(row.department or ""),
            row.shown,
            row.get_state_display(),
            row.due_on,
            row.answer,
            row.rating,
        ]


def _narrowed(rows: QuerySet[Opinion], wanted: Wanted) -> QuerySet[Opinion]:
    if wanted.theme:
        rows = rows.filter(theme=wanted.theme)
    if wanted.department:
        rows = rows.filter(department=wanted.department)
    if wanted.q:
        rows = rows.filter(vector=SearchQuery(words.terms(wanted.q), config="simple"))
    return rows
