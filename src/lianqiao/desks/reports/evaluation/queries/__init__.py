"""What one can ask about evaluations."""

from lianqiao.desks.reports.evaluation.queries.composition import Composition, Part, composition
from lianqiao.desks.reports.evaluation.queries.lists import (
    Wanted,
    exported,
    listed,
    masked,
    queue,
    states,
)
from lianqiao.desks.reports.evaluation.queries.readiness import Crowd, crowds, lacking, unready
from lianqiao.desks.reports.evaluation.queries.roll import panel, roll, roll_digest
from lianqiao.desks.reports.evaluation.queries.seeing import (
    by_receipt,
    checked_by,
    checks,
    managed,
    managed_round,
    require_checker,
    round_for,
    rounds,
    seat_of,
)

__all__ = [
    "Composition",
    "Crowd",
    "Part",
    "Wanted",
    "by_receipt",
    "checked_by",
    "checks",
    "composition",
    "crowds",
    "exported",
    "lacking",
    "listed",
    "managed",
    "managed_round",
    "masked",
    "panel",
    "queue",
    "require_checker",
    "roll",
    "roll_digest",
    "round_for",
    "rounds",
    "seat_of",
    "states",
    "unready",
]
