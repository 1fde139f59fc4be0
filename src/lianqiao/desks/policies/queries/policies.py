"""Published policies as one looks for them: words, facets, pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, IntegerField, Min, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.expressions import RawSQL
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lianqiao.core.parties.models import Organization, Region
from lianqiao.desks.policies.models import Level, Measure, Route, Stage, Topic, Version
from lianqiao.desks.policies.terms import terms_of

ON_A_PAGE = 20
LONGEST = 200
FACETS = ("state", "level", "topic", "audience", "route", "office", "region")
# A word or two of many may be missing: people ask in sentences.
SHARE_OF_TERMS = 0.6
NOW, SOON, OVER = "now", "soon", "over"
STATES: Mapping[str, Promise] = {
    NOW: _("In force"),
    SOON: _("Not in force yet"),
    OVER: _("No longer in force"),
}
ORDERS: Mapping[str, Promise] = {
    "relevance": _("Best match"),
    "date": _("Newest"),
    "deadline": _("Deadline"),
}
CHOICES: Mapping[str, Mapping[str, Any]] = {
    "state": STATES,
    "level": dict(Level.choices),
    "topic": dict(Topic.choices),
    "audience": dict(Organization.Kind.choices),
    "route": dict(Route.choices),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody looks for; what makes no sense is left out, not refused."""

    q: str = ""
    state: str = ""
    level: str = ""
    topic: str = ""
    audience: str = ""
    route: str = ""
    office: str = ""
    region: str = ""
    order: str = ""
    page: str = "1"

    @classmethod
    def from_query(cls, parameters: Mapping[str, str]) -> Wanted:
        """Read the parameters of an address."""
        given = {
            name: parameters.get(name, "").replace("\x00", "").strip()[:LONGEST]
            for name in ("q", "order", "page", *FACETS)
        }
        for name, choices in CHOICES.items():
            given[name] = given[name] if given[name] in choices else ""
        if given["order"] not in ORDERS or (given["order"] == "relevance" and not given["q"]):
            given["order"] = "relevance" if given["q"] else "date"
        return cls(**given)

    @property
    def is_narrowed(self) -> bool:
        """Whether anything is asked at all."""
        return any(getattr(self, name) for name in ("q", *FACETS))


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a facet."""

    code: str
    label: str
    count: int
    is_current: bool


@dataclass(frozen=True)
class Found:
    """What was found: the keys of the versions in order, and how many each facet's values have."""

    wanted: Wanted
    keys: list[int]
    counts: Mapping[str, Counter[str]] = field(default_factory=dict)

    @cached_property
    def facets(self) -> dict[str, list[Choice]]:
        """Each facet's values, the chosen one always among them."""
        keys = [int(pk) for pk in self.counts["office"]]
        offices = {str(pk): row for pk, row in Organization.objects.in_bulk(keys).items()}
        regions = Region.objects.in_bulk(list(self.counts["region"]))
        named = CHOICES | {
            "office": _by_count(
                {str(pk): row for pk, row in offices.items()}, self.counts["office"]
            ),
            "region": _by_count(regions, self.counts["region"]),
        }
        return {name: list(self._choices(name, named[name])) for name in FACETS}

    def _choices(self, name: str, labels: Mapping[str, Any]) -> Iterable[Choice]:
        chosen = getattr(self.wanted, name)
        for code, label in labels.items():
            if (count := self.counts[name][code]) or code == chosen:
                yield Choice(code, str(label), count, code == chosen)


def orders(wanted: Wanted) -> list[tuple[str, Promise]]:
    """Return the orders that make sense: without words nothing matches best."""
    return [(code, label) for code, label in ORDERS.items() if wanted.q or code != "relevance"]


def current(today: date) -> QuerySet[Version]:
    """The version of each policy that counts today; else the last that did, else the next one."""
    begun = Case(When(valid_from__lte=today, then=1), default=0, output_field=IntegerField())
    newest = (
        Version.objects.filter(stage=Stage.PUBLISHED)
        .annotate(begun=begun)
        .order_by("policy_id", "-begun", "-valid_from")
        .distinct("policy_id")
    )
    return Version.objects.filter(pk__in=newest.values("pk"))


def search(wanted: Wanted) -> Found:
    """Find policies; each facet counts as if nothing of it were chosen. One query."""
    today = timezone.localdate()
    rows = list(_light(wanted, today))
    counts: dict[str, Counter[str]] = {name: Counter() for name in FACETS}
    found = []
    for row in rows:
        values = _values(row, today)
        missed = [
            name
            for name in FACETS
            if getattr(wanted, name) and getattr(wanted, name) not in values[name]
        ]
        if not missed:
            found.append(row)
        for name in FACETS:
            if not missed or missed == [name]:
                counts[name].update(values[name])
    return Found(wanted, [row["pk"] for row in _ordered(found, wanted, today)], counts)


def shown(keys: Iterable[int]) -> list[Version]:
    """Return versions with what a list shows of them, in the order of their keys."""
    keys = list(keys)
    rows = (
        Version.objects.select_related("policy__office", "policy__replaced_by", "region")
        .prefetch_related("measures")
        .defer("text", "terms")
        .in_bulk(keys)
    )
    return [rows[pk] for pk in keys if pk in rows]


def _light(wanted: Wanted, today: date) -> QuerySet[Version, dict[str, Any]]:
    measures = Measure.objects.filter(version=OuterRef("pk")).order_by()
    closing = measures.filter(closes_on__gte=today).values("version")
    rows = current(today).annotate(
        routes=ArraySubquery(measures.values("route").distinct()),
        deadline=Subquery(closing.annotate(first=Min("closes_on")).values("first")),
        rank=Value(0),
    )
    terms = terms_of(wanted.q)
    if terms:
        rows = rows.annotate(rank=_rank(terms), matched=_matched(terms)).filter(
            Q(terms__overlap=terms), matched__gte=max(1, round(len(terms) * SHARE_OF_TERMS))
        )
    elif wanted.q:
        rows = rows.none()
    return rows.values(
        "pk", "level", "topics", "audience", "region_id", "policy__office_id", "published_on",
        "valid_from", "valid_to", "routes", "deadline", "rank",
    )  # fmt: skip


def _matched(terms: list[str]) -> RawSQL:
    return RawSQL(
        "(SELECT count(*) FROM unnest(%s::text[]) AS term"
        " WHERE term = ANY (policies_version.terms))",
        [terms],
    )


def _rank(terms: list[str]) -> RawSQL:
    """What stands in the title says more than what stands in the text."""
    return RawSQL(
        "(SELECT sum((term = ANY (policies_version.terms))::int"
        " + 3 * (strpos(lower(policies_version.title), term) > 0)::int)"
        " FROM unnest(%s::text[]) AS term)",
        [terms],
    )


def _values(row: Mapping[str, Any], today: date) -> dict[str, list[str]]:
    return {
        "state": [state(row["valid_from"], row["valid_to"], today)],
        "level": [row["level"]],
        "topic": row["topics"],
        "audience": row["audience"],
        "route": row["routes"],
        "office": [str(row["policy__office_id"])],
        "region": [row["region_id"]] if row["region_id"] else [],
    }


def state(valid_from: date | None, valid_to: date | None, today: date) -> str:
    """Return whether days count now, soon, or no more."""
    if valid_from is None or valid_from > today:
        return SOON
    return OVER if valid_to is not None and valid_to < today else NOW


def _ordered(rows: list[dict[str, Any]], wanted: Wanted, today: date) -> list[dict[str, Any]]:
    rows = sorted(rows, key=lambda row: (row["published_on"], row["pk"]), reverse=True)
    if wanted.order == "relevance":
        return sorted(rows, key=lambda row: -row["rank"])
    if wanted.order == "deadline":
        return sorted(rows, key=lambda row: row["deadline"] or date.max)
    return rows


def _by_count(rows: Mapping[str, Any], counts: Counter[str]) -> dict[str, Any]:
    return dict(sorted(rows.items(), key=lambda pair: (-counts[pair[0]], pair[0])))
