"""Centers, what happened to them, what they report, how they are judged."""

from lianqiao.desks.programs.centers.models.centers import (
    ENDED,
    GRADED_UP,
    Center,
    Grade,
    Stage,
)
from lianqiao.desks.programs.centers.models.events import Event, What

__all__ = ["ENDED", "GRADED_UP", "Center", "Event", "Grade", "Stage", "What"]
