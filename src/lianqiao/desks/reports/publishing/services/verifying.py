"""Looking at published figures again: does the proof hold, what do the records say now?"""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from lianqiao.core.errors import Refusal
from lianqiao.core.indicators.queries import Asked, checked, rounded, values
from lianqiao.desks.reports.publishing.models import Figure, Proof, Report, Stage

FRESH = timedelta(minutes=1)
"""Whoever asks again within it is shown what was found."""


def verify(report: Report, *, at_once: bool = False) -> bool:
    """Check all figures of a published report and keep what was found; return whether all hold."""
    rows = list(report.figures.select_related("frozen__version", "proof"))
    if not at_once and _is_fresh(rows):
        return all(row.proof.holds for row in rows)
    with transaction.atomic():
        now = _now(rows)
        for row in rows:
            found = checked(row.frozen_id)
            Proof.objects.update_or_create(
                figure=row,
                defaults={
                    "holds": found.holds,
                    "difference": found.difference[:300],
                    "now": now.get(row.pk),
                },
            )
    return not Proof.objects.filter(figure__report=report, holds=False).exists()


def verify_all() -> int:
    """Check every published report; return how many have a figure whose proof does not hold."""
    rows = Report.objects.filter(stage=Stage.PUBLISHED)
    return sum(not verify(report, at_once=True) for report in rows.iterator())


def _is_fresh(rows: list[Figure]) -> bool:
    oldest = timezone.now() - FRESH
    return bool(rows) and all(
        hasattr(row, "proof") and row.proof.checked_at > oldest for row in rows
    )


def _now(rows: list[Figure]) -> dict[int, object]:
    """Return what the records come to now; nothing of an indicator that means something else."""
    asked = [Asked(row.frozen.version.code, row.frozen.when, row.frozen.region) for row in rows]
    try:
        found = values(asked)
    except Refusal:
        return {row.pk: row.frozen.value for row in rows}
    return {row.pk: rounded(one.value) for row, one in zip(rows, found, strict=True)}
