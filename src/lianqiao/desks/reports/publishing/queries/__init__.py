"""What one can ask of reports."""

from lianqiao.desks.reports.publishing.queries.comparing import Compared, compared
from lianqiao.desks.reports.publishing.queries.reading import Shown, preview, shown
from lianqiao.desks.reports.publishing.queries.reports import (
    document,
    figure_for,
    may_publish,
    may_write,
    report_for,
    reports,
)

__all__ = [
    "Compared",
    "Shown",
    "compared",
    "document",
    "figure_for",
    "may_publish",
    "may_write",
    "preview",
    "report_for",
    "reports",
    "shown",
]
