"""What one can ask about evaluations."""

from lianqiao.desks.reports.evaluation.queries.readiness import Crowd, crowds, lacking, unready
from lianqiao.desks.reports.evaluation.queries.roll import panel, roll, roll_digest
from lianqiao.desks.reports.evaluation.queries.seeing import (
    by_receipt,
    checked_by,
    managed,
    managed_round,
    require_checker,
    round_for,
    rounds,
)

__all__ = [
    "Crowd",
    "by_receipt",
    "checked_by",
    "crowds",
    "lacking",
    "managed",
    "managed_round",
    "panel",
    "require_checker",
    "roll",
    "roll_digest",
    "round_for",
    "rounds",
    "unready",
]
