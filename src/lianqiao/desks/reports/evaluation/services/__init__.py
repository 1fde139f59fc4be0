"""What one can do with evaluations."""

from lianqiao.desks.reports.evaluation.services.drawing import draw, enter_seed, freeze
from lianqiao.desks.reports.evaluation.services.letters import Letter, make_letters, open_voting

__all__ = [
    "Letter",
    "draw",
    "enter_seed",
    "freeze",
    "make_letters",
    "open_voting",
]
