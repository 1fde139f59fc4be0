"""Opinions, who left them, what was done with them, and what keeps floods out."""

from lianqiao.desks.reports.opinions.models.opinions import (
    Cause,
    Group,
    Opinion,
    State,
    Step,
    Theme,
)
from lianqiao.desks.reports.opinions.models.people import Contact, Look
from lianqiao.desks.reports.opinions.models.rules import Arrival, RealName, Rules, Spent

__all__ = [
    "Arrival",
    "Cause",
    "Contact",
    "Group",
    "Look",
    "Opinion",
    "RealName",
    "Rules",
    "Spent",
    "State",
    "Step",
    "Theme",
]
