"""What one can ask of reports."""

from lianqiao.desks.reports.publishing.queries.comparing import Compared, Kept, compared, promises
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
    "Kept",
    "Shown",
    "compared",
    "document",
    "figure_for",
    "may_publish",
    "may_write",
    "preview",
    "promises",
    "report_for",
    "reports",
    "shown",
]
