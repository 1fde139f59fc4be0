"""Data of the exchange: listings, the matches between them, and what became of each."""

from lianqiao.desks.exchange.models.index import IndexChange
from lianqiao.desks.exchange.models.listings import (
    Attachment,
    Confidentiality,
    Cooperation,
    IntellectualProperty,
    Listing,
    ListingKind,
    Maturity,
    Status,
)
from lianqiao.desks.exchange.models.matches import (
    OPEN_STAGES,
    ContractKind,
    Deal,
    FailureReason,
    Match,
    MatchStage,
    MatchStep,
    MisfitReason,
    Verdict,
)
from lianqiao.desks.exchange.models.teams import ServiceTeam, TeamMember

__all__ = [
    "OPEN_STAGES",
    "Attachment",
    "Confidentiality",
    "ContractKind",
    "Cooperation",
    "Deal",
    "FailureReason",
    "IndexChange",
    "IntellectualProperty",
    "Listing",
    "ListingKind",
    "Match",
    "MatchStage",
    "MatchStep",
    "Maturity",
    "MisfitReason",
    "ServiceTeam",
    "Status",
    "TeamMember",
    "Verdict",
]
