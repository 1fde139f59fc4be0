"""Figures that a department takes from a system of its own: said, marked so, and on record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from lianqiao.core import files
from lianqiao.core.errors import Invalid, NotAllowed
from lianqiao.core.indicators import kinds
from lianqiao.core.indicators.models import Reported, Version
from lianqiao.core.indicators.periods import Period
from lianqiao.core.indicators.permissions import may_report
from lianqiao.core.indicators.queries.values import known_versions, require_asked
from lianqiao.core.ledger.queries import current
from lianqiao.core.ledger.services import Evidence, Line, correct_many, record_many
from lianqiao.core.parties.actors import Actor

DIGITS, PLACES = 20, 6
BATCH = 1_000
Key = tuple[str, str, str]
"""Code, period and place of a figure; '' for the city."""


@dataclass(frozen=True, slots=True)
class Figure:
    """What is reported: of which indicator, for when and where, how much, and out of what."""

    code: str
    period: Period
    value: Decimal
    region: str = ""
    source: str = ""
    file: UploadedFile[Any] | None = None


def report_figure(figure: Figure, *, actor: Actor) -> Reported:
    """Record one figure; what was reported before for the same is corrected by it."""
    return report_figures([figure], actor=actor)[0]


@transaction.atomic
def report_figures(figures: Sequence[Figure], *, actor: Actor) -> list[Reported]:
    """Record figures, all or none. Reporting the same again changes nothing.

    NotFound for an unknown indicator, Invalid for one that is counted or not asked for so,
    NotAllowed for who does not act for its department.
    """
    known = known_versions({one.code for one in figures})
    for one in figures:
        require_reportable(known[one.code], one, actor)
    keyed = {_key(one): one for one in figures}
    rows: dict[Key, Reported] = {}
    wanted = list(keyed.values())
    for start in range(0, len(wanted), BATCH):
        rows |= _report(wanted[start : start + BATCH], known, actor)
    return [rows[_key(one)] for one in figures]


def require_reportable(version: Version, figure: Figure, actor: Actor) -> None:
    """Raise NotAllowed or Invalid where this actor cannot report this figure."""
    if not may_report(version.department_id, actor):
        raise NotAllowed(
            _("Figures of “%(name)s” are reported by %(department)s.")
            % {"name": version, "department": version.department}
        )
    if not version.is_reported:
        raise Invalid(_("“%(name)s” is counted here; nobody reports it.") % {"name": version})
    require_asked(version, figure.period, figure.region)
    exponent = figure.value.as_tuple().exponent
    if not isinstance(exponent, int) or exponent < -PLACES or figure.value.adjusted() >= DIGITS:
        message = _("A value has at most %(digits)d digits, %(places)d of them decimals.")
        said = message % {"digits": DIGITS + PLACES, "places": PLACES}
        raise Invalid(said, {"value": said})


def _key(figure: Figure) -> Key:
    place = "" if figure.region == settings.CITY else figure.region
    return figure.code, figure.period.code, place


def _report(
    figures: Sequence[Figure], known: Mapping[str, Version], actor: Actor
) -> dict[Key, Reported]:
    """Record figures, each of another indicator, period or place, in a few statements."""
    rows = _rows([_key(one) for one in figures])
    _keep_sources([(rows[_key(one)], one) for one in figures])
    said = {
        entry.subject_id: entry
        for entry in current().filter(
            kind=kinds.FIGURE, subject_id__in=[row.pk for row in rows.values()]
        )
    }
    changed: dict[int, dict[str, Decimal]] = {}
    new: list[Line] = []
    for one in figures:
        row = rows[_key(one)]
        entry = said.get(row.pk)
        if entry is None:
            new.append(_line(row, known[one.code], one))
        elif Decimal(entry.quantities["value"][0]) != one.value:
            changed[entry.pk] = {"value": one.value}
    record_many(new, actor=actor)
    correct_many(changed, actor=actor)
    return rows


def _rows(keys: Sequence[Key]) -> dict[Key, Reported]:
    """Return the rows of what is reported, locked in one order; made where they are not there."""
    made = [
        Reported(indicator_id=code, period=period, region=place)
        for code, period, place in sorted(keys)
    ]
    Reported.objects.bulk_create(made, ignore_conflicts=True)
    codes, periods, places = zip(*keys, strict=True)
    found = Reported.objects.select_for_update().filter(
        indicator__in=set(codes), period__in=set(periods), region__in=set(places)
    )
    rows = {(row.indicator_id, row.period, row.region): row for row in found.order_by("pk")}
    return {key: rows[key] for key in keys}


def _keep_sources(pairs: Sequence[tuple[Reported, Figure]]) -> None:
    changed = []
    for row, figure in pairs:
        if figure.file is not None:
            files.check(figure.file)
            described = files.described(figure.file)
            row.file, row.file_name = described["file"], described["name"]
            row.file_sha256 = described["sha256"]
            row.source = figure.source or row.source
            # A file is put into its folder by saving its row.
            row.save()
        elif figure.source and figure.source != row.source:
            row.source = figure.source
            changed.append(row)
    Reported.objects.bulk_update(changed, ["source"])


def _line(row: Reported, version: Version, figure: Figure) -> Line:
    return Line(
        kinds.FIGURE,
        row.pk,
        version.department_id,
        figure.region if figure.region.isdigit() else settings.CITY,
        {"value": figure.value},
        [Evidence(kinds.REPORTED, row.pk, row.file_sha256)] if row.file_sha256 else [],
        _moment(figure.period),
    )


def _moment(period: Period) -> datetime:
    """Return the last second of the period, or now while it lasts."""
    return min(period.ends - timedelta(seconds=1), datetime.now(UTC))
