"""Organizations from a file."""

from __future__ import annotations

from functools import partial

from django.urls import reverse
from django.utils.translation import gettext as _

from lianqiao.core.parties import imports
from lianqiao.core.parties.columns import COLUMNS
from lianqiao.core.parties.http import ActingRequest
from lianqiao.core.parties.models import Organization
from lianqiao.core.parties.permissions import require_administrator
from lianqiao.core.parties.queries.pickers import all_industries, all_regions
from lianqiao.core.sheets import Import
from lianqiao.core.sheets.importing import Codes


def organizations(request: ActingRequest) -> Import:
    """Return the list of organizations; NotAllowed for who is no administrator."""
    require_administrator(request.actor)
    return Import(
        purpose="organizations",
        title=_("Import organizations"),
        above=[(_("Organizations"), reverse("parties:organizations"))],
        columns=COLUMNS,
        read=imports.read_organizations,
        plan=imports.plan_organizations,
        do=partial(imports.import_organizations, actor=request.actor),
        rules=(
            _("An organization is known by its credit code, without one by its exact name."),
            _("Empty cells leave what is known as it is; importing a file twice changes nothing."),
            _("Region and industry may be a code, a name or a path such as 青岛市崂山区."),
            _("Without a kind, a new organization is an enterprise."),
        ),
        codes=_codes,
    )


def _codes() -> Codes:
    kinds = [(value, str(label)) for value, label in Organization.Kind.choices]
    return {_("Kind"): kinds, _("Region"): all_regions(), _("Industry"): all_industries()}
