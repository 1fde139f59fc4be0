"""Building a procedure in the browser: one part at a time, each save a revision."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianqiao.core.cases import files
from lianqiao.core.cases.building import editing, outline
from lianqiao.core.cases.building.drawing import drawn
from lianqiao.core.cases.building.flaws import problems_of
from lianqiao.core.cases.documents.plain import plain
from lianqiao.core.cases.models import Definition
from lianqiao.core.cases.queries import procedures as queries
from lianqiao.core.cases.services import building as services
from lianqiao.core.cases.views import undoing
from lianqiao.core.cases.views.revisions import expected
from lianqiao.core.errors import Invalid, NotFound, Refusal, TooLarge
from lianqiao.core.parties.http import ActingRequest

ON_A_PAGE = 20


@require_safe
def procedures(request: ActingRequest) -> HttpResponse:
    """List the procedures of the actor's office, and the ways to begin one."""
    return _list(request, {})


@require_POST
def begin(request: ActingRequest) -> HttpResponse:
    """Begin a procedure from nothing, from a file or as a copy of another one."""
    code = request.POST.get("code", "").strip()
    try:
        row = services.begin(_source(request, code), actor=request.actor, code=code)
    except (Invalid, TooLarge) as refusal:
        return _list(request, {"refused": refusal, "typed": request.POST}, status=refusal.status)
    messages.success(request, _("The procedure is begun. Nobody but your office sees it yet."))
    return redirect("cases:builder", row.code)


@require_safe
@never_cache
def builder(request: ActingRequest, code: str) -> HttpResponse:
    """Show the forms of a draft: sections, fields, and what is wrong with each."""
    context = head_of(queries.procedure_for(request.actor, code))
    row = context["procedure"]
    context["forms"] = outline.lines(row.draft, "forms", context["problems"])
    context["kinds"] = outline.kinds_for("/fields")
    context["can_undo"] = undoing.can_undo(request, row)
    return render(request, "cases/building/forms.html", context)


@require_safe
@never_cache
def flow(request: ActingRequest, code: str) -> HttpResponse:
    """Show the states and steps of a draft, as a picture and as tables."""
    context = head_of(queries.procedure_for(request.actor, code))
    row = context["procedure"]
    states = outline.lines(row.draft, "states", context["problems"])
    names = {one.key: one.label for one in states}
    forms = {str(one.get("key")): outline.label(one) for one in row.draft["forms"]}
    steps = outline.lines(row.draft, "steps", context["problems"])
    context |= {
        "can_undo": undoing.can_undo(request, row),
        "picture": drawn(row.draft),
        "states": [
            (one, forms.get(str(one.part.get("form")), ""), outline.led(one.part, row.draft))
            for one in states
        ],
        "steps": [outline.step_of(one, names) for one in steps],
        "reviews": outline.reviews(row.draft, context["problems"]),
    }
    return render(request, "cases/building/flow.html", context)


@require_POST
def change(request: ActingRequest, code: str) -> HttpResponse:
    """Add a part, or move one: a step up or down, or to where it was dragged."""
    row = queries.procedure_for(request.actor, code)
    try:
        draft, place = _changed(request, row)
    except editing.NoSuchPlaceError as error:
        raise gone() from error
    undoing.save(request, row, draft, expected(request))
    if "add" in request.POST:
        return redirect("cases:edit", code, place)
    return redirect(f"{page_of(code, place)}#{place.replace('/', '-')}")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def remove(request: ActingRequest, code: str, place: str) -> HttpResponse:
    """Ask whether a part should go, saying where it is in use; take it out."""
    row = queries.procedure_for(request.actor, code)
    try:
        part = editing.part(row.draft, place)
        if request.method == "POST":
            require_same(part, request)
            draft = editing.removed(row.draft, place)
            undoing.save(request, row, draft, expected(request))
            messages.success(request, _("It is taken out. Published versions keep it."))
            return redirect(page_of(code, place))
    except editing.NoSuchPlaceError as error:
        raise gone() from error
    context = {
        "procedure": row,
        "part": part,
        "label": outline.label(part),
        "place": place,
        "back": page_of(code, place),
        "used": queries.versions_with(row, place, str(part.get("key", ""))),
    }
    return render(request, "cases/building/remove.html", context)


def head_of(row: Definition) -> dict[str, Any]:
    """Return what every page of a builder shows."""
    problems = problems_of(row.draft, queries.known_of(row), timezone.localdate())
    return {
        "procedure": row,
        "label": outline.label(row.draft),
        "problems": problems,
        "whole": [one.sentence for one in problems if not outline.belongs(one.place)],
    }


def page_of(code: str, place: str) -> str:
    """Return the page of the builder on which a place stands."""
    name = "cases:flow" if place.startswith(("states", "steps", "reviews")) else "cases:builder"
    return reverse(name, args=[code])


def gone() -> Refusal:
    """Return the refusal for a part that is not there, or no more."""
    return NotFound(_("This part is not there, or no more: somebody may have moved it."))


def require_same(part: Any, request: ActingRequest) -> None:
    """Refuse where another part stands by now where the page saw one."""
    if request.POST.get("was", "") != str(part.get("key", "")):
        raise editing.NoSuchPlaceError


def _list(request: ActingRequest, context: dict[str, Any], status: int = 200) -> HttpResponse:
    rows = Paginator(queries.procedures(request.actor), ON_A_PAGE)
    context |= {"page": rows.get_page(request.GET.get("page")), "schema": reverse("cases:schema")}
    for row in context["page"]:
        row.label = outline.label(row.draft)
    return render(request, "cases/building/list.html", context, status=status)


def _source(request: ActingRequest, code: str) -> dict[str, Any]:
    file = request.FILES.get("file")
    if file is not None:
        return plain(files.read(file.read(files.LARGEST + 1)))
    if copied := request.POST.get("copy"):
        return queries.procedure_for(request.actor, copied).draft  # type: ignore[no-any-return]
    return editing.skeleton(code, request.POST.get("label", "").strip())


def _changed(request: ActingRequest, row: Definition) -> tuple[dict[str, Any], str]:
    """Return the draft with one part added or moved, and where the part stands then."""
    if "add" in request.POST:
        return _added(request, row, request.POST["add"])
    if "move" in request.POST:
        return editing.placed(row.draft, request.POST["move"], request.POST.get("to", ""))
    place = request.POST.get("up") or request.POST.get("down") or ""
    return editing.moved(row.draft, place, -1 if "up" in request.POST else 1), place


def _added(request: ActingRequest, row: Definition, name: str) -> tuple[dict[str, Any], str]:
    label = request.POST.get("label", "").strip()[:300]
    kind = request.POST.get("kind", "")
    return editing.added(row.draft, name, outline.new_part(row.draft, name, label, kind))
