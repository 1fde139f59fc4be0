"""What one can do with published texts."""

from lianqiao.desks.reports.statements.services.deciding import confirm, confirm_likely, dismiss
from lianqiao.desks.reports.statements.services.entering import Given, enter, mark_unreadable, read
from lianqiao.desks.reports.statements.services.judging import judge, publish

__all__ = [
    "Given",
    "confirm",
    "confirm_likely",
    "dismiss",
    "enter",
    "judge",
    "mark_unreadable",
    "publish",
    "read",
]
