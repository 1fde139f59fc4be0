"""What one can ask about commitments."""

from lianqiao.desks.reports.commitments.queries.following import Followed, Part, follow, followed
from lianqiao.desks.reports.commitments.queries.lists import (
    Wanted,
    exported,
    listed,
    places_by_district,
    tally,
    years,
)
from lianqiao.desks.reports.commitments.queries.outcomes import Outcome, outcomes
from lianqiao.desks.reports.commitments.queries.pages import (
    History,
    history,
    page_of_entry,
    public_entry,
)
from lianqiao.desks.reports.commitments.queries.rules import rules
from lianqiao.desks.reports.commitments.queries.seeing import (
    answers_for,
    commitment_for,
    departments,
    entry_for,
    file_for,
    may_amend,
    may_publish,
    may_report,
    may_write,
    own_entry,
    own_file,
    require_bureau,
    waiting,
    withdrawable,
)

__all__ = [
    "Followed",
    "History",
    "Outcome",
    "Part",
    "Wanted",
    "answers_for",
    "commitment_for",
    "departments",
    "entry_for",
    "exported",
    "file_for",
    "follow",
    "followed",
    "history",
    "listed",
    "may_amend",
    "may_publish",
    "may_report",
    "may_write",
    "outcomes",
    "own_entry",
    "own_file",
    "page_of_entry",
    "places_by_district",
    "public_entry",
    "require_bureau",
    "rules",
    "tally",
    "waiting",
    "withdrawable",
    "years",
]
