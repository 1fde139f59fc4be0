"""What one can do with the parties. Each function is one transaction."""

from lianqiao.core.parties.services.calendar import load_working_days
from lianqiao.core.parties.services.codes import load_codes
from lianqiao.core.parties.services.facts import grant_title, record_fact, value_check
from lianqiao.core.parties.services.organizations import (
    OrganizationData,
    create_organization,
    edit_organization,
    enter_organization,
    rename,
    save_organizations,
)
from lianqiao.core.parties.services.people import (
    actor_of,
    add_membership,
    create_user,
    end_membership,
    enrol,
    identify,
    issue_token,
    revoke_token,
)

__all__ = [
    "OrganizationData",
    "actor_of",
    "add_membership",
    "create_organization",
    "create_user",
    "edit_organization",
    "end_membership",
    "enrol",
    "enter_organization",
    "grant_title",
    "identify",
    "issue_token",
    "load_codes",
    "load_working_days",
    "record_fact",
    "rename",
    "revoke_token",
    "save_organizations",
    "value_check",
]
