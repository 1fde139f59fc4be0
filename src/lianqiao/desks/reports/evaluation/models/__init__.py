"""Rounds, the roll, and the ballots that lead to nobody."""

from lianqiao.desks.reports.evaluation.models.ballots import Ballot, Counted, Result, Token
from lianqiao.desks.reports.evaluation.models.closing import Closing
from lianqiao.desks.reports.evaluation.models.roll import Look, Panelist, Volunteer
from lianqiao.desks.reports.evaluation.models.rounds import (
    Choice,
    Group,
    Item,
    Judged,
    Round,
    Stage,
    Stratum,
)
from lianqiao.desks.reports.evaluation.models.survey import Question, SurveyAnswer, SurveyCounted

__all__ = [
    "Ballot",
    "Choice",
    "Closing",
    "Counted",
    "Group",
    "Item",
    "Judged",
    "Look",
    "Panelist",
    "Question",
    "Result",
    "Round",
    "Stage",
    "Stratum",
    "SurveyAnswer",
    "SurveyCounted",
    "Token",
    "Volunteer",
]
