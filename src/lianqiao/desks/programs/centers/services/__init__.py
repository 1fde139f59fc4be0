"""What one can do with centers."""

from lianqiao.desks.programs.centers.services.changing import (
    change_host,
    change_leader,
    merge,
    rename,
)
from lianqiao.desks.programs.centers.services.entering import CenterData, approve, enter_many
from lianqiao.desks.programs.centers.services.reporting import Reported, report_many
from lianqiao.desks.programs.centers.services.standing import grade, rectified, rectify, remove

__all__ = [
    "CenterData",
    "Reported",
    "approve",
    "change_host",
    "change_leader",
    "enter_many",
    "grade",
    "merge",
    "rectified",
    "rectify",
    "remove",
    "rename",
    "report_many",
]
