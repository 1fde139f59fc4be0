"""What everybody sees: the promises of a year, one of them, its photos, its proofs."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lianqiao.core import sheets
from lianqiao.core.charts import tile_map
from lianqiao.core.ledger import queries as ledger
from lianqiao.core.parties.http import ActingRequest, number_of
from lianqiao.desks.reports.commitments import queries
from lianqiao.desks.reports.commitments.columns import LIST

ON_A_PAGE = 20
INDENTED = {"ensure_ascii": False, "indent": 2}
# A file never changes, but it may be withdrawn.
KEPT = "private, max-age=3600"
NOTHING_RUNS = "default-src 'none'; sandbox"


@require_safe
def commitment_list(request: ActingRequest) -> HttpResponse:
    """Show the promises of a year: how many stand how, where they are kept, each with its bar."""
    years = queries.years()
    wanted = _wanted(request, years)
    whole = queries.listed(_of_all_states(wanted), timezone.localdate())
    found = [one for one in whole if wanted.state in {"", one.standing.state}]
    context = {
        "wanted": wanted,
        "years": years,
        "departments": queries.departments(),
        "tally": queries.tally(whole),
        "total": len(whole),
        "map": _map(whole, wanted),
        "page": Paginator(found, ON_A_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "commitments/list.html", context)


@require_safe
def export(request: ActingRequest, form: str) -> HttpResponseBase:
    """Hand out the list as it is narrowed."""
    wanted = _wanted(request, queries.years())
    found = queries.listed(wanted, timezone.localdate())
    return sheets.download(form, "commitments", LIST, queries.exported(found))


@require_safe
def commitment(request: ActingRequest, pk: int) -> HttpResponse:
    """Show a promise: what was said, how far it has come, what shows it, what was changed."""
    row = queries.commitment_for(request.actor, pk)
    return render(request, "commitments/commitment.html", shown(request, row))


@require_safe
def entry(request: ActingRequest, pk: int) -> HttpResponse:
    """Lead to an entry on its promise's page."""
    row = queries.entry_for(request.actor, pk)
    page = reverse("commitments:commitment", args=[row.commitment_id])
    return redirect(f"{page}?page={queries.page_of_entry(row)}#entry-{pk}")


@require_safe
def file(request: ActingRequest, pk: int) -> HttpResponseBase:
    """Hand out a photo to be seen, a document to be saved; nothing in either may run."""
    row = queries.file_for(request.actor, pk)
    answer = FileResponse(
        row.file.open("rb"),
        as_attachment=not row.is_picture,
        filename=row.name,
        content_type=row.media or "application/octet-stream",
    )
    answer.headers["Content-Security-Policy"] = NOTHING_RUNS
    answer.headers["Cache-Control"] = KEPT
    return answer


@require_safe
def proof(request: ActingRequest, pk: int) -> HttpResponse:
    """Hand out the proof of a ledger entry about a published promise."""
    found = ledger.proof(queries.public_entry(pk))
    return JsonResponse(found, json_dumps_params=INDENTED)


def shown(request: ActingRequest, row: Any) -> dict[str, Any]:
    """Return what a promise's page shows to this actor."""
    pages = {name: number_of(request, name) for name in ("before", "after")}
    history = queries.history(row, page=number_of(request, "page") or 1, **pages)
    return {
        "one": queries.follow(row, timezone.localdate()),
        "history": history,
        "withdrawable": queries.withdrawable(history.entries, request.actor),
        "rules": queries.rules(),
        "may_write": queries.may_write(row, request.actor),
        "may_publish": queries.may_publish(row, request.actor),
        "may_report": queries.may_report(row, request.actor),
        "may_amend": queries.may_amend(row, request.actor),
    }


def _wanted(request: ActingRequest, years: list[int]) -> queries.Wanted:
    """Return what is asked for; the newest year where none is named."""
    given = request.GET.dict()
    if "year" not in given and years:
        given["year"] = str(years[0])
    return queries.Wanted.from_query(given)


def _of_all_states(wanted: queries.Wanted) -> queries.Wanted:
    return queries.Wanted(wanted.year, wanted.department, wanted.region, "", wanted.q)


def _map(found: list[queries.Followed], wanted: queries.Wanted) -> Any:
    """Draw how many places each district has; '' where there is none."""
    rows = queries.places_by_district(found)
    if not any(count for _code, _name, count in rows):
        return ""
    asked = {"year": wanted.year or "", "department": wanted.department or ""}
    drawn = [
        {
            "code": code,
            "label": name,
            "value": count,
            "url": f"?{urlencode({**asked, 'region': code})}",
        }
        for code, name, count in rows
    ]
    return tile_map(
        drawn, title=_("Places by district"), heads=(_("District"), _("Number of places"))
    )
