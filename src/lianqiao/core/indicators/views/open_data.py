"""Indicators as open data: CSV and JSON of each, and a catalog in DCAT."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from lianqiao.core.errors import NotFound
from lianqiao.core.indicators import queries
from lianqiao.core.indicators.columns import DATA
from lianqiao.core.indicators.models import Version
from lianqiao.core.indicators.queries.published import Cell, published
from lianqiao.core.ledger import queries as ledger
from lianqiao.core.ledger.models import Entry
from lianqiao.core.parties.http import ActingRequest, number_of
from lianqiao.core.sheets import download

INDENTED = {"ensure_ascii": False, "indent": 2}


@require_safe
def open_data(request: ActingRequest) -> HttpResponse:
    """Tell what is open, and how a program takes it."""
    context = {"versions": queries.in_force(), "license": settings.OPEN_DATA_LICENSE}
    return render(request, "indicators/open_data.html", context)


@require_safe
def data(request: ActingRequest, code: str, form: str) -> HttpResponseBase:
    """Hand out an indicator: each month, the city and each district."""
    version = queries.version_of(code)
    year = number_of(request, "year") or timezone.localdate().year
    cells = published(version, year)
    if form == "csv":
        return download(form, f"{code}-{year}", DATA, _rows(version, cells))
    if form != "json":
        raise NotFound
    figures = [
        dict(zip((one.name for one in DATA), row, strict=True)) for row in _rows(version, cells)
    ]
    return JsonResponse(_dataset(version) | {"figures": figures}, json_dumps_params=INDENTED)


@require_safe
def catalog(request: ActingRequest) -> HttpResponse:
    """Hand out the catalog as JSON-LD (DCAT 3 of the W3C)."""
    datasets = [_dcat(version) for version in queries.in_force()]
    found = {
        "@context": {
            "dcat": "http://www.w3.org/ns/dcat#",
            "dct": "http://purl.org/dc/terms/",
            "foaf": "http://xmlns.com/foaf/0.1/",
        },
        "@type": "dcat:Catalog",
        "@id": settings.BASE_URL + reverse("indicators:catalog"),
        "dct:title": _both("城市指标开放数据", "Open data of the city's indicators"),
        "dct:license": {"@id": settings.OPEN_DATA_LICENSE},
        "dcat:dataset": datasets,
    }
    return JsonResponse(
        found, json_dumps_params=INDENTED, content_type="application/ld+json; charset=utf-8"
    )


@require_safe
def proof(request: ActingRequest, pk: int) -> HttpResponse:
    """Hand out the proof of an entry that a public indicator counts, without whose it is."""
    kind = Entry.objects.filter(pk=pk).values_list("kind", flat=True).first()
    if not queries.in_force(request.actor).filter(kinds__contains=[kind]).exists():
        raise NotFound
    return JsonResponse(ledger.proof(pk), json_dumps_params=INDENTED)


def _rows(version: Version, cells: Iterator[Cell]) -> Iterator[list[Any]]:
    origin = "reported" if version.is_reported else "counted"
    for one in cells:
        value = None if one.value is None else format(one.value, "f")
        yield [version.code, one.period, one.region, one.place, value, version.unit, origin]


def _dataset(version: Version) -> dict[str, Any]:
    return {
        "indicator": version.code,
        "version": version.number,
        "name": version.name,
        "name_en": version.name_en,
        "department": version.department.name,
        "definition": version.definition,
        "unit": version.unit,
        "aggregate": version.aggregate,
        "seal": queries.newest_seal(),
        "retrieved_at": timezone.now().isoformat(),
    }


def _dcat(version: Version) -> dict[str, Any]:
    address = settings.BASE_URL + reverse("indicators:indicator", args=[version.code])
    return {
        "@type": "dcat:Dataset",
        "@id": address,
        "dct:identifier": version.code,
        "dct:title": _both(version.name, version.name_en),
        "dct:description": _both(version.definition, version.definition_en),
        "dct:publisher": {"@type": "foaf:Agent", "foaf:name": version.department.name},
        "dct:issued": version.recorded_at.date().isoformat(),
        "dcat:landingPage": {"@id": address},
        "dcat:distribution": [_distribution(version, form) for form in ("csv", "json")],
    }


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
