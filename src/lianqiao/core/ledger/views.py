"""Pages of the ledger: entries for who may see them, seals for everybody."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lianqiao.core.documents import document
from lianqiao.core.errors import NotAllowed, NotFound
from lianqiao.core.ledger import queries, roots
from lianqiao.core.ledger.forms import EntryFilterForm
from lianqiao.core.ledger.queries import EntryFilter
from lianqiao.core.parties.http import ActingRequest, number_of
from lianqiao.core.sheets import download

SEALS_ON_A_PAGE = 50
LONGEST_STORY = 20


@require_safe
def entries(request: ActingRequest) -> HttpResponse:
    """List the entries that the actor may see, newest first."""
    _require_member(request)
    form = EntryFilterForm(request.GET.dict(), actor=request.actor)
    wanted = form.wanted()
    page = queries.page_of(
        request.actor,
        wanted,
        before=number_of(request, "before"),
        after=number_of(request, "after"),
    )
    context = {"form": form, "page": page, "is_filtered": wanted != EntryFilter()}
    return render(request, "ledger/entries.html", context)


@require_safe
def export(request: ActingRequest, form: str) -> HttpResponseBase:
    """Hand out the list as it is filtered."""
    _require_member(request)
    wanted = EntryFilterForm(request.GET.dict(), actor=request.actor).wanted()
    rows = queries.export_rows(request.actor, wanted, form)
    return download(form, "ledger", queries.export_columns(), rows)


@require_safe
def entry(request: ActingRequest, pk: int) -> HttpResponse:
    """Show one entry, and what else the ledger holds of its subject."""
    _require_member(request)
    row = queries.entry(request.actor, pk)
    story = queries.entries_of(request.actor, row.subject_type, row.subject_id)
    context = {
        "entry": row,
        "sealed": getattr(row, "sealed", None),
        "recorded_by": queries.recorded_by(row),
        "story": story[:LONGEST_STORY],
    }
    return render(request, "ledger/entry.html", context)


@require_safe
def proof(request: ActingRequest, pk: int) -> HttpResponse:
    """Hand out the proof that an entry is in its seal; with `?all=1` it shows every field."""
    _require_member(request)
    queries.entry(request.actor, pk)
    reveal = queries.ALL if "all" in request.GET else queries.REVEALED
    return document(queries.proof(pk, reveal), name=f"proof-{pk}")


@require_safe
def seals(request: ActingRequest) -> HttpResponse:
    """List all seals with their roots, for everybody."""
    page = Paginator(queries.seals(), SEALS_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "waiting": queries.waiting().count()}
    return render(request, "ledger/seals.html", context)


@require_safe
def published(request: ActingRequest) -> FileResponse:
    """Hand out the file of the published roots."""
    path = roots.roots_file()
    if not path.is_file():
        raise NotFound(_("Nothing is sealed yet."))
    return FileResponse(path.open("rb"), content_type="text/plain; charset=us-ascii")


def _require_member(request: ActingRequest) -> None:
    if not request.actor.is_known:
        raise NotAllowed(_("Sign in to see the entries of your organization."))
