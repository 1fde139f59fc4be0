"""What one can ask of the exchange. Nobody finds here what he may not see."""

from lianqiao.desks.exchange.queries.access import (
    audiences,
    listing,
    match,
    match_for_update,
    matches_of,
    officers_of,
    own,
    own_by_status,
    own_for_update,
    own_with_matches,
    teams,
    teams_of,
    visible,
    visible_matches,
)
from lianqiao.desks.exchange.queries.dashboard import (
    Dashboard,
    dashboard,
    figures_of_the_day,
    this_year,
)
from lianqiao.desks.exchange.queries.figures import Figure, Selection, label_of, titles, totals
from lianqiao.desks.exchange.queries.search import Found, Wanted, search

__all__ = [
    "Dashboard",
    "Figure",
    "Found",
    "Selection",
    "Wanted",
    "audiences",
    "dashboard",
    "figures_of_the_day",
    "label_of",
    "listing",
    "match",
    "match_for_update",
    "matches_of",
    "officers_of",
    "own",
    "own_by_status",
    "own_for_update",
    "own_with_matches",
    "search",
    "teams",
    "teams_of",
    "this_year",
    "titles",
    "totals",
    "visible",
    "visible_matches",
]
