"""What one can ask about opinions."""

from lianqiao.desks.reports.opinions.queries.lists import (
    Wanted,
    desk,
    exported,
    groups,
    published,
)
from lianqiao.desks.reports.opinions.queries.rules import rules
from lianqiao.desks.reports.opinions.queries.seeing import (
    by_receipt,
    departments,
    handled_by,
    masked_contact,
    may_answer,
    opinion_for,
    require_administrator,
    require_bureau,
)
from lianqiao.desks.reports.opinions.queries.statistics import Tally, not_accepted, statistics

__all__ = [
    "Tally",
    "Wanted",
    "by_receipt",
    "departments",
    "desk",
    "exported",
    "groups",
    "handled_by",
    "masked_contact",
    "may_answer",
    "not_accepted",
    "opinion_for",
    "published",
    "require_administrator",
    "require_bureau",
    "rules",
    "statistics",
]
