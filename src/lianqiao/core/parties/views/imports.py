"""Organizations from a file: upload, look at the dry run, confirm."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianqiao.core import sheets
from lianqiao.core.errors import Refusal
from lianqiao.core.parties import imports
from lianqiao.core.parties.columns import COLUMNS
from lianqiao.core.parties.http import ActingRequest
from lianqiao.core.parties.models import Organization
from lianqiao.core.parties.permissions import require_administrator
from lianqiao.core.parties.queries.pickers import all_industries, all_regions
from lianqiao.core.sheets.responses import attachment, spool

PURPOSE = "organizations"


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: ActingRequest) -> HttpResponse:
    """Take a file and show what it would change."""
    require_administrator(request.actor)
    problem, status = "", 200
    if request.method == "POST":
        try:
            _keep(request)
        except Refusal as refusal:
            problem, status = str(refusal), refusal.status
        else:
            return redirect("parties:import_plan")
    context = {"problem": problem, "columns": COLUMNS}
    return render(request, "parties/import.html", context, status=status)


@require_safe
def plan(request: ActingRequest) -> HttpResponse:
    """Show the dry run: bad rows first, of the others the first fifty."""
    require_administrator(request.actor)
    file, name = sheets.kept(request.session, PURPOSE)
    with file:
        found = imports.plan_organizations(imports.read_organizations(file, name))
    context = sheets.shown(found) | {"name": name}
    return render(request, "parties/import_plan.html", context)


@require_POST
def confirm(request: ActingRequest) -> HttpResponse:
    """Import the file that was looked at, all or nothing."""
    require_administrator(request.actor)
    file, name = sheets.kept(request.session, PURPOSE)
    with file:
        sheet = imports.read_organizations(file, name)
    done = imports.import_organizations(sheet, actor=request.actor).counts
    sheets.drop(request.session, PURPOSE)
    count = done[sheets.Action.CREATE] + done[sheets.Action.UPDATE]
    said = ngettext(
        "%(count)d organization was entered or changed.",
        "%(count)d organizations were entered or changed.",
        count,
    )
    messages.success(request, said % {"count": count})
    return redirect("parties:organizations")


@require_safe
def template(request: ActingRequest) -> HttpResponseBase:
    """Hand out the empty list, with regions and industries to look up."""
    file = spool()
    kinds = [(value, str(label)) for value, label in Organization.Kind.choices]
    lists = {_("Kind"): kinds, _("Region"): all_regions(), _("Industry"): all_industries()}
    sheets.template(COLUMNS, lists, file)
    return attachment(file, "organizations.xlsx")


def _keep(request: ActingRequest) -> None:
    """Keep the upload once it can be read: a broken one is refused where it was chosen."""
    file, name = sheets.chosen(request.FILES.get("file"))
    imports.read_organizations(file, name)
    sheets.keep(request.session, PURPOSE, file, name)
