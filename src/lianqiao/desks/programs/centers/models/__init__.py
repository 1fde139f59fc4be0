"""Centers, what happened to them, what they report, how they are judged."""

from lianqiao.desks.programs.centers.models.campaigns import Assessment, Campaign, Outcome
from lianqiao.desks.programs.centers.models.centers import (
    ENDED,
    GRADED_UP,
    Center,
    CenterStage,
    Grade,
)
from lianqiao.desks.programs.centers.models.events import Event, What
from lianqiao.desks.programs.centers.models.reminders import Reminder
from lianqiao.desks.programs.centers.models.yearly import YearlyReport

__all__ = [
    "ENDED",
    "GRADED_UP",
    "Assessment",
    "Campaign",
    "Center",
    "CenterStage",
    "Event",
    "Grade",
    "Outcome",
    "Reminder",
    "What",
    "YearlyReport",
]
