"""What one can do with commitments."""

from lianqiao.desks.reports.commitments.services.amending import Change, amend
from lianqiao.desks.reports.commitments.services.declaring import (
    Draft,
    Spot,
    discard,
    save,
    save_many,
)
from lianqiao.desks.reports.commitments.services.publishing import publish, send_back, submit
from lianqiao.desks.reports.commitments.services.reporting import (
    Reached,
    correct,
    report,
    report_many,
    withdraw,
)
from lianqiao.desks.reports.commitments.services.rules import change_tolerance
from lianqiao.desks.reports.commitments.services.withdrawing import withdraw_file

__all__ = [
    "Change",
    "Draft",
    "Reached",
    "Spot",
    "amend",
    "change_tolerance",
    "correct",
    "discard",
    "publish",
    "report",
    "report_many",
    "save",
    "save_many",
    "send_back",
    "submit",
    "withdraw",
    "withdraw_file",
]
