"""What a search may return, by codes and numbers.

The default lets through only what is public: a reader sees more only where the caller says so.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import tantivy

from .codes import significant_region
from .documents import AUDIENCES
from .schema import SCHEMA

Query = tantivy.Query


@dataclass(frozen=True, slots=True)
class Filters:
    """Conditions that all must hold; an empty collection means 'any'.

    A region or industry takes in all that lies in it. A listing without an amount or a last
    day passes those conditions; one without a stage does not pass a condition on the stage.
    """

    kinds: Collection[str] = ()
    fields: Collection[str] = ()
    industries: Collection[str] = ()
    regions: Collection[str] = ()
    cooperation: Collection[str] = ()
    stage_from: int | None = None
    stage_to: int | None = None
    amount_from: int | None = None
    amount_to: int | None = None
    valid_on: date | None = None
    audiences: Collection[str] = ("public",)
    own: int | None = None  # this organization's listings pass whatever their audience
    not_owner: int | None = None
    ids: Collection[int] | None = None  # only these

    def queries(self) -> list[Query]:
        """Return one query for each condition, without influence on the score."""
        conditions = [*self._codes(), *self._numbers(), *self._readers()]
        if self.ids is not None:
            conditions.append(Query.term_set_query(SCHEMA, "id", list(self.ids)))
        return [Query.const_score_query(condition, 0.0) for condition in conditions]

    def _codes(self) -> list[Query]:
        wanted = {
            "kind": self.kinds,
            "field": self.fields,
            "industry": self.industries,
            "region": [significant_region(code) for code in self.regions],
            "cooperation": self.cooperation,
        }
        return [any_of(name, codes) for name, codes in wanted.items() if codes]

    def _numbers(self) -> list[Query]:
        day = None if self.valid_on is None else self.valid_on.toordinal()
        wanted = [
            ("stage", self.stage_from, self.stage_to),
            ("amount_high", self.amount_from, None),
            ("amount_low", None, self.amount_to),
            ("valid_until", day, None),
        ]
        return [between(*one) for one in wanted if one[1:] != (None, None)]

    def _readers(self) -> list[Query]:
        conditions = []
        if not set(self.audiences) >= set(AUDIENCES):
            visible = any_of("audience", self.audiences)
            if self.own is not None:
                visible = _either(visible, equals("owner", self.own))
            conditions.append(visible)
        if self.not_owner is not None:
            others = (tantivy.Occur.MustNot, equals("owner", self.not_owner))
            everything = (tantivy.Occur.Must, Query.all_query())
            conditions.append(Query.boolean_query([everything, others]))
        return conditions


def any_of(name: str, codes: Collection[str]) -> Query:
    """Return a query for listings that have one of the codes."""
    return Query.term_set_query(SCHEMA, name, list(codes))


def equals(name: str, number: int) -> Query:
    """Return a query for listings with exactly this number."""
    return Query.term_query(SCHEMA, name, number)


def between(name: str, low: int | None, high: int | None) -> Query:
    """Return a query for listings whose number lies in a closed range."""
    return Query.range_query(SCHEMA, name, tantivy.FieldType.Integer, low, high)


def _either(one: Query, other: Query) -> Query:
    return Query.boolean_query([(tantivy.Occur.Should, one), (tantivy.Occur.Should, other)])
