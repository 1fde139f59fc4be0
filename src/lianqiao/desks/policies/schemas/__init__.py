"""What the HTTP API of the policies desk takes and gives."""

from lianqiao.desks.policies.schemas.judged import (
    DecideIn,
    DecisionsOut,
    FindIn,
    FindOut,
    MineOut,
)
from lianqiao.desks.policies.schemas.published import FeedOut, PolicyOut, VersionOut

__all__ = [
    "DecideIn",
    "DecisionsOut",
    "FeedOut",
    "FindIn",
    "FindOut",
    "MineOut",
    "PolicyOut",
    "VersionOut",
]
