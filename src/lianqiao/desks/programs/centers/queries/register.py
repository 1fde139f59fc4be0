"""The public register: which centers, where, in which field, at which stage, with which grade."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext as _

from lianqiao.core.errors import NotFound
from lianqiao.core.parties.models import TechnicalField
from lianqiao.core.parties.regions import stem
from lianqiao.desks.programs.centers.models import Center, CenterStage, Event, Grade

LONGEST = 60


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the register is narrowed to."""

    field: str = ""
    district: str = ""
    stage: str = ""
    grade: str = ""
    q: str = ""

    @classmethod
    def from_query(cls, given: Mapping[str, str]) -> Wanted:
        """Read an address; what makes no sense counts as not given."""
        field, district = given.get("field", ""), given.get("district", "")
        stage, grade = given.get("stage", ""), given.get("grade", "")
        return cls(
            field[:8] if field.isascii() and field.isalpha() else "",
            district[:6] if district.isascii() and district.isdigit() else "",
            stage if stage in CenterStage.values else "",
            grade if grade in Grade.values else "",
            given.get("q", "").replace("\0", "").strip()[:LONGEST],
        )

    @property
    def is_narrowed(self) -> bool:
        """Whether something is left out."""
        return self != Wanted()

    def without(self, *names: str) -> Wanted:
        """Return the same without some of its conditions."""
        return replace(self, **dict.fromkeys(names, ""))


def listed(wanted: Wanted) -> QuerySet[Center]:
    """Return centers by name, with all that a list shows of them."""
    rows = Center.objects.select_related("field", "host", "region")
    if wanted.field:
        rows = rows.filter(field=wanted.field)
    if wanted.district:
        rows = rows.filter(region__code__startswith=stem(wanted.district))
    if wanted.stage:
        rows = rows.filter(stage=wanted.stage)
    if wanted.grade:
        rows = rows.filter(grade=wanted.grade)
    if wanted.q:
        rows = rows.filter(
            Q(name__icontains=wanted.q)
            | Q(host__name__icontains=wanted.q)
            | Q(host__pinyin__startswith=wanted.q.lower())
        )
    return rows.order_by("name", "pk")


def center(pk: int) -> Center:
    """Return a center with what its page shows. NotFound where there is none."""
    rows = Center.objects.select_related("field", "host", "region", "merged_into", "case")
    row = rows.prefetch_related("partners").filter(pk=pk).first()
    if row is None:
        raise NotFound(_("There is no such center."))
    return row


def history(row: Center) -> list[Event]:
    """Return what happened to a center, the newest first."""
    return list(row.events.all())


def fields() -> list[TechnicalField]:
    """Return the technical fields, in their order."""
    return list(TechnicalField.objects.all())


def by_stage(wanted: Wanted) -> list[tuple[CenterStage, int]]:
    """Return how many centers stand at each stage, all else as asked."""
    found = _counted(wanted.without("stage"), "stage")
    return [(stage, found.get(stage, 0)) for stage in CenterStage]


def by_grade(wanted: Wanted) -> list[tuple[Grade, int]]:
    """Return how many centers have each grade, all else as asked."""
    found = _counted(wanted.without("grade"), "grade")
    return [(grade, found.get(grade, 0)) for grade in Grade]


def by_field(wanted: Wanted) -> list[tuple[TechnicalField, int]]:
    """Return how many centers each technical field has, all else as asked."""
    found = _counted(wanted.without("field"), "field")
    return [(field, found.get(field.code, 0)) for field in fields()]


def by_district(wanted: Wanted) -> list[dict[str, Any]]:
    """Return `code`, `district` (its name) and `count` of each district, all else as asked."""
    rows = listed(wanted.without("district")).order_by().select_related(None)
    found = rows.values(code=F("region"), district=F("region__name"))
    return [dict(row) for row in found.annotate(count=Count("pk")).order_by("-count", "code")]


def _counted(wanted: Wanted, name: str) -> dict[str, int]:
    rows = listed(wanted).order_by().select_related(None)
    return dict(rows.values_list(name).annotate(Count("pk")))


def exported(wanted: Wanted) -> Iterator[Sequence[Any]]:
    """Yield the register for a file, in the order of `columns.CENTERS`."""
    for row in listed(wanted).prefetch_related("partners").iterator(500):
        yield [
            row.name,
            str(row.field),
            row.host.name,
            row.host.uscc or "",
            "；".join(one.name for one in row.partners.all()),
            row.leader,
            str(row.region or ""),
            row.approved_on,
            row.build_until,
            row.get_stage_display(),
            row.get_grade_display(),
            row.valid_to,
            row.rectify_by,
            row.ended_on,
            "",
        ]
