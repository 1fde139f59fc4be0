"""Yearly data that holders of a title owe by 30 April, for as long as it holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, Max, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from lianqiao.core.cases.models import Case, Certificate, Snapshot
from lianqiao.core.cases.procedures import family
from lianqiao.core.cases.queries.holding import renewable_from
from lianqiao.core.cases.queries.versions import document
from lianqiao.core.parties.actors import Actor
from lianqiao.core.rules import scorecards
from lianqiao.desks.programs.models import About
from lianqiao.desks.programs.queries import access

UPDATE = "update"
"""The key of the form, in the procedures that ship."""
DUE = (4, 30)
"""工信部企业〔2022〕63号: whoever does not update by 30 April is not prolonged."""


@dataclass(frozen=True, slots=True)
class Owed:
    """The data of a year: when they are due, when they came, whether they can be filled in now."""

    year: int
    due: date
    told_on: date | None
    is_late: bool
    is_open: bool


@dataclass(frozen=True, slots=True)
class Held:
    """A title that runs: what its holder owes, the newest year first; from when on it is renewed,
    and by which procedure."""

    certificate: Certificate
    owed: list[Owed]
    renewable: date | None
    code: str


def due_on(on: date) -> date:
    """Return the last day for the data of the year before."""
    return date(on.year, *DUE)


def holders(actor: Actor, on: date) -> QuerySet[Certificate]:
    """Return the certificates on a day whose holders owe data that year, those who owe it first.

    `told_at` is when the data of the year before came, `reminded` the last day on which their
    holder was reminded. Who was granted the title that very year owes nothing yet. NotFound but for
    bureaus; only certificates of one's own office.
    """
    access.require_bureau(actor)
    told = Snapshot.objects.filter(
        filing__case=OuterRef("case"),
        filing__form=UPDATE,
        filing__period=on.year - 1,
        at__date__lte=on,
    ).order_by("number")
    last = Max("title__reminders__on", filter=Q(title__reminders__about=About.DATA))
    rows = _running(on).filter(
        case__office=actor.organization, title__valid_from__lt=date(on.year, 1, 1)
    )
    return (
        rows.annotate(told_at=Subquery(told.values("at")[:1]), is_told=Exists(told), reminded=last)
        .select_related("title__kind", "title__organization", "case")
        .order_by("is_told", "title__organization__pinyin", "pk")
    )


def held_by(organization: int, today: date) -> list[Held]:
    """Return the titles that an organization holds by certificates of the house; three queries."""
    rows = _running(today).filter(case__organization=organization)
    certificates = list(rows.select_related("title__kind", "case").order_by("title__valid_to"))
    told = _told([one.case_id for one in certificates])
    # The last of a kind is the one to renew: those before it have their next term.
    last = {one.title.kind_id: one.pk for one in certificates}
    return [
        _held(one, told, today, is_last=one.pk == last[one.title.kind_id]) for one in certificates
    ]


def takes_data(case: Case) -> bool:
    """Tell whether a case takes the data of a year now."""
    return document(case.procedure).state(case.state).form == UPDATE


def _running(on: date) -> QuerySet[Certificate]:
    titles = {card.title for card in scorecards.cards().values() if card.years}
    return Certificate.objects.filter(
        revoked_on=None, title__kind__code__in=titles, title__valid_to__gte=on
    )


def _held(
    row: Certificate, told: dict[tuple[int, int], date], today: date, *, is_last: bool
) -> Held:
    years = range(today.year, row.title.valid_from.year, -1)
    owed = [_owed(row, year, told.get((row.case_id, year - 1)), today) for year in years]
    renewable = renewable_from(row) if is_last else None
    return Held(row, owed, renewable, family(row.case.procedure))


def _owed(row: Certificate, year: int, told: date | None, today: date) -> Owed:
    due = date(year, *DUE)
    return Owed(year - 1, due, told, told is None and today > due, takes_data(row.case))


def _told(cases: list[int]) -> dict[tuple[int, int], date]:
    """Return the day on which data came, by case and year."""
    rows = Snapshot.objects.filter(filing__case__in=cases, filing__form=UPDATE)
    found = rows.order_by().values_list("filing__case", "filing__period").annotate(Max("at"))
    return {(case, year or 0): timezone.localdate(at) for case, year, at in found}
