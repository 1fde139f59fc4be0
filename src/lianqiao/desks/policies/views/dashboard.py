"""The dashboard of the policies desk, and the lists behind its numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lianqiao.core import sheets
from lianqiao.core.charts import bars, tile_map
from lianqiao.core.money import FEN_IN_WAN, about
from lianqiao.core.parties.http import ActingRequest
from lianqiao.desks.policies.queries import dashboard as queries
from lianqiao.desks.policies.queries import payees
from lianqiao.desks.policies.queries import unclaimed as unclaimed_queries
from lianqiao.desks.policies.queries.paid import Group, Selection, total
from lianqiao.desks.policies.queries.runs import require_bureau

ON_A_PAGE = 30
YEARS = 5
ROOM = 100


@require_safe
def dashboard(request: ActingRequest) -> HttpResponse:
    """Show policies, views, claims and what was paid in a year; numbers open their lists."""
    year = Selection.from_query(request.GET.dict()).year
    found = queries.dashboard(request.actor, year)
    this_year = timezone.localdate().year
    context = {
        "found": found,
        "figures": _figures(found),
        "charts": _charts(found),
        "years": range(this_year, this_year - YEARS, -1),
        "fewest": queries.FEWEST,
    }
    return render(request, "policies/dashboard.html", context)


@require_safe
def paid(request: ActingRequest) -> HttpResponse:
    """List the payments that a figure counts (bureaus)."""
    selection = Selection.from_query(request.GET.dict())
    found = payees.entries(request.actor, selection)
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "payments": payees.named(request.actor, page.object_list),
        "total": total(selection),
        "words": payees.words(selection),
        "year": selection.year,
    }
    return render(request, "policies/paid.html", context)


@require_safe
def paid_export(request: ActingRequest, form: str) -> HttpResponseBase:
    """Hand out the list of payments."""
    require_bureau(request.actor)
    selection = Selection.from_query(request.GET.dict())
    rows = payees.export_rows(request.actor, selection)
    return sheets.download(form, "paid", payees.COLUMNS, rows)


@require_safe
def unclaimed(request: ActingRequest) -> HttpResponse:
    """List who qualifies and never claimed (bureaus)."""
    wanted = unclaimed_queries.Narrowed.from_query(request.GET.dict())
    found = unclaimed_queries.unclaimed(request.actor, wanted)
    everything = unclaimed_queries.Narrowed()
    context = {
        "wanted": wanted,
        "page": Paginator(found, ON_A_PAGE).get_page(request.GET.get("page")),
        "totals": unclaimed_queries.totals(request.actor, wanted),
        "measures": unclaimed_queries.by_measure(request.actor, everything),
        "regions": unclaimed_queries.regions(request.actor),
    }
    return render(request, "policies/unclaimed.html", context)


@require_safe
def unclaimed_export(request: ActingRequest, form: str) -> HttpResponseBase:
    """Hand out the list as it is narrowed on screen."""
    require_bureau(request.actor)
    wanted = unclaimed_queries.Narrowed.from_query(request.GET.dict())
    rows = unclaimed_queries.export_rows(request.actor, wanted)
    return sheets.download(form, "unclaimed", unclaimed_queries.COLUMNS, rows)


def _figures(found: queries.Dashboard) -> list[dict[str, Any]]:
    listed = f"{reverse('policies:list')}?state=now"
    figures = [
        _figure(_("Policies in force"), found.policies, url=listed),
        _figure(_("Measures in force"), found.measures),
        _figure(_("Views of policies"), found.views),
        _figure(_("Claims handed in"), found.handed_in),
    ]
    if found.paid:
        figures += _money(found.paid)
    figures += [
        _figure(label, f"{one.days:.0f}", unit=_("days"), note=_("half took no longer"))
        for label, one in (
            (_("From claim to payout"), found.applied),
            (_("Direct grant: from notice to payout"), found.direct),
        )
        if one.days is not None
    ]
    if found.unclaimed:
        url = reverse("policies:unclaimed")
        note = _("worth %(amount)s") % {"amount": " ".join(about(found.unclaimed["amount"]))}
        label = _("Enterprises that qualify and did not claim")
        figures.append(_figure(label, found.unclaimed["enterprises"], url=url, note=note))
    return figures


def _money(paid: Group) -> list[dict[str, Any]]:
    value, unit = about(paid.amount)
    return [
        _figure(_("Paid"), value, unit=unit, url=paid.url),
        _figure(_("Enterprises paid"), paid.enterprises, url=paid.url),
    ]


def _figure(label: str, value: int | str, **others: str) -> dict[str, Any]:
    return {"label": label, "value": value if isinstance(value, str) else f"{value:,}", **others}


def _charts(found: queries.Dashboard) -> list[Any]:
    drawn = [
        _counted(_("Paid by policy (10,000 yuan)"), _("Policy"), _sums(found.by_policy), _sum()),
        _map(found.by_region),
        _counted(
            _("Paid by industry (10,000 yuan)"), _("Industry"), _sums(found.by_industry), _sum()
        ),
        _counted(_("Paid by size (10,000 yuan)"), _("Size"), _sums(found.by_size), _sum()),
        _counted(_("Claims by where they stand"), _("Status"), found.claims, _("Count")),
        _counted(_("Policies in force by office"), _("Office"), found.by_office, _("Count")),
        _counted(_("Most looked at"), _("Policy"), found.most_viewed, _("Views")),
        _counted(
            _("Qualify and did not claim"),
            _("Measure"),
            found.unclaimed_by_measure,
            _("Enterprises"),
        ),
    ]
    return [chart for chart in drawn if chart]


def _counted(title: str, head: str, rows: Sequence[Any], unit: str) -> Any:
    heads = {"name": head, "count": unit}
    return bars(rows, "count", "name", title=title, heads=heads) if rows else ""


def _sums(groups: Iterable[Group]) -> list[dict[str, Any]]:
    return [
        {"name": one.name, "count": one.amount / FEN_IN_WAN, "url": one.url or None}
        for one in groups
    ]


def _sum() -> str:
    return _("Sum (10,000 yuan)")


def _on_a_tile(sum_: float) -> float | int:
    """Return a sum with the places that a tile has room for."""
    return round(sum_) if sum_ >= ROOM else round(sum_, 2)


def _map(groups: Sequence[Group]) -> Any:
    rows = [
        {
            "code": one.code,
            "label": one.name,
            "value": _on_a_tile(one.amount / FEN_IN_WAN),
            "url": one.url or None,
        }
        for one in groups
    ]
    title = _("Paid by district (10,000 yuan)")
    return tile_map(rows, title=title, heads=(_("Region"), _sum())) if rows else ""
