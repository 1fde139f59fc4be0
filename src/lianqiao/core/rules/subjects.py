"""What is known of one organization on a day, as rules read it, and where it comes from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Subquery
from django.utils import timezone

from lianqiao.core.parties.dictionary import factor
from lianqiao.core.parties.models import (
    OWN_WORD,
    Fact,
    FactDefinition,
    FactSource,
    Industry,
    Organization,
    Title,
    TitleKind,
)
from lianqiao.core.rules import sizes
from lianqiao.core.rules.registry import title_fact
from lianqiao.engines.rules import LAGS, Vocabulary, column

Value = int | bool | str | date | None


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a fact comes from: who says it, since when it is known, of which days it speaks."""

    source: str
    source_en: str
    known_on: date
    period_from: date
    period_to: date


@dataclass(frozen=True, slots=True)
class Subject:
    """What is known of one organization: values by column, and where they come from."""

    row: Mapping[str, Value]
    provenance: Mapping[str, Provenance]


def subject(
    organization: int, vocabulary: Vocabulary, on: date, *, known_at: datetime | None = None
) -> Subject:
    """Return what was known of an organization at a moment (now, if not given) on a day."""
    row: dict[str, Value] = {}
    provenance: dict[str, Provenance] = {}
    for fact, name in _newest(organization, on, known_at or timezone.now()):
        if name in vocabulary.by_column:
            row[name] = _value(fact)
            provenance[name] = Provenance(
                fact.source.name,
                fact.source.name_en or fact.source.name,
                timezone.localdate(fact.known_at),
                fact.period_from,
                fact.period_to,
            )
    row |= {name: row.get(name, False) for name in _registers(on)}
    row |= _own(organization, on)
    row["size"] = sizes.size(
        sizes.band_of(_text(row["industry"]), _text(row["industry_section"])), row
    )
    return Subject(row, provenance)


def _newest(organization: int, on: date, known_at: datetime) -> Iterable[tuple[Fact, str]]:
    """Yield the facts that count, best source first, then the newest; each with its column."""
    rows = (
        Fact.objects.filter(organization=organization, known_at__lte=known_at, period_from__lte=on)
        .select_related("definition", "source")
        .exclude(definition__is_register=True, period_to__lt=on)
        .annotate(own=Subquery(FactSource.objects.filter(pk=OWN_WORD).values("rank")))
        .order_by("-period_from", "source__rank", "-known_at", "-pk")
    )
    seen: set[str] = set()
    # An organization's own word of a newer period does not outdo an office's of an older one.
    for fact in sorted(rows, key=lambda one: bool(one.own and one.source.rank >= one.own)):
        name = _column_of(fact, on)
        if name and name not in seen:
            seen.add(name)
            yield fact, name


def _column_of(fact: Fact, on: date) -> str | None:
    """Return the column of a fact; None for a yearly one that is not of a whole calendar year."""
    if not fact.definition.is_yearly:
        return column(fact.definition_id)
    year = fact.period_from.year
    whole = (fact.period_from, fact.period_to) == (date(year, 1, 1), date(year, 12, 31))
    return column(fact.definition_id, on.year - year) if whole else None


def _value(fact: Fact) -> Value:
    if fact.number is not None:
        return int(fact.number * factor(fact.definition))
    known = (value for value in (fact.truth, fact.day, fact.text) if value is not None)
    return next(known, None)


def _registers(on: date) -> list[str]:
    """Return the columns of registers: who is not in them is known not to be."""
    definitions = FactDefinition.objects.filter(is_register=True)
    return [name for one in definitions for name in _columns_of_register(one)]


def _columns_of_register(definition: FactDefinition) -> list[str]:
    if not definition.is_yearly:
        return [column(definition.name)]
    return [column(definition.name, lag) for lag in range(LAGS + 1)]


def _own(organization: int, on: date) -> dict[str, Value]:
    found = Organization.objects.get(pk=organization)
    held = set(
        Title.objects.filter(
            organization=organization, valid_from__lte=on, valid_to__gte=on
        ).values_list("kind__code", flat=True)
    )
    titles = TitleKind.objects.values_list("code", flat=True)
    return {
        "kind": found.kind,
        "city": city_of(found.region_id),
        "region": found.region_id,
        "zone": found.zone_id,
        "industry": found.industry_id,
        "industry_section": _section(found.industry_id),
        "founded_on": found.founded_on,
        **{column(title_fact(code)): code in held for code in titles},
    }


MUNICIPALITIES = ("11", "12", "31", "50")
"""Provinces of GB/T 2260 that are one city: Beijing, Tianjin, Shanghai, Chongqing."""


def city_of(region: str | None) -> str | None:
    """Return the city (or the municipality) that a region lies in, by its code of GB/T 2260.

    >>> city_of("370202"), city_of("310115")
    ('370200', '310000')
    """
    if region is None:
        return None
    return f"{region[:2]}0000" if region.startswith(MUNICIPALITIES) else f"{region[:4]}00"


def sections() -> Mapping[str, str]:
    """Return the section (a letter) of each industry."""
    parents = dict(Industry.objects.values_list("code", "parent_id"))
    found = {}
    for code in parents:
        top = code
        while parents.get(top):
            top = parents[top] or ""
        found[code] = top
    return found


def _section(industry: str | None) -> str | None:
    while industry and (above := _parent(industry)):
        industry = above
    return industry


def _parent(industry: str) -> str | None:
    return Industry.objects.filter(pk=industry).values_list("parent_id", flat=True).first()


def _text(value: Value) -> str | None:
    return value if isinstance(value, str) else None
