"""Indicators for everybody: the list, one of them, and the entries behind a figure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lianqiao.core.documents import document
from lianqiao.core.errors import NotFound
from lianqiao.core.indicators import pickers, queries, wording
from lianqiao.core.indicators.charts import districts_map, months_chart
from lianqiao.core.indicators.columns import LIST, list_row
from lianqiao.core.indicators.differences import before, differences
from lianqiao.core.indicators.models import Scope, Version
from lianqiao.core.indicators.periods import Period
from lianqiao.core.indicators.permissions import may_define
from lianqiao.core.indicators.queries import Asked
from lianqiao.core.ledger.queries import export_columns, exported, paged
from lianqiao.core.parties.http import ActingRequest, number_of
from lianqiao.core.parties.models import Organization
from lianqiao.core.sheets import download

ON_A_PAGE = 40


@require_safe
def indicator_list(request: ActingRequest) -> HttpResponse:
    """List indicators with their values, and whether they are counted or only reported."""
    found = _wanted(request)
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    lines = queries.overview(list(page.object_list), timezone.localdate())
    departments = Organization.objects.filter(pk__in=_departments(request)).order_by("pinyin")
    context = {
        "page": page,
        "lines": lines,
        "departments": departments,
        "q": request.GET.get("q", ""),
        "department": request.GET.get("department", ""),
    }
    return render(request, "indicators/list.html", context)


@require_safe
def export(request: ActingRequest, form: str) -> HttpResponseBase:
    """Hand out the list as it is filtered."""
    lines = queries.overview(list(_wanted(request)), timezone.localdate())
    return download(form, "indicators", LIST, (list_row(line) for line in lines))


@require_safe
def indicator(request: ActingRequest, code: str) -> HttpResponse:
    """Show one indicator: what it means, its value, its months, its districts."""
    version = queries.version_of(code, request.actor)
    period, region = _asked(request, version)
    value, earlier = queries.values(
        [Asked(code, period, region), Asked(code, period.before(), region)]
    )
    ranked = queries.by_region(code, period) if Scope.DISTRICT in version.scopes else []
    context = {
        "version": version,
        "value": value,
        "before": earlier,
        "change": queries.change(value.value, earlier.value),
        "period": period,
        "region": region,
        "place": wording.place(region),
        "periods": pickers.periods(version, period, timezone.localdate()),
        "places": pickers.places(version),
        "ranked": wording.ranked(ranked),
        "chart": months_chart(version, period.last.year, region),
        "map": districts_map(
            version, period, {one.region: float(one.value or 0) for one in ranked}, _("By district")
        ),
        "source": queries.source_of(version, period, region) if version.is_reported else None,
        "versions": queries.history(code, request.actor),
        "how": wording.how(version),
        "may_define": may_define(version.department_id, request.actor),
    }
    return render(request, "indicators/indicator.html", context)


@require_safe
def entries(request: ActingRequest, code: str) -> HttpResponse:
    """List the entries that make up a figure."""
    version = queries.version_of(code, request.actor)
    period, region = _asked(request, version)
    found = queries.entries_behind(code, period, region)
    page = paged(found, before=number_of(request, "before"), after=number_of(request, "after"))
    context = {
        "version": version,
        "value": queries.value(code, period, region),
        "period": period,
        "region": region,
        "place": wording.place(region),
        "page": page,
    }
    return render(request, "indicators/entries.html", context)


@require_safe
def entries_export(request: ActingRequest, code: str, form: str) -> HttpResponseBase:
    """Hand out the entries behind a figure; whose they are is for the bureau alone."""
    version = queries.version_of(code, request.actor)
    period, region = _asked(request, version)
    columns = export_columns()
    hidden = () if request.actor.is_bureau else ("organization_id", "organization_name")
    kept = [place for place, column in enumerate(columns) if column.name not in hidden]
    rows = exported(queries.entries_behind(code, period, region))
    shown = ([row[place] for place in kept] for row in rows)
    return download(form, f"{code}-{period.code}", [columns[place] for place in kept], shown)


@require_safe
def frozen(request: ActingRequest, pk: int) -> HttpResponse:
    """Show a published figure, and whether its proof still holds."""
    row = queries.frozen(pk, request.actor)
    context = {
        "frozen": row,
        "place": wording.place(row.region),
        "check": queries.checked(pk),
        "count": len(row.entries),
        "parts": [part for part in (row.numerator, row.denominator) if part],
        "how": wording.how(row.version),
    }
    return render(request, "indicators/frozen.html", context)


@require_safe
def frozen_document(request: ActingRequest, pk: int) -> HttpResponse:
    """Hand out a published figure with all that is needed to check it."""
    row = queries.frozen(pk, request.actor)
    return document(queries.document(row), name=f"figure-{pk}")


@require_safe
def version(request: ActingRequest, pk: int) -> HttpResponse:
    """Show what an indicator meant in one of its versions, and what was new in it."""
    row = queries.by_number(pk, request.actor)
    earlier = before(row, request.actor)
    context = {
        "version": row,
        "how": wording.how(row),
        "earlier": earlier,
        "differences": list(differences(earlier, row)) if earlier else [],
    }
    return render(request, "indicators/version.html", context)


def _wanted(request: ActingRequest) -> Any:
    found = queries.in_force(request.actor)
    if words := request.GET.get("q", "").replace("\0", "").strip()[:100]:
        named = Q(name__icontains=words) | Q(name_en__icontains=words)
        found = found.filter(named | Q(indicator__code__icontains=words))
    department = number_of(request, "department")
    if department is not None:
        found = found.filter(department=department)
    return found.order_by("department", "indicator")


def _departments(request: ActingRequest) -> Sequence[int]:
    found = queries.in_force(request.actor).order_by()
    return list(found.values_list("department", flat=True).distinct())


def _asked(request: ActingRequest, version: Version) -> tuple[Period, str]:
    """Return the period and place of the address; unless given, what is shown first."""
    region = request.GET.get("region", "").replace("\0", "")[:32]
    if region and not wording.place(region):
        raise NotFound(wording.no_such_place(region))
    if period := pickers.chosen(request.GET.dict()):
        return period, region
    reported = queries.reported_periods([version.code]) if version.is_reported else {}
    return queries.period_shown(version, timezone.localdate(), reported), region
