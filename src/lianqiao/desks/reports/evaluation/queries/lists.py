"""Lists: the rounds, and the volunteers that someone checks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.utils import timezone

from lianqiao.core.parties.actors import Actor
from lianqiao.core.parties.queries.contacts import Contact
from lianqiao.desks.reports.evaluation.models import Group, Judged, Round, Volunteer
from lianqiao.desks.reports.evaluation.queries.seeing import checked_by, rounds

LONGEST = 40
CHUNK = 2_000
State = Volunteer.State


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list of volunteers is narrowed to; `q` is a number or the end of an identity."""

    q: str = ""
    state: str = State.APPLIED
    stratum: int | None = None

    @classmethod
    def from_query(cls, given: Mapping[str, str]) -> Wanted:
        """Read an address; what makes no sense counts as not given."""
        state, stratum = given.get("state", State.APPLIED), given.get("stratum", "")[:9]
        return cls(
            given.get("q", "").replace("\0", "").strip()[:LONGEST],
            state if state in {"all", *State.values} else State.APPLIED,
            int(stratum) if stratum.isascii() and stratum.isdigit() else None,
        )


def listed(actor: Actor) -> QuerySet[Round]:
    """Return the rounds with how many departments they judge, in how many groups."""
    return rounds(actor).annotate(departments=_count(Judged), sections=_count(Group))


def queue(actor: Actor, pk: int, wanted: Wanted) -> QuerySet[Volunteer]:
    """Return the volunteers that an actor checks, by number."""
    rows = checked_by(actor, pk)
    if wanted.state != "all":
        rows = rows.filter(state=wanted.state)
    if wanted.stratum:
        rows = rows.filter(stratum=wanted.stratum)
    if wanted.q.isascii() and wanted.q.isdigit() and len(wanted.q) < len(str(2**31)):
        rows = rows.filter(number=int(wanted.q)) | rows.filter(identity_tail=wanted.q)
    elif wanted.q:
        rows = rows.filter(identity_tail=wanted.q.upper())
    return rows.order_by("number")


def states(actor: Actor, pk: int) -> dict[str, int]:
    """Return how many of those that an actor checks are in each state."""
    found = checked_by(actor, pk).order_by().values_list("state").annotate(Count("pk"))
    return dict(found)


def exported(actor: Actor, pk: int, wanted: Wanted) -> Iterator[list[Any]]:
    """Yield the list as `columns.LIST` has it, with names and telephones masked."""
    for row in queue(actor, pk, wanted).iterator(CHUNK):
        shown = masked(row)
        yield [
            row.number,
            row.stratum.name,
            shown.name,
            shown.phone,
            row.identity_tail,
            row.age_band,
            row.employer,
            row.resident_since,
            row.get_state_display(),
            row.reason,
            timezone.localdate(row.applied_at),
        ]


def masked(row: Volunteer) -> Contact:
    """Return that there is somebody, but not who."""
    return Contact(row.name, row.phone, "").masked()


def _count(model: type[Group | Judged]) -> Subquery:
    own = model._default_manager.filter(round=OuterRef("pk")).order_by().values("round")
    return Subquery(own.annotate(count=Count("pk")).values("count"))
