"""Yearly reports: taken in from filings and lists; a later one of a year restates the earlier."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lianqiao.core.cases.models import Snapshot
from lianqiao.core.errors import Conflict, Invalid
from lianqiao.core.ledger import services as ledger
from lianqiao.core.ledger.services import Evidence, Line
from lianqiao.core.parties.actors import Actor
from lianqiao.desks.programs.centers import kinds
from lianqiao.desks.programs.centers.models import ENDED, Center, YearlyReport
from lianqiao.desks.programs.centers.operating import Figures
from lianqiao.desks.programs.centers.plausibility import wrong_in
from lianqiao.desks.programs.centers.services.writing import noon, require_officer


@dataclass(frozen=True, slots=True)
class Reported:
    """What a center reports of a year; money in yuan."""

    center: int
    year: int
    figures: Figures
    progress: str = ""
    problems: str = ""
    next_year: str = ""


@transaction.atomic
def report_many(items: Sequence[Reported], *, actor: Actor) -> int:
    """Take reports in from a list, all or none; return how many."""
    require_officer(actor)
    return take_in(items, actor=actor)


@transaction.atomic
def take_in(items: Sequence[Reported], *, actor: Actor, snapshot: Snapshot | None = None) -> int:
    """Write reports with their entries; who may is decided before. Invalid, Conflict by the first.

    Centers are locked in the order of their keys, so that two lists cannot wait for each other.
    """
    ordered = sorted(items, key=lambda one: (one.center, one.year))
    wanted = {one.center for one in ordered}
    rows = Center.objects.select_for_update().filter(pk__in=wanted).order_by("pk")
    centers = {row.pk: row for row in rows}
    for one in ordered:
        _require(one, centers.get(one.center))
    there = {
        (row.center_id, row.year): row for row in YearlyReport.objects.filter(center__in=wanted)
    }
    new = [one for one in ordered if (one.center, one.year) not in there]
    _add(new, centers, actor, snapshot)
    for one in ordered:
        if found := there.get((one.center, one.year)):
            _restate(found, one, actor, snapshot)
    return len(ordered)


def _require(one: Reported, center: Center | None) -> None:
    if center is None or center.stage in ENDED:
        raise Conflict(_("This center has left the register; it reports no more."))
    last = timezone.localdate().year
    if not center.approved_on.year <= one.year <= last:
        said = _("A year from %(first)d to %(last)d.")
        message = said % {"first": center.approved_on.year, "last": last}
        raise Invalid(message, {"year": message})
    if wrong := wrong_in(one.figures):
        raise Invalid(_("The report cannot be taken like this."), wrong)


def _add(
    items: Sequence[Reported],
    centers: dict[int, Center],
    actor: Actor,
    snapshot: Snapshot | None,
) -> None:
    lines = []
    for one in items:
        row = centers[one.center]
        day = noon(date(one.year, 12, 31))
        quantities = {"year": Decimal(one.year)}
        evidence = _evidence(snapshot)
        lines.append(
            Line(kinds.REPORTED, row.pk, row.host_id, row.region_id, quantities, evidence, day)
        )
    entries = ledger.record_each(lines, actor=actor)
    YearlyReport.objects.bulk_create(
        YearlyReport(
            center_id=one.center, year=one.year, entry=entry, snapshot=snapshot, **_values(one)
        )
        for one, entry in zip(items, entries, strict=True)
    )


def _restate(row: YearlyReport, one: Reported, actor: Actor, snapshot: Snapshot | None) -> None:
    values = _values(one)
    if all(getattr(row, name) == value for name, value in values.items()):
        return
    row.entry = ledger.correct(row.entry, actor=actor, evidence=_evidence(snapshot))
    row.snapshot = snapshot
    for name, value in values.items():
        setattr(row, name, value)
    row.save()


def _values(one: Reported) -> dict[str, object]:
    figures = {code: format(value.normalize(), "f") for code, value in one.figures.items()}
    return {
        "figures": figures,
        "progress": one.progress,
        "problems": one.problems,
        "next_year": one.next_year,
    }


def _evidence(snapshot: Snapshot | None) -> tuple[Evidence, ...]:
    return (Evidence("cases.snapshot", snapshot.pk, snapshot.sha256),) if snapshot else ()
