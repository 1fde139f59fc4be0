"""The words a rule may use: facts of the subject, dated parameters, tables.

Plain data given by the caller. Yuan live in columns as whole fen, shares as whole millionths:
every number in a column is an integer of `10 ** -scale` units, within bounds that are checked when
the fact is loaded, so that no calculation on it can overflow.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import TypeVar

from .errors import FactError
from .kinds import Kind, Type, Unit

LIMIT = 9 * 10**14
"""No number in a column is larger than this: ten thousand times it still fits 64 bits."""

type_of_value = {Type.BOOL: bool, Type.TEXT: str, Type.DATE: date}
Value = bool | int | str | date
"""A value as it stands in a column."""

T = TypeVar("T")


def column(name: str, lag: int | None = None) -> str:
    """Return the column of a fact, of the year `lag` years before the reference date's.

    >>> column("revenue", 1), column("title.high_tech")
    ('revenue__1', 'title__high_tech')
    """
    spelled = name.replace(".", "__")
    return spelled if lag is None else f"{spelled}__{lag}"


@dataclass(frozen=True)
class Fact:
    """Something known of a subject.

    A `yearly` fact is asked for by year (`revenue(year - 1)`). `low` and `high` are in its unit;
    `changes` tells whether a subject can do something about it. `zh` and `en` are its labels;
    `choices` the values of a text, each with its Chinese and English name.
    """

    name: str
    type: Type
    unit: str = ""
    scale: int = 0
    low: Decimal | int | None = None
    high: Decimal | int | None = None
    yearly: bool = False
    changes: bool = True
    zh: str = ""
    en: str = ""
    choices: tuple[tuple[str, str, str], ...] = ()

    @cached_property
    def kind(self) -> Kind:
        return Kind(self.type, Unit.read(self.unit) if self.type == Type.NUMBER else None)

    def named(self, value: str, language: str) -> str:
        """Return the name of a text's value in `zh` or `en`; the value itself where it has none."""
        return self._names.get(value, (value, value))[language != "zh"]

    @cached_property
    def _names(self) -> Mapping[str, tuple[str, str]]:
        return {code: (zh, en) for code, zh, en in self.choices}

    @cached_property
    def bounds(self) -> tuple[int, int]:
        """Return the least and the largest number that its column may hold."""
        low = -LIMIT if self.low is None else int(Decimal(self.low).scaleb(self.scale))
        high = LIMIT if self.high is None else int(Decimal(self.high).scaleb(self.scale))
        return max(low, -LIMIT), min(high, LIMIT)

    def stored(self, value: object) -> Value:
        """Return `value` (a number in the fact's unit) as it stands in the column.

        Raises:
            FactError: it has another type, too many decimals, or lies outside the bounds.

        >>> Fact("revenue", Type.NUMBER, "CNY", scale=2).stored(Decimal("12.5"))
        1250
        """
        if self.type == Type.NUMBER:
            return self._number(value)
        expected = type_of_value[self.type]
        if type(value) is not expected:
            raise FactError("type", self, value)
        if isinstance(value, str) and "\0" in value:
            raise FactError("nul", self, value)
        return value  # type: ignore[return-value]  # it is of the expected type

    def _number(self, value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            raise FactError("type", self, value)
        low, high = self.bounds
        try:
            scaled = Decimal(value).scaleb(self.scale)
            whole = int(scaled)
        except (InvalidOperation, OverflowError, ValueError) as error:
            raise FactError("type", self, value) from error
        if not low <= scaled <= high:
            raise FactError("bounds", self, value)
        if whole != scaled:
            raise FactError("decimals", self, value)
        return whole


@dataclass(frozen=True)
class Parameter:
    """A value laid down for a time: `values` are pairs of the first day and the value, sorted.

    A rule names it `param.<name>`. Numbers are exact decimals in its unit.
    """

    name: str
    type: Type
    values: tuple[tuple[date, Decimal | bool | str | date], ...]
    unit: str = ""
    zh: str = ""
    en: str = ""

    @cached_property
    def kind(self) -> Kind:
        return Kind(self.type, Unit.read(self.unit) if self.type == Type.NUMBER else None)

    def on(self, day: date) -> Decimal | bool | str | date | None:
        """Return the value in force on `day`, or None before the first."""
        return _newest(self.values, day)


@dataclass(frozen=True)
class Input:
    """One question of a table: what kind of value it is asked with."""

    type: Type
    unit: str = ""
    zh: str = ""
    en: str = ""

    @cached_property
    def kind(self) -> Kind:
        return Kind(self.type, Unit.read(self.unit) if self.type == Type.NUMBER else None)


@dataclass(frozen=True, slots=True)
class Bracket:
    """A half-open range `[low, high)` (以上 includes, 以下 excludes); None is open."""

    low: Decimal | None
    high: Decimal | None


Cell = Bracket | frozenset[str] | bool | None
"""What a row of a table asks of one input: a range, one of some texts, a truth, or nothing."""


@dataclass(frozen=True, slots=True)
class Row:
    """The first row whose cells all hold gives the value."""

    cells: tuple[Cell, ...]
    value: Decimal


@dataclass(frozen=True)
class Table:
    """A decision table or bracket scale as data, asked as `table.<name>(input, …)`.

    `versions` are pairs of the first day and the rows, sorted. Where no row holds, the value is
    unknown.
    """

    name: str
    inputs: tuple[Input, ...]
    versions: tuple[tuple[date, tuple[Row, ...]], ...]
    unit: str = ""
    zh: str = ""
    en: str = ""

    @cached_property
    def kind(self) -> Kind:
        return Kind(Type.NUMBER, Unit.read(self.unit))

    def on(self, day: date) -> tuple[Row, ...] | None:
        """Return the rows in force on `day`, or None before the first."""
        return _newest(self.versions, day)


def _newest(dated: tuple[tuple[date, T], ...], day: date) -> T | None:
    held = [value for start, value in dated if start <= day]
    return held[-1] if held else None


@dataclass(frozen=True)
class Vocabulary:
    """Facts, parameters and tables, each by its name."""

    facts: Mapping[str, Fact] = field(default_factory=dict)
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    tables: Mapping[str, Table] = field(default_factory=dict)

    @cached_property
    def by_column(self) -> Mapping[str, tuple[Fact, int | None]]:
        """Return the fact and the lag of each column there can be."""
        return {
            column(fact.name, lag): (fact, lag)
            for fact in self.facts.values()
            for lag in (range(LAGS + 1) if fact.yearly else (None,))
        }


LAGS = 5
"""A rule may look back as many calendar years before that of the reference date."""
