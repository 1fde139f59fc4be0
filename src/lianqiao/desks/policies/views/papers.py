"""Papers and lists of policies in: files become drafts."""

from __future__ import annotations

from functools import partial
from pathlib import PurePath

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianqiao.core import sheets
from lianqiao.core.errors import Refusal
from lianqiao.core.parties.http import ActingRequest
from lianqiao.core.parties.models import Organization
from lianqiao.core.parties.queries.pickers import all_regions
from lianqiao.core.sheets import Import
from lianqiao.core.sheets.importing import Codes
from lianqiao.desks.policies import imports
from lianqiao.desks.policies.columns import COLUMNS
from lianqiao.desks.policies.models import Level, Measure, Topic, Version
from lianqiao.desks.policies.papers import Value
from lianqiao.desks.policies.services import papers as services
from lianqiao.desks.policies.views.edit import own_draft, require_bureau

LISTS = {".xlsx", ".xlsm", ".csv"}


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: ActingRequest) -> HttpResponse:
    """Take a paper or a list."""
    listed = policies(request)
    problem, status = "", 200
    if request.method == "POST":
        try:
            return _taken(request, listed)
        except Refusal as refusal:
            problem, status = str(refusal), refusal.status
    context = {
        "listed": listed,
        "problem": problem,
        "template_url": reverse("policies:import_template"),
    }
    return render(request, "policies/import.html", context, status=status)


def policies(request: ActingRequest) -> Import:
    """Return the list of policies; NotAllowed for who is no bureau."""
    require_bureau(request)
    return Import(
        purpose="policies",
        title=_("Import policies"),
        above=[(_("Approvals"), reverse("policies:approvals"))],
        columns=COLUMNS,
        read=partial(imports.read_policies, actor=request.actor),
        plan=partial(imports.plan_policies, actor=request.actor),
        do=partial(imports.import_policies, actor=request.actor),
        rules=(
            _(
                "Of a paper, title, document number, issuer and days are recognized where they"
                " stand in their usual places; check them in the draft."
            ),
            _("Amounts, percentages and days in the text are offered: choose where each belongs."),
            _("A scan holds pictures, no text: take the Word file it was made of."),
            _(
                "In a list, a policy is known by its document number, without one by its title;"
                " importing a file twice changes nothing."
            ),
        ),
        codes=_codes,
    )


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


def _taken(request: ActingRequest, listed: Import) -> HttpResponse:
    given = request.FILES.get("file")
    _file, name = sheets.chosen(given)
    if PurePath(name).suffix.lower() in LISTS:
        listed.keep(request)
        return redirect("policies:import_plan")
    row = services.import_paper(actor=request.actor, file=given)
    messages.success(
        request, _("A draft was begun with this text. Check what was read, above all the days.")
    )
    return redirect("policies:edit", row.pk)


def _codes() -> Codes:
    return {
        _("Level"): [(value, str(label)) for value, label in Level.choices],
        _("Topics"): [(value, str(label)) for value, label in Topic.choices],
        _("For whom"): [(value, str(label)) for value, label in Organization.Kind.choices],
        _("Region"): all_regions(),
    }
