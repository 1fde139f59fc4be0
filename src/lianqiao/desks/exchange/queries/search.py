"""Search of the exchange: full text, facets, pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils import timezone
from django.utils.functional import cached_property

from lianqiao.core.parties.actors import Actor
from lianqiao.core.parties.models import Industry, Region, TechnicalField
from lianqiao.desks.exchange import meaning
from lianqiao.desks.exchange.documents import index
from lianqiao.desks.exchange.models import Listing, ListingKind, Maturity
from lianqiao.desks.exchange.queries.access import audiences, visible
from lianqiao.engines.matching import Filters, Hit, IndexMissingError, Page, fuse

ON_A_PAGE = 20
# Nobody reads further; a robot that did would cost as much as a thousand readers.
LAST_PAGE = 50
LONGEST = 200
# Listings near in meaning that join a search: chosen by `bench.matching.meaning`.
NEAR = 30
FACETS = ("kind", "field", "industry", "region", "stage")
SHOWN = 12
DIVISION, COUNTY = 2, 6  # digits of a code at the level that a facet shows

# Which readiness levels each stage stands for, where only the level is known.
LEVELS = {
    Maturity.PRINCIPLE: (1, 2),
    Maturity.LABORATORY: (3, 5),
    Maturity.PILOT: (6, 7),
    Maturity.PRODUCT: (8, 8),
    Maturity.MASS_PRODUCTION: (9, 9),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody searches for; what makes no sense is left out, not refused."""

    q: str = ""
    kind: str = ""
    field: str = ""
    industry: str = ""
    region: str = ""
    stage: str = ""
    page: int = 1

    @classmethod
    def from_query(cls, parameters: Mapping[str, str]) -> Wanted:
        """Read the parameters of an address."""
        given = {
            name: parameters.get(name, "").replace("\x00", "").strip()[:LONGEST]
            for name in ("q", *FACETS)
        }
        number = parameters.get("page", "1")
        page = int(number) if number.isascii() and number.isdigit() and len(number) < 5 else 1  # noqa: PLR2004
        return cls(
            q=given["q"],
            kind=given["kind"] if given["kind"] in ListingKind.values else "",
            field=given["field"],
            industry=given["industry"],
            region=given["region"],
            stage=given["stage"] if given["stage"] in Maturity.values else "",
            page=min(max(page, 1), LAST_PAGE),
        )

    @property
    def is_narrowed(self) -> bool:
        """Whether anything is asked at all."""
        return any(getattr(self, name) for name in ("q", *FACETS))

    def filters(self, actor: Actor) -> Filters:
        """Return what the engine may show to this actor."""
        low, high = LEVELS[Maturity(self.stage)] if self.stage else (None, None)
        return Filters(
            kinds=_one(self.kind),
            fields=_one(self.field),
            industries=_one(self.industry),
            regions=_one(self.region),
            stage_from=low,
            stage_to=high,
            valid_on=timezone.localdate(),
            audiences=audiences(actor),
            own=actor.organization,
        )


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a facet."""

    code: str
    label: str
    count: int
    is_current: bool


@dataclass(frozen=True)
class Found:
    """A page of search results with its facets."""

    wanted: Wanted
    total: int
    listings: list[Listing]
    counts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    @property
    def pages(self) -> int:
        """How many pages can be turned."""
        return min(LAST_PAGE, -(-self.total // ON_A_PAGE))

    @cached_property
    def facets(self) -> dict[str, list[Choice]]:
        """Each facet's values, the most frequent first, the chosen one always among them."""
        named = {
            "kind": dict(ListingKind.choices),
            "field": {one.pk: str(one) for one in TechnicalField.objects.all()},
            "industry": _names(Industry, self._codes("industry", DIVISION)),
            "region": _names(Region, self._codes("region", COUNTY)),
            "stage": dict(Maturity.choices),
        }
        return {name: list(self._choices(name, labels)) for name, labels in named.items()}

    def _codes(self, name: str, digits: int) -> list[str]:
        counts = self.counts.get(name, {})
        fitting = [code for code in counts if len(code) == digits and code.isdigit()]
        most = sorted(fitting, key=lambda code: (-counts[code], code))[:SHOWN]
        chosen = getattr(self.wanted, name)
        return [*most, chosen] if chosen and chosen not in most else most

    def _choices(self, name: str, labels: Mapping[str, Any]) -> Iterable[Choice]:
        counts = (
            _by_stage(self.counts.get(name, {})) if name == "stage" else self.counts.get(name, {})
        )
        chosen = getattr(self.wanted, name)
        found = [
            Choice(code, str(label), counts.get(code, 0), code == chosen)
            for code, label in labels.items()
            if counts.get(code) or code == chosen
        ]
        ordered = name in {"kind", "stage"}
        return found if ordered else sorted(found, key=lambda choice: -choice.count)


def search(actor: Actor, wanted: Wanted, *, on_a_page: int = ON_A_PAGE) -> Found:
    """Find published listings that the actor may read; without words, the newest."""
    page = _page(wanted, wanted.filters(actor), on_a_page)
    counts = page.facets | {
        # A facet's other values are worth offering: count them as if none were chosen.
        name: _ask(
            wanted.q, replace(wanted, **{name: ""}).filters(actor), facets=[name]
        ).facets.get(name, {})
        for name in FACETS
        if getattr(wanted, name)
    }
    return Found(wanted, page.total, _rows(actor, page.hits), counts)


def _page(wanted: Wanted, filters: Filters, on_a_page: int) -> Page:
    """Return one page of what words find, fused with what is near in meaning where that is on."""
    offset = (wanted.page - 1) * on_a_page
    near = _near(wanted.q, filters)
    if not near:
        return _ask(wanted.q, filters, facets=FACETS, limit=on_a_page, offset=offset)
    page = _ask(wanted.q, filters, facets=FACETS, limit=LAST_PAGE * on_a_page)
    worded = [hit.id for hit in page.hits]
    fused = fuse([worded, near])[offset : offset + on_a_page]
    more = len(set(near) - set(worded))
    return Page(page.total + more, [Hit(one, 0.0) for one in fused], page.facets)


def _near(q: str, filters: Filters) -> list[int]:
    near = meaning.nearest(q)
    if not near:
        return []
    page = _ask("", replace(filters, ids=near), facets=(), limit=len(near))
    passing = {hit.id for hit in page.hits}
    return [one for one in near if one in passing][:NEAR]


def _ask(
    q: str, filters: Filters, *, facets: Iterable[str], limit: int = 1, offset: int = 0
) -> Page:
    try:
        return index().search(q, filters=filters, limit=limit, offset=offset, facets=tuple(facets))
    except IndexMissingError:
        # Nothing has been published yet.
        return Page(0, [])


def _rows(actor: Actor, hits: Iterable[Hit]) -> list[Listing]:
    ids = [hit.id for hit in hits]
    rows = (
        visible(actor)
        .select_related("organization", "field", "region")
        .defer("organization__contact_name", "organization__contact_phone")
        .in_bulk(ids)
    )
    return [rows[pk] for pk in ids if pk in rows]


def _one(value: str) -> tuple[str, ...]:
    return (value,) if value else ()


def _names(model: type[Industry | Region], codes: Iterable[str]) -> dict[str, str]:
    return {code: str(row) for code, row in model.objects.in_bulk(list(codes)).items()}


def _by_stage(levels: Mapping[str, int]) -> dict[str, int]:
    return {
        stage: sum(levels.get(str(level), 0) for level in range(low, high + 1))
        for stage, (low, high) in LEVELS.items()
    }
