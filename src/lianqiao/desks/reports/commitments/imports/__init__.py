"""Promises and progress from lists: a dry run first, then all or nothing."""

from lianqiao.desks.reports.commitments.imports.progress import (
    import_progress,
    plan_progress,
    read_progress,
)
from lianqiao.desks.reports.commitments.imports.promises import (
    import_promises,
    plan_promises,
    read_promises,
)

__all__ = [
    "import_progress",
    "import_promises",
    "plan_progress",
    "plan_promises",
    "read_progress",
    "read_promises",
]
