"""A review ends when its case goes on."""

from __future__ import annotations

from django.utils import timezone

from lianqiao.core.cases.models import Case, Panel
from lianqiao.core.cases.queries.versions import document


def close_panels(case: Case) -> None:
    """Close the panels whose review does not run in the state that a case has reached."""
    running = document(case.procedure).state(case.state).review or ""
    rows = Panel.objects.filter(snapshot__filing__case=case, closed_at__isnull=True)
    rows.exclude(review=running).update(closed_at=timezone.now())
