"""Indicators as open data: CSV and JSON of each, and a catalog in DCAT."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from lianqiao.core.documents import JSON_LD, document, unless_known
from lianqiao.core.errors import NotFound
from lianqiao.core.indicators import queries, wording
from lianqiao.core.indicators.columns import DATA
from lianqiao.core.indicators.models import Version
from lianqiao.core.indicators.queries.published import Cell, Dataset, published
from lianqiao.core.language import language
from lianqiao.core.ledger import queries as ledger
from lianqiao.core.parties.http import ActingRequest, number_of
from lianqiao.core.parties.models import Organization
from lianqiao.core.sheets import download

BIGINT = 2**63


@require_safe
def open_data(request: ActingRequest) -> HttpResponse:
    """Tell what is open, and how a program takes it."""
    context = {"versions": queries.in_force(), "license": settings.OPEN_DATA_LICENSE}
    return render(request, "indicators/open_data.html", context)


@require_safe
def data(request: ActingRequest, code: str, form: str) -> HttpResponseBase:
    """Hand out an indicator: each month, the city and each district, unless one place is asked."""
    if form not in {"csv", "json"}:
        raise NotFound
    version = queries.version_of(code)
    year = number_of(request, "year") or timezone.localdate().year
    region, by = _narrowed(request)
    found = published(version, year)
    tag = f"{found.tag}-{form}-{region}-{by}-{language()}"

    def answer() -> HttpResponseBase:
        rows = _rows(version, found.of(region, by))
        if form == "csv":
            return download(form, f"{code}-{year}", DATA, rows)
        names = [one.name for one in DATA]
        figures = [dict(zip(names, row, strict=True)) for row in rows]
        return document(_dataset(version, found) | {"figures": figures})

    return unless_known(request, tag, found.counted_at, answer)


@require_safe
def catalog(request: ActingRequest) -> HttpResponseBase:
    """Hand out the catalog as JSON-LD (DCAT 3 of the W3C)."""
    versions = list(queries.in_force())
    changed = queries.modified(versions)
    newest = max(changed.values(), default=timezone.now())
    found = {
        "@context": {
            "dcat": "http://www.w3.org/ns/dcat#",
            "dct": "http://purl.org/dc/terms/",
            "foaf": "http://xmlns.com/foaf/0.1/",
        },
        "@type": "dcat:Catalog",
        "@id": settings.BASE_URL + reverse("indicators:catalog"),
        "dct:title": _both("城市指标开放数据", "Open data of the city's indicators"),
        "dct:publisher": {"@type": "foaf:Agent", "foaf:name": wording.place("")},
        "dct:modified": _day(newest),
        "dct:license": {"@id": settings.OPEN_DATA_LICENSE},
        "dcat:dataset": [_dcat(version, changed[version.code]) for version in versions],
    }
    tag = sha256(repr(found).encode()).hexdigest()[:32]
    return unless_known(request, tag, newest, lambda: document(found, media=JSON_LD))


@require_safe
def proof(request: ActingRequest, pk: int) -> HttpResponse:
    """Hand out the proof of an entry that a public indicator counts, without whose it is."""
    if pk >= BIGINT or not queries.is_behind(pk, request.actor):
        raise NotFound
    return document(ledger.proof(pk))


def _narrowed(request: ActingRequest) -> tuple[str, str]:
    """Return the place and the kind of place asked for. NotFound for what is none."""
    region, by = request.GET.get("region", "").replace("\0", ""), request.GET.get("by", "")
    if by not in {"", "city", "district"} or not (region == "" or _is_region(region)):
        raise NotFound(wording.no_such_place(region or by))
    return region, by


def _is_region(code: str) -> bool:
    return code == settings.CITY or queries.districts().filter(pk=code).exists()


def _rows(version: Version, cells: Iterable[Cell]) -> Iterator[list[Any]]:
    origin = "reported" if version.is_reported else "counted"
    for one in cells:
        value = None if one.value is None else format(one.value, "f")
        yield [version.code, one.period, one.region, one.place, value, version.unit, origin]


def _dataset(version: Version, found: Dataset) -> dict[str, Any]:
    return {
        "indicator": version.code,
        "version": version.number,
        "name": version.name,
        "name_en": version.name_en,
        "department": version.department.name,
        "definition": version.definition,
        "unit": version.unit,
        "aggregate": version.aggregate,
        "seal": found.seal,
        "counted_at": found.counted_at.isoformat(),
    }


def _dcat(version: Version, changed: datetime) -> dict[str, Any]:
    address = settings.BASE_URL + reverse("indicators:indicator", args=[version.code])
    return {
        "@type": "dcat:Dataset",
        "@id": address,
        "dct:identifier": version.code,
        "dct:title": _both(version.name, version.name_en),
        "dct:description": _both(version.definition, version.definition_en),
        "dct:publisher": _agent(version.department),
        "dct:issued": _day(version.recorded_at),
        "dct:modified": _day(changed),
        "dcat:landingPage": {"@id": address},
        "dcat:distribution": [_distribution(version, form) for form in ("csv", "json")],
    }


def _agent(department: Organization) -> dict[str, Any]:
    page = settings.BASE_URL + reverse("indicators:department", args=[department.pk])
    names = _both(department.name, department.name_en)
    return {"@type": "foaf:Agent", "@id": page, "foaf:name": names, "foaf:homepage": {"@id": page}}


def _day(moment: datetime) -> str:
    return timezone.localdate(moment).isoformat()


def _distribution(version: Version, form: str) -> dict[str, Any]:
    address = settings.BASE_URL + reverse("indicators:data", args=[version.code, form])
    media = {"csv": "text/csv", "json": "application/json"}[form]
    return {
        "@type": "dcat:Distribution",
        "dcat:downloadURL": {"@id": address},
        "dcat:mediaType": media,
        "dct:license": {"@id": settings.OPEN_DATA_LICENSE},
    }


def _both(chinese: str, english: str) -> list[dict[str, str]]:
    said = (("zh", chinese), ("en", english))
    return [{"@language": language, "@value": text} for language, text in said if text]
