"""Figures that a department takes from a system of its own: said, marked so, and on record."""

from __future__ import annotations

from collections.abc import Sequence
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
from lianqiao.core.ledger.services import Evidence, correct, record
from lianqiao.core.parties.actors import Actor

DIGITS, PLACES = 20, 6


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
    return [_report(known[one.code], one, actor) for one in figures]


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


def _report(version: Version, figure: Figure, actor: Actor) -> Reported:
    place = "" if figure.region == settings.CITY else figure.region
    row, _made = Reported.objects.get_or_create(
        indicator=version.indicator, period=figure.period.code, region=place
    )
    Reported.objects.select_for_update().get(pk=row.pk)
    _keep_source(row, figure)
    said = current().filter(kind=kinds.FIGURE, subject_id=row.pk).first()
    if said is None:
        _first(row, version, figure, actor)
    elif Decimal(said.quantities["value"][0]) != figure.value:
        correct(said.pk, actor=actor, quantities={"value": figure.value})
    return row


def _keep_source(row: Reported, figure: Figure) -> None:
    row.source = figure.source or row.source
    if figure.file is not None:
        files.check(figure.file)
        described = files.described(figure.file)
        row.file, row.file_name = described["file"], described["name"]
        row.file_sha256 = described["sha256"]
    row.save()


def _first(row: Reported, version: Version, figure: Figure, actor: Actor) -> None:
    record(
        kinds.FIGURE,
        subject=row.pk,
        actor=actor,
        organization=version.department_id,
        region=figure.region if figure.region.isdigit() else settings.CITY,
        quantities={"value": figure.value},
        evidence=[Evidence(kinds.REPORTED, row.pk, row.file_sha256)] if row.file_sha256 else [],
        at=_moment(figure.period),
    )


def _moment(period: Period) -> datetime:
    """Return the last second of the period, or now while it lasts."""
    return min(period.ends - timedelta(seconds=1), datetime.now(UTC))
