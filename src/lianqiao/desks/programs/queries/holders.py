"""Titles on a day: who holds which, who is about to lose one, how many by district."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet

from lianqiao.core.parties.actors import Actor
from lianqiao.core.parties.models import Title, TitleKind
from lianqiao.core.parties.regions import stem
from lianqiao.core.rules.scorecards import LADDER
from lianqiao.desks.programs.models import About
from lianqiao.desks.programs.queries import access

SPANS = (90, 180)
"""Days ahead for which the queue of titles that run out is asked."""
LONGEST = 100


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which titles: valid on a day, of one kind, in a district, running out within some days."""

    on: date
    title: str = ""
    district: str = ""
    ends: int = 0
    text: str = ""

    @classmethod
    def from_query(cls, given: Mapping[str, str], on: date) -> Wanted:
        """Read `title`, `district`, `ends` and `q`; what is none of the choices counts as empty."""
        title, district, ends, text = (
            given.get(name, "").replace("\x00", "").strip()[:LONGEST]
            for name in ("title", "district", "ends", "q")
        )
        return cls(
            on,
            title if title in LADDER else "",
            district if district.isascii() and district.isdigit() else "",
            int(ends) if ends in {str(span) for span in SPANS} else 0,
            text,
        )


def held(actor: Actor, wanted: Wanted) -> QuerySet[Title]:
    """Return the titles of the ladder that are valid on a day, the first to run out first.

    Among those that run out, one whose next term is granted already is not; `reminded` is the last
    day on which the holder of each was reminded. NotFound but for bureaus.
    """
    access.require_bureau(actor)
    rows = valid_on(wanted.on)
    if wanted.title:
        rows = rows.filter(kind__code=wanted.title)
    if wanted.district:
        rows = rows.filter(organization__region__code__startswith=stem(wanted.district))
    if wanted.text:
        rows = rows.filter(
            Q(organization__name__icontains=wanted.text)
            | Q(organization__pinyin__startswith=wanted.text.lower())
            | Q(organization__uscc=wanted.text.upper())
        )
    if wanted.ends:
        last = Max("reminders__on", filter=Q(reminders__about=About.END))
        rows = _ending(rows, wanted.on, wanted.ends).annotate(reminded=last)
    return rows.select_related("kind", "organization__region").order_by(
        "valid_to", "organization__pinyin", "pk"
    )


def valid_on(on: date) -> QuerySet[Title]:
    """Return the titles of the ladder that count on a day."""
    return Title.objects.filter(kind__code__in=LADDER, valid_from__lte=on, valid_to__gte=on)


def _ending(rows: QuerySet[Title], on: date, days: int) -> QuerySet[Title]:
    renewed = Title.objects.filter(
        organization=OuterRef("organization"),
        kind=OuterRef("kind"),
        valid_from__gt=OuterRef("valid_to"),
    )
    return rows.filter(~Exists(renewed), valid_to__lt=on + timedelta(days=days))


@dataclass(frozen=True, slots=True)
class Held:
    """How many hold a title on a day, began in its year, run out within the spans."""

    kind: TitleKind
    valid: int
    new: int
    ending: Mapping[int, int]


def counts(actor: Actor, on: date) -> list[Held]:
    """Return the figures of each title of the ladder, counted from the validity of titles."""
    access.require_bureau(actor)
    valid = _by_kind(valid_on(on))
    begun = Title.objects.filter(valid_from__year=on.year, valid_from__lte=on)
    earlier = Title.objects.filter(
        organization=OuterRef("organization"),
        kind=OuterRef("kind"),
        valid_from__lt=OuterRef("valid_from"),
    )
    new = _by_kind(begun.filter(~Exists(earlier)))
    ending = {span: _by_kind(_ending(valid_on(on), on, span)) for span in SPANS}
    kinds = {kind.code: kind for kind in TitleKind.objects.filter(code__in=LADDER)}
    return [
        Held(
            kinds[code],
            valid.get(code, 0),
            new.get(code, 0),
            {span: found.get(code, 0) for span, found in ending.items()},
        )
        for code in LADDER
        if code in kinds
    ]


def _by_kind(rows: QuerySet[Title]) -> dict[str, int]:
    return dict(rows.order_by().values_list("kind__code").annotate(Count("pk")))


def by_district(actor: Actor, on: date, title: str) -> list[dict[str, Any]]:
    """Return code, name and number of each district with holders of a title (all, if empty)."""
    rows = held(actor, Wanted(on, title)).order_by().select_related(None)
    found = rows.values(code=F("organization__region"), name=F("organization__region__name"))
    return list(found.annotate(count=Count("organization", distinct=True)).order_by("-count"))


def exported(actor: Actor, wanted: Wanted) -> Iterator[Sequence[Any]]:
    """Yield the list for a file, in the order of `columns.HOLDERS`."""
    for row in held(actor, wanted).iterator(1_000):
        yield [
            row.organization.name,
            row.organization.uscc,
            row.organization.region,
            row.kind,
            row.valid_from,
            row.valid_to,
            row.granted_by,
            row.number,
        ]
