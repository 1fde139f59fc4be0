"""What one can do with published texts."""

from lianqiao.desks.reports.statements.services.deciding import (
    Remark,
    confirm,
    confirm_likely,
    dismiss,
)
from lianqiao.desks.reports.statements.services.entering import Given, enter
from lianqiao.desks.reports.statements.services.judging import judge, publish
from lianqiao.desks.reports.statements.services.reading import go_on, mark_unreadable, read, stop

__all__ = [
    "Given",
    "Remark",
    "confirm",
    "confirm_likely",
    "dismiss",
    "enter",
    "go_on",
    "judge",
    "mark_unreadable",
    "publish",
    "read",
    "stop",
]
