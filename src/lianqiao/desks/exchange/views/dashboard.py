"""The dashboard, and the list behind each of its numbers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lianqiao.core.charts import bars, columns, funnel, tile_map
from lianqiao.core.ledger.models import Entry
from lianqiao.core.money import FEN_IN_WAN, spoken
from lianqiao.core.parties.actors import Actor
from lianqiao.core.parties.http import ActingRequest
from lianqiao.core.parties.models import Region
from lianqiao.core.sheets import Column, download, text
from lianqiao.desks.exchange import queries
from lianqiao.desks.exchange.queries.dashboard import Dashboard

ON_A_PAGE = 30
BATCH = 500
COLUMNS = (
    Column("entry", "台账编号", "Ledger entry", text),
    Column("day", "日期", "Day", text),
    Column("label", "事项", "What", text),
    Column("title", "信息或对接", "Listing or match", text),
    Column("region", "地区", "Region", text),
    Column("yuan", "金额（元）", "Amount (yuan)", text),
)
STEPS = ("month", "quarter", "year")


@require_safe
def dashboard(request: ActingRequest) -> HttpResponse:
    """Show results, needs, matches and contracts of a period; every number opens its list."""
    chosen = queries.Selection.from_query(request.GET.dict())
    year = queries.this_year()
    selection = queries.Selection(first=chosen.first or year.first, last=chosen.last or year.last)
    found = queries.dashboard(selection, request.GET.get("step", "month"))
    context = {
        "found": found,
        "charts": _charts(found),
        "steps": list(zip(STEPS, (_("Month"), _("Quarter"), _("Year")), strict=True)),
    }
    return render(request, "exchange/dashboard.html", context)


def _charts(found: Dashboard) -> list[Any]:
    month, count = _("Period"), _("Count")
    signed = [row | {"amount": row["amount"] / FEN_IN_WAN} for row in found.signed]
    heads = {"name": month, "count": count, "side": _("What")}
    drawn = [
        funnel(found.way, "count", "name", title=_("The way of the matches"), heads=heads),
        _fields(_("Needs by technical field"), found.needs_by_field),
        _columns(found.published, "count", heads, title=_("Published by period"), color="side"),
        _columns(
            signed,
            "amount",
            heads | {"amount": _("Sum (10,000 yuan)")},
            title=_("Sum of contracts (10,000 yuan)"),
        ),
        _map(_("Needs by district"), found.needs_by_region),
        _map(_("Contracts by district of the need"), found.signed_by_region),
        _fields(_("Results by technical field"), found.offers_by_field),
    ]
    return [chart for chart in drawn if chart]


def _columns(rows: list[dict[str, Any]], value: str, heads: Any, **options: Any) -> Any:
    return columns(rows, "name", value, heads=heads, **options) if rows else ""


def _map(title: str, rows: list[dict[str, Any]]) -> Any:
    return tile_map(rows, title=title, heads=(_("Region"), _("Count"))) if rows else ""


def _fields(title: str, rows: list[dict[str, Any]]) -> Any:
    heads = {"name": _("Technical field"), "count": _("Count")}
    return bars(rows, "count", "name", title=title, heads=heads) if rows else ""


@require_safe
def records(request: ActingRequest) -> HttpResponse:
    """List the ledger's entries that a number counts."""
    selection = queries.Selection.from_query(request.GET.dict())
    entries = selection.entries().order_by("-happened_at", "-pk")
    page = Paginator(entries, ON_A_PAGE).get_page(request.GET.get("page"))
    total = sum(amount for _count, amount, _local in queries.totals(selection).values())
    context = {
        "page": page,
        "rows": _rows(request.actor, page.object_list),
        "selection": selection,
        "title": queries.label_of(selection.kind) if selection.kind else _("Records"),
        "total": spoken(total) if total else "",
        "region": Region.objects.filter(pk=selection.region).first() if selection.region else None,
    }
    return render(request, "exchange/records.html", context)


@require_safe
def records_export(request: ActingRequest, form: str) -> HttpResponseBase:
    """Hand out the list."""
    selection = queries.Selection.from_query(request.GET.dict())
    entries = selection.entries().order_by("-happened_at", "-pk")
    return download(form, "records", COLUMNS, _export(request.actor, entries))


def _export(actor: Actor, entries: QuerySet[Entry]) -> Iterator[list[Any]]:
    batch: list[Entry] = []
    for entry in entries.iterator(chunk_size=BATCH):
        batch.append(entry)
        if len(batch) == BATCH:
            yield from map(_values, _rows(actor, batch))
            batch = []
    yield from map(_values, _rows(actor, batch))


def _values(row: dict[str, Any]) -> list[Any]:
    return [row[column.name] for column in COLUMNS]


def _rows(actor: Actor, entries: Any) -> list[dict[str, Any]]:
    entries = list(entries)
    named = queries.titles(actor, entries)
    regions = Region.objects.in_bulk({entry.region for entry in entries if entry.region})
    return [
        {
            "entry": entry.pk,
            "day": timezone.localdate(entry.happened_at),
            "label": queries.label_of(entry.kind),
            "title": named.get(entry.pk, ("", ""))[0],
            "url": named.get(entry.pk, ("", ""))[1],
            "region": str(regions.get(entry.region, "")),
            "yuan": _yuan(entry),
        }
        for entry in entries
    ]


def _yuan(entry: Entry) -> str:
    amount = entry.quantities.get("amount") or entry.quantities.get("budget")
    return amount[0] if amount else ""
