"""Papers and lists of policies in: files become drafts."""

from __future__ import annotations

from pathlib import PurePath

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianqiao.core import sheets
from lianqiao.core.errors import Refusal
from lianqiao.core.parties.http import ActingRequest
from lianqiao.core.parties.models import Organization
from lianqiao.core.parties.queries.pickers import all_regions
from lianqiao.core.sheets.responses import attachment, spool
from lianqiao.desks.policies import imports
from lianqiao.desks.policies.columns import COLUMNS
from lianqiao.desks.policies.models import Level, Measure, Topic, Version
from lianqiao.desks.policies.papers import Value
from lianqiao.desks.policies.services import papers as services
from lianqiao.desks.policies.views.edit import own_draft, require_bureau

PURPOSE = "policies"
LISTS = {".xlsx", ".xlsm", ".csv"}


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: ActingRequest) -> HttpResponse:
    """Take a paper or a list."""
    require_bureau(request)
    problem, status = "", 200
    if request.method == "POST":
        try:
            return _taken(request)
        except Refusal as refusal:
            problem, status = str(refusal), refusal.status
    context = {"problem": problem, "columns": COLUMNS}
    return render(request, "policies/import.html", context, status=status)


@require_safe
def plan(request: ActingRequest) -> HttpResponse:
    """Show the dry run of a list: bad rows first, of the others the first fifty."""
    require_bureau(request)
    found = imports.plan_policies(_sheet(request), request.actor)
    return render(request, "policies/import_plan.html", sheets.shown(found))


@require_POST
def confirm(request: ActingRequest) -> HttpResponse:
    """Import the list that was looked at, all or nothing."""
    require_bureau(request)
    done = imports.import_policies(_sheet(request), actor=request.actor).counts
    sheets.drop(request.session, PURPOSE)
    count = done[sheets.Action.CREATE] + done[sheets.Action.UPDATE]
    messages.success(request, _("Drafts written or changed: %(count)d.") % {"count": count})
    return redirect("policies:approvals")


@require_safe
def template(request: ActingRequest) -> HttpResponseBase:
    """Hand out the empty list, with the codes to look up."""
    file = spool()
    lists = {
        _("Level"): [(value, str(label)) for value, label in Level.choices],
        _("Topics"): [(value, str(label)) for value, label in Topic.choices],
        _("For whom"): [(value, str(label)) for value, label in Organization.Kind.choices],
        _("Region"): all_regions(),
    }
    sheets.template(COLUMNS, lists, file)
    return attachment(file, "policies.xlsx")


@require_safe
def values(request: ActingRequest, pk: int) -> HttpResponse:
    """Show what stands in a draft's text in amounts, percentages and days, each with its places."""
    version = own_draft(request, pk)
    measures = list(version.measures.all())
    found = [(value, _places(value, measures)) for value in services.values_of(version)]
    context = {"edition": version, "found": found, "measures": measures}
    return render(request, "policies/values.html", context)


@require_POST
def use_value(request: ActingRequest, pk: int) -> HttpResponse:
    """Put a value into the place that was chosen."""
    place, _sep, measure = request.POST.get("place", "").partition(":")
    services.use_value(
        actor=request.actor,
        version=pk,
        at=_number(request.POST.get("at", "")) or 0,
        place=place,
        measure=_number(measure),
    )
    messages.success(request, _("Taken over."))
    return redirect("policies:values", pk)


def _places(value: Value, measures: list[Measure]) -> list[tuple[str, str]]:
    """Return where a value may go, as (choice, words)."""
    named = [
        (place, str(Version._meta.get_field(place).verbose_name))
        for place in services.POLICY_PLACES.get(value.kind, ())
    ]
    for measure in measures:
        for place in services.MEASURE_PLACES.get(value.kind, ()):
            words = f"{measure.title}: {Measure._meta.get_field(place).verbose_name}"
            named.append((f"{place}:{measure.pk}", words))
    return named


def _number(written: str) -> int | None:
    return int(written[:9]) if written.isascii() and written.isdigit() else None


def _taken(request: ActingRequest) -> HttpResponse:
    given = request.FILES.get("file")
    file, name = sheets.chosen(given)
    if PurePath(name).suffix.lower() in LISTS:
        # A broken list is refused where it was chosen.
        imports.read_policies(file, name, request.actor)
        sheets.keep(request.session, PURPOSE, file, name)
        return redirect("policies:import_plan")
    row = services.import_paper(actor=request.actor, file=given)
    messages.success(
        request, _("A draft was begun with this text. Check what was read, above all the days.")
    )
    return redirect("policies:edit", row.pk)


def _sheet(request: ActingRequest) -> sheets.Sheet:
    file, name = sheets.kept(request.session, PURPOSE)
    with file:
        return imports.read_policies(file, name, request.actor)
