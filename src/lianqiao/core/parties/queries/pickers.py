"""What a field offers while somebody types: a few choices, one query."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from lianqiao.core.errors import NotFound
from lianqiao.core.parties.models import Industry, Organization, Region, TechnicalField, Zone
from lianqiao.core.parties.pinyin import sort_key
from lianqiao.core.parties.regions import UNNAMED, region_paths

MOST = 20


@dataclass(frozen=True, slots=True)
class Choice:
    """An offer: the code that the field takes, and what it means."""

    code: str
    label: str


def search_regions(text: str) -> list[Choice]:
    """Find regions by code, name or pinyin; each with what it belongs to."""
    found = _by_pinyin_or_name(Region.objects.exclude(name__in=UNNAMED), text)
    rows = found.select_related("parent__parent").order_by("code")[:MOST]
    return [Choice(row.code, _path(row)) for row in rows]


def search_industries(text: str) -> list[Choice]:
    """Find industries by code or name, wider ones first."""
    code = text.upper().lstrip("ABCDEFGHIJKLMNOPQRST") or text.upper()
    found = Industry.objects.filter(Q(code__startswith=code) | Q(name__icontains=text))
    rows = sorted(found.order_by("code")[: 4 * MOST], key=lambda row: len(row.code))[:MOST]
    return [Choice(row.code, f"{row.code} {row.name}") for row in rows]


def search_fields(text: str) -> list[Choice]:
    """Find high-tech fields by code or name in either language."""
    found = TechnicalField.objects.filter(
        Q(code__istartswith=text) | Q(name__icontains=text) | Q(name_en__icontains=text)
    )
    return [Choice(row.code, str(row)) for row in found[:MOST]]


def search_zones(text: str) -> list[Choice]:
    """Find functional zones by name in either language."""
    found = Zone.objects.filter(
        Q(code__istartswith=text) | Q(name__icontains=text) | Q(name_en__icontains=text)
    )
    return [Choice(row.code, str(row)) for row in found[:MOST]]


def search_names(text: str) -> list[Choice]:
    """Find organizations by name, pinyin or the beginning of the credit code."""
    rows = _organizations(text)
    return [Choice(str(row.pk), " ".join(filter(None, (str(row), row.uscc)))) for row in rows]


def search_own_names(text: str) -> list[Choice]:
    """Find organizations as `search_names` does; what the field takes is the name itself."""
    return [Choice(row.name, row.uscc or "") for row in _organizations(text)]


def organization_on_record(name: str, code: str) -> dict[str, Any] | None:
    """Return {"id", "name", "uscc"} of the organization of a credit code, else of the only one of
    exactly this name; None where there is none or more than one."""
    named = {"uscc": code} if code else {"name": name}
    rows = list(Organization.objects.filter(**named).only("pk", "name", "uscc")[:2])
    if len(rows) != 1:
        return None
    return {"id": rows[0].pk, "name": rows[0].name, "uscc": rows[0].uscc or ""}


PICKERS: dict[str, Callable[[str], list[Choice]]] = {
    "regions": search_regions,
    "industries": search_industries,
    "fields": search_fields,
    "zones": search_zones,
    "organizations": search_names,
    "names": search_own_names,
}


def pick(name: str, text: str) -> list[Choice]:
    """Return at most 20 choices of a list for what was typed. NotFound for an unknown list."""
    search = PICKERS.get(name)
    if search is None:
        raise NotFound(_("There is no such list."))
    return search(text.replace("\x00", "").strip()[:60])


def _organizations(text: str) -> QuerySet[Organization]:
    found = Organization.objects.filter(
        Q(name__icontains=text)
        | Q(pinyin__startswith=sort_key(text))
        | Q(uscc__startswith=text.upper())
    )
    return found.only("pk", "name", "name_en", "uscc").order_by("pinyin", "pk")[:MOST]


def _by_pinyin_or_name(rows: QuerySet[Region], text: str) -> QuerySet[Region]:
    if text.isascii() and not text.isdigit():
        return rows.filter(pinyin__startswith=text.lower().replace(" ", ""))
    return rows.filter(Q(code__startswith=text) | Q(name__contains=text))


def _path(row: Region) -> str:
    steps: list[str] = []
    step: Region | None = row
    while step is not None:
        if step.name not in UNNAMED:
            steps.insert(0, step.name)
        step = step.parent
    return f"{' '.join(steps)} {row.code}"


def all_regions() -> list[tuple[str, str]]:
    """Return every region's code and path, for the second sheet of a template."""
    return [(code, "".join(path)) for code, path in region_paths().items()]


def all_industries() -> list[tuple[str, str]]:
    """Return every industry's code and name."""
    return list(Industry.objects.order_by("code").values_list("code", "name"))
