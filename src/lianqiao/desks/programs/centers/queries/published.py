"""Evaluations as everybody may read them: those that were published."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import F, Prefetch, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from lianqiao.core.errors import NotFound
from lianqiao.desks.programs.centers.models import Assessment, Campaign, Grade


def campaigns() -> QuerySet[Campaign]:
    """Return what was published, the newest first, each with its assessments."""
    rows = Assessment.objects.only("campaign", "grade")
    found = Campaign.objects.filter(state=Campaign.State.PUBLISHED)
    return found.prefetch_related(Prefetch("assessments", rows)).order_by("-published_at", "-pk")


def counted(row: Campaign) -> dict[str, Any]:
    """Return `centers`, how many were judged, and `grades`, how many of them got each grade."""
    rows = list(row.assessments.all())
    grades = {grade: sum(one.grade == grade for one in rows) for grade in Grade}
    return {"centers": len(rows), "grades": grades}


def day_of(row: Campaign) -> date:
    """Return the day on which an evaluation was published."""
    return timezone.localdate(row.published_at)


def results(pk: int) -> QuerySet[Assessment]:
    """Return what became of each center, the best first, then who was not scored. NotFound where
    nothing was published under this number."""
    if not Campaign.objects.filter(pk=pk, state=Campaign.State.PUBLISHED).exists():
        raise NotFound(_("There is no such evaluation."))
    rows = Assessment.objects.filter(campaign=pk).select_related("center")
    return rows.order_by(F("points").desc(nulls_last=True), "center__name", "pk")
