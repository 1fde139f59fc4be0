"""How promises are judged now."""

from __future__ import annotations

from lianqiao.desks.reports.commitments.models import Rules


def rules() -> Rules:
    """Return the one row, or what counts before an administrator has written it."""
    return Rules.objects.filter(pk=1).first() or Rules()
