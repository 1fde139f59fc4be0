"""The public register of projects: of which call, on which topic, where, how far."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from lianqiao.core.errors import NotFound
from lianqiao.core.money import yuan
from lianqiao.core.parties.regions import stem
from lianqiao.desks.programs.grants.models import Installment, Project, Topic

LONGEST = 60
State = Project.State


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the register is narrowed to."""

    year: str = ""
    topic: str = ""
    district: str = ""
    state: str = ""
    q: str = ""

    @classmethod
    def from_query(cls, given: Mapping[str, str]) -> Wanted:
        """Read an address; what makes no sense counts as not given."""
        state = given.get("state", "")
        return cls(
            _digits(given.get("year", ""), 4),
            _digits(given.get("topic", ""), 9),
            _digits(given.get("district", ""), 6),
            state if state in State.values else "",
            given.get("q", "").replace("\0", "").strip()[:LONGEST],
        )

    @property
    def is_narrowed(self) -> bool:
        """Whether something is left out."""
        return self != Wanted()

    def without(self, *names: str) -> Wanted:
        """Return the same without some of its conditions."""
        return replace(self, **dict.fromkeys(names, ""))


@dataclass(frozen=True, slots=True)
class Totals:
    """How many projects, and their money in fen."""

    count: int
    granted: int
    own: int
    paid: int


def listed(wanted: Wanted) -> QuerySet[Project]:
    """Return projects, the newest first, with all that a list shows; `paid` in fen."""
    rows = _narrowed(wanted).select_related("topic__call", "host", "region")
    return rows.annotate(**{"paid": _paid()}).order_by("-awarded_on", "-pk")


def totals(wanted: Wanted) -> Totals:
    """Return what the projects come to."""
    found = _narrowed(wanted).aggregate(
        count=Count("pk"), granted=Coalesce(Sum("granted"), 0), own=Coalesce(Sum("own"), 0)
    )
    paid = Installment.objects.filter(project__in=_narrowed(wanted), paid_on__isnull=False)
    return Totals(**found, paid=paid.aggregate(sum=Coalesce(Sum("amount"), 0))["sum"])


def project(pk: int) -> Project:
    """Return a project with what its page shows. NotFound where there is none."""
    rows = Project.objects.select_related("topic__call", "host", "region", "case")
    row = rows.prefetch_related("partners").filter(pk=pk).first()
    if row is None:
        raise NotFound(_("There is no such project."))
    return row


def by_state(wanted: Wanted) -> list[tuple[State, int]]:
    """Return how many projects stand where, all else as asked."""
    rows = _narrowed(wanted.without("state")).order_by().values_list("state")
    found = dict(rows.annotate(Count("pk")))
    return [(state, found.get(state, 0)) for state in State]


def by_year(wanted: Wanted) -> list[tuple[int, int]]:
    """Return how many projects the calls of each year have, all else as asked; newest first."""
    rows = _narrowed(wanted.without("year", "topic")).order_by().values_list("topic__call__year")
    return list(rows.annotate(Count("pk")).order_by("-topic__call__year"))


def by_topic(wanted: Wanted) -> list[tuple[Topic, int]]:
    """Return how many projects each topic has, all else as asked."""
    rows = _narrowed(wanted.without("topic")).order_by().values_list("topic")
    found = dict(rows.annotate(Count("pk")))
    topics = Topic.objects.select_related("call").filter(pk__in=found)
    return [(one, found[one.pk]) for one in topics.order_by("-call__year", "pk")]


def by_district(wanted: Wanted) -> list[Mapping[str, Any]]:
    """Return `code`, `district` (its name) and `count` of each district, all else as asked."""
    rows = _narrowed(wanted.without("district")).order_by()
    found = rows.values(code=F("region"), district=F("region__name"))
    return list(found.annotate(count=Count("pk")).order_by("-count", "code"))


def exported(wanted: Wanted) -> Iterator[Sequence[Any]]:
    """Yield the register for a file, in the order of `columns.PROJECTS`."""
    for row in listed(wanted).prefetch_related("partners").iterator(500):
        yield [
            row.number,
            row.title,
            row.topic.call.name,
            str(row.topic),
            row.host.name,
            row.host.uscc or "",
            "；".join(one.name for one in row.partners.all()),
            row.leader,
            str(row.region or ""),
            row.get_state_display(),
            row.awarded_on,
            row.starts_on,
            row.ends_on,
            row.ended_on,
            yuan(row.granted),
            yuan(row.own),
            yuan(row.paid),
        ]


def _narrowed(wanted: Wanted) -> QuerySet[Project]:
    rows = Project.objects.all()
    if wanted.year:
        rows = rows.filter(topic__call__year=int(wanted.year))
    if wanted.topic:
        rows = rows.filter(topic=int(wanted.topic))
    if wanted.district:
        rows = rows.filter(region__code__startswith=stem(wanted.district))
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    if wanted.q:
        rows = rows.filter(
            Q(title__icontains=wanted.q)
            | Q(number__iexact=wanted.q)
            | Q(host__name__icontains=wanted.q)
            | Q(host__pinyin__startswith=wanted.q.lower())
        )
    return rows


def _paid() -> Coalesce:
    rows = Installment.objects.filter(project=OuterRef("pk"), paid_on__isnull=False)
    sums = rows.order_by().values("project").annotate(sum=Sum("amount")).values("sum")
    return Coalesce(Subquery(sums), 0)


def _digits(text: str, most: int) -> str:
    return text if text.isascii() and text.isdigit() and len(text) <= most else ""
