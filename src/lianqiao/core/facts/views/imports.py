"""Facts from a file: upload, look at the dry run, confirm."""

from __future__ import annotations

from datetime import date
from typing import IO

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianqiao.core import sheets
from lianqiao.core.errors import NotFound, Refusal
from lianqiao.core.facts import blanks, queries
from lianqiao.core.facts.forms import GivenForm
from lianqiao.core.facts.permissions import require_bureau
from lianqiao.core.facts.reading import FactFile, Given
from lianqiao.core.facts.services import imports
from lianqiao.core.parties.http import ActingRequest
from lianqiao.core.sheets.responses import attachment, spool

PURPOSE = "facts"
GIVEN = "facts:given"


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: ActingRequest) -> HttpResponse:
    """Take a file and show what it would change."""
    require_bureau(request.actor)
    problem, status = "", 200
    form = GivenForm(request.POST or None)
    if request.method == "POST":
        try:
            if form.is_valid():
                _keep(request, form)
                return redirect("facts:import_plan")
            status = 422
        except Refusal as refusal:
            problem, status = str(refusal), refusal.status
    last = queries.last_imports(request.actor)
    context = {"problem": problem, "form": form, "last": last}
    return render(request, "facts/import.html", context, status=status)


@require_safe
def plan(request: ActingRequest) -> HttpResponse:
    """Show the dry run: bad rows first, of the others the first fifty."""
    file, name, given = _kept(request)
    with file:
        found = imports.plan_facts(file, name, actor=request.actor, given=given)
    counts = [(action.label, count) for action, count in found.counts.items()]
    context = {"plan": found, "name": name, "counts": counts}
    return render(request, "facts/import_plan.html", context)


@require_POST
def confirm(request: ActingRequest) -> HttpResponse:
    """Import the file that was looked at, with all its rows or the good ones."""
    file, name, given = _kept(request)
    with file:
        done = imports.import_facts(
            file,
            name,
            actor=request.actor,
            given=given,
            without_bad="without_bad" in request.POST,
        )
    sheets.drop(request.session, PURPOSE)
    said = ngettext("%(count)d fact was recorded.", "%(count)d facts were recorded.", done.facts)
    messages.success(request, said % {"count": done.facts})
    return redirect("facts:import")


@require_safe
def bad(request: ActingRequest, form: str) -> HttpResponseBase:
    """Hand out what is wrong in the file that was looked at."""
    file, name, given = _kept(request)
    with file:
        rows = imports.bad_rows(file, name, actor=request.actor, given=given)
    return sheets.download(form, "bad-rows", blanks.BAD_ROWS, rows)


@require_safe
def template(request: ActingRequest, form: str) -> HttpResponseBase:
    """Hand out an empty list in the long or the wide form, with the dictionary beside it."""
    require_bureau(request.actor)
    if form not in blanks.FORMS:
        raise NotFound(_("There is no such template."))
    file = spool()
    blanks.write(form, file)
    return attachment(file, f"facts-{form}.xlsx")


@require_safe
def imported(request: ActingRequest, pk: int) -> HttpResponse:
    """Show what came of an import."""
    context = {"one": queries.import_for(request.actor, pk)}
    return render(request, "facts/imported.html", context)


def _keep(request: ActingRequest, form: GivenForm) -> None:
    """Keep the upload once it can be read: a broken one is refused where it was chosen."""
    file, name = sheets.chosen(request.FILES.get("file"))
    FactFile(file, name, Given())
    sheets.keep(request.session, PURPOSE, file, name)
    source, known_on = form.cleaned_data["source"], form.cleaned_data["known_on"]
    request.session[GIVEN] = [source.pk if source else "", known_on.isoformat() if known_on else ""]


def _kept(request: ActingRequest) -> tuple[IO[bytes], str, Given]:
    require_bureau(request.actor)
    file, name = sheets.kept(request.session, PURPOSE)
    source, known_on = request.session.get(GIVEN, ["", ""])
    return file, name, Given(source, date.fromisoformat(known_on) if known_on else None)
