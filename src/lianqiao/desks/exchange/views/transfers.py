"""Lists of listings: files in, files out."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianqiao.core import sheets
from lianqiao.core.errors import NotAllowed, Refusal
from lianqiao.core.parties.http import ActingRequest
from lianqiao.core.parties.models import TechnicalField
from lianqiao.core.parties.queries.pickers import all_industries, all_regions
from lianqiao.core.sheets.responses import attachment, spool
from lianqiao.desks.exchange import imports, queries
from lianqiao.desks.exchange.columns import COLUMNS
from lianqiao.desks.exchange.models import Cooperation, ListingKind, Stage
from lianqiao.desks.exchange.queries import exports

PURPOSE = "listings"


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: ActingRequest) -> HttpResponse:
    """Take a file and show what it would change."""
    _require_member(request)
    problem, status = "", 200
    if request.method == "POST":
        try:
            _keep(request)
        except Refusal as refusal:
            problem, status = str(refusal), refusal.status
        else:
            return redirect("exchange:import_plan")
    context = {"problem": problem, "columns": COLUMNS}
    return render(request, "exchange/import.html", context, status=status)


@require_safe
def plan(request: ActingRequest) -> HttpResponse:
    """Show the dry run: bad rows first, of the others the first fifty."""
    _require_member(request)
    found = imports.plan_listings(_sheet(request))
    return render(request, "exchange/import_plan.html", sheets.shown(found))


@require_POST
def confirm(request: ActingRequest) -> HttpResponse:
    """Import the file that was looked at, all or nothing."""
    _require_member(request)
    done = imports.import_listings(_sheet(request), actor=request.actor).counts
    sheets.drop(request.session, PURPOSE)
    count = done[sheets.Action.CREATE] + done[sheets.Action.UPDATE]
    said = ngettext(
        "%(count)d listing was entered or changed.",
        "%(count)d listings were entered or changed.",
        count,
    )
    messages.success(request, said % {"count": count})
    return redirect("exchange:search" if request.actor.is_bureau else "exchange:mine")


@require_safe
def template(request: ActingRequest) -> HttpResponseBase:
    """Hand out the empty list, with the codes to look up."""
    file = spool()
    lists = {
        _("Kind"): [(value, str(label)) for value, label in ListingKind.choices],
        _("Stage"): [(value, str(label)) for value, label in Stage.choices],
        _("Cooperation"): [(value, str(label)) for value, label in Cooperation.choices],
        _("Technical field"): [(row.pk, str(row)) for row in TechnicalField.objects.all()],
        _("Region"): all_regions(),
        _("Industry"): all_industries(),
    }
    sheets.template(COLUMNS, lists, file)
    return attachment(file, "listings.xlsx")


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


def _sheet(request: ActingRequest) -> sheets.Sheet:
    file, name = sheets.kept(request.session, PURPOSE)
    with file:
        return imports.read_listings(file, name, request.actor)


def _keep(request: ActingRequest) -> None:
    """Keep the upload once it can be read: a broken one is refused where it was chosen."""
    file, name = sheets.chosen(request.FILES.get("file"))
    imports.read_listings(file, name, request.actor)
    sheets.keep(request.session, PURPOSE, file, name)


def _require_member(request: ActingRequest) -> None:
    if not request.actor.is_known:
        raise NotAllowed(_("Sign in as a member of an organization to publish."))
