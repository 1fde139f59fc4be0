"""What one can do with evaluations."""

from lianqiao.desks.reports.evaluation.services.casting import cast
from lianqiao.desks.reports.evaluation.services.checking import accept, look, refuse
from lianqiao.desks.reports.evaluation.services.closing import close
from lianqiao.desks.reports.evaluation.services.closing_later import ask_to_close, close_asked
from lianqiao.desks.reports.evaluation.services.conditions import Applicant
from lianqiao.desks.reports.evaluation.services.drawing import draw, enter_seed, freeze
from lianqiao.desks.reports.evaluation.services.erasing import erase_volunteers
from lianqiao.desks.reports.evaluation.services.letters import Letter, make_letters, open_voting
from lianqiao.desks.reports.evaluation.services.parts import (
    ChoiceLine,
    GroupLine,
    ItemLine,
    QuestionLine,
    StratumLine,
    set_choices,
    set_groups,
    set_items,
    set_questions,
    set_strata,
)
from lianqiao.desks.reports.evaluation.services.publishing import publish
from lianqiao.desks.reports.evaluation.services.rounds import (
    Terms,
    change_days,
    change_terms,
    drop_round,
    make_round,
    open_enrolment,
)
from lianqiao.desks.reports.evaluation.services.volunteers import enter_many, sign_up, withdraw

__all__ = [
    "Applicant",
    "ChoiceLine",
    "GroupLine",
    "ItemLine",
    "Letter",
    "QuestionLine",
    "StratumLine",
    "Terms",
    "accept",
    "ask_to_close",
    "cast",
    "change_days",
    "change_terms",
    "close",
    "close_asked",
    "draw",
    "drop_round",
    "enter_many",
    "enter_seed",
    "erase_volunteers",
    "freeze",
    "look",
    "make_letters",
    "make_round",
    "open_enrolment",
    "open_voting",
    "publish",
    "refuse",
    "set_choices",
    "set_groups",
    "set_items",
    "set_questions",
    "set_strata",
    "sign_up",
    "withdraw",
]
