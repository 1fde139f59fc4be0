"""What one can ask of the exchange. Nobody finds here what he may not see."""

from lianqiao.desks.exchange.queries.access import (
    audiences,
    listing,
    match,
    match_for_update,
    matches_of,
    own,
    own_for_update,
    teams_of,
    visible,
    visible_matches,
)

__all__ = [
    "audiences",
    "listing",
    "match",
    "match_for_update",
    "matches_of",
    "own",
    "own_for_update",
    "teams_of",
    "visible",
    "visible_matches",
]
