"""What one can ask about the parties."""

from lianqiao.core.parties.queries.calendar import deadline
from lianqiao.core.parties.queries.contacts import CONTACT_COLUMNS, Contact, contact_of
from lianqiao.core.parties.queries.facts import (
    beside_what_counts,
    conflict_rows,
    conflicts,
    contradictions_of,
    facts_of,
    titles_of,
)
from lianqiao.core.parties.queries.organizations import (
    OrganizationFilter,
    export_columns,
    export_rows,
    organization_for,
    search_organizations,
)
from lianqiao.core.parties.queries.people import mail_of_owners, members_of, tokens_of
from lianqiao.core.parties.queries.pickers import PICKERS, Choice, pick

__all__ = [
    "CONTACT_COLUMNS",
    "PICKERS",
    "Choice",
    "Contact",
    "OrganizationFilter",
    "beside_what_counts",
    "conflict_rows",
    "conflicts",
    "contact_of",
    "contradictions_of",
    "deadline",
    "export_columns",
    "export_rows",
    "facts_of",
    "mail_of_owners",
    "members_of",
    "organization_for",
    "pick",
    "search_organizations",
    "titles_of",
    "tokens_of",
]
