"""Lists of listings: files in, files out."""

from __future__ import annotations

from functools import partial

from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lianqiao.core import sheets
from lianqiao.core.errors import NotAllowed
from lianqiao.core.parties.http import ActingRequest
from lianqiao.core.parties.models import TechnicalField
from lianqiao.core.parties.queries.pickers import all_industries, all_regions
from lianqiao.core.sheets import Import
from lianqiao.core.sheets.importing import Codes
from lianqiao.desks.exchange import imports, queries
from lianqiao.desks.exchange.columns import COLUMNS
from lianqiao.desks.exchange.models import Cooperation, ListingKind, Maturity
from lianqiao.desks.exchange.queries import exports


def listings(request: ActingRequest) -> Import:
    """Return the list of listings; NotAllowed for who acts for nobody."""
    _require_member(request)
    return Import(
        purpose="listings",
        title=_("Import listings"),
        above=[
            (_("Exchange"), reverse("exchange:search")),
            *([] if request.actor.is_bureau else [(_("My listings"), reverse("exchange:mine"))]),
        ],
        columns=COLUMNS,
        read=partial(imports.read_listings, actor=request.actor),
        plan=imports.plan_listings,
        do=partial(imports.import_listings, actor=request.actor),
        rules=_rules(request),
        codes=_codes,
    )


def _rules(request: ActingRequest) -> list[str]:
    rules = [
        _(
            "A listing is known by its number within its organization, without one by kind"
            " and title."
        ),
        _("Empty cells leave what is known as it is; importing a file twice changes nothing."),
        _(
            "Field, region and industry may be a code or a name; several values stand in one"
            " cell, separated by 、."
        ),
        _("Without a status, a new listing is published."),
    ]
    if request.actor.is_bureau:
        rules.append(
            _(
                "The organization is named by its credit code or exact name; enter or import it"
                " first."
            )
        )
    return rules


def _codes() -> Codes:
    return {
        _("Kind"): [(value, str(label)) for value, label in ListingKind.choices],
        _("Stage"): [(value, str(label)) for value, label in Maturity.choices],
        _("Cooperation"): [(value, str(label)) for value, label in Cooperation.choices],
        _("Technical field"): [(row.pk, str(row)) for row in TechnicalField.objects.all()],
        _("Region"): all_regions(),
        _("Industry"): all_industries(),
    }


@require_safe
def export(request: ActingRequest, form: str) -> HttpResponseBase:
    """Hand out what the search finds."""
    wanted = queries.Wanted.from_query(request.GET.dict())
    rows = exports.found_rows(request.actor, wanted)
    return sheets.download(form, "listings", COLUMNS, rows)


@require_safe
def export_mine(request: ActingRequest, form: str) -> HttpResponseBase:
    """Hand out the own listings."""
    _require_member(request)
    return sheets.download(form, "my-listings", COLUMNS, exports.own_rows(request.actor))


def _require_member(request: ActingRequest) -> None:
    if not request.actor.is_known:
        raise NotAllowed(_("Sign in as a member of an organization to publish."))
