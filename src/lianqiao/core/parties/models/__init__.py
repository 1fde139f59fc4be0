"""Data of the parties."""

from lianqiao.core.parties.models.codes import (
    Industry,
    Region,
    TechnicalField,
    WorkingDay,
    Zone,
)
from lianqiao.core.parties.models.facts import OWN_WORD, Fact, FactDefinition, FactSource
from lianqiao.core.parties.models.organizations import FormerName, Organization
from lianqiao.core.parties.models.people import ApiToken, Membership, User
from lianqiao.core.parties.models.titles import Title, TitleKind

__all__ = [
    "OWN_WORD",
    "ApiToken",
    "Fact",
    "FactDefinition",
    "FactSource",
    "FormerName",
    "Industry",
    "Membership",
    "Organization",
    "Region",
    "TechnicalField",
    "Title",
    "TitleKind",
    "User",
    "WorkingDay",
    "Zone",
]
