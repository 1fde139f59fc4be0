"""A file of facts, row by row: what each says, or why it can't be taken."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache
from typing import IO, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from lianqiao.core.errors import Invalid
from lianqiao.core.facts.columns import IN_COLUMN, Meant, columns
from lianqiao.core.facts.units import kept_in, known_unit
from lianqiao.core.facts.values import Value, reader
from lianqiao.core.parties.models import FactDefinition, FactSource
from lianqiao.core.sheets import Problem, Row, stream

LONGEST_EVIDENCE = 200


@dataclass(frozen=True, slots=True)
class Given:
    """Said of the whole file, for rows that do not say it: who says it, since when it is known."""

    source: str = ""
    known_on: date | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """One fact of a row, as it is kept; `heading` is the column that it stands in."""

    heading: str
    definition: str
    year: int
    value: Value
    source: str
    known_at: datetime
    evidence: str


@dataclass(frozen=True, slots=True)
class FactRow:
    """A row: whom it is about, and what it says or what is wrong with it."""

    line: int
    uscc: str
    name: str
    said: Sequence[Said]
    problems: Sequence[Problem]


class FactFile:
    """A file that is read row by row; `ignored` are those headings that
    mean nothing here, `headings` what each column is called.
    """

    def __init__(self, file: IO[bytes], name: str, given: Given) -> None:
        """Find the columns. Invalid for a file that can't be read or says no facts."""
        definitions = list(FactDefinition.objects.all())
        known = columns(definitions, FactSource.objects.all())
        self._stream = stream(file, name, known)
        self._definitions = {IN_COLUMN + one.name: one for one in definitions}
        self.headings = {column.name: column.heading for column in known}
        self._given, self._name, self._now = given, name, timezone.now()
        self._reader, self._unit = cache(reader), cache(known_unit)
        self.ignored = self._stream.ignored
        self._is_long = _is_long([column.name for column in self._stream.columns])

    def __iter__(self) -> Iterator[FactRow]:
        """Yield the rows."""
        return map(self._row, self._stream.rows)

    def _row(self, row: Row) -> FactRow:
        values, problems = row.values, list(row.problems)
        said: list[Said] = []
        try:
            self._require_subject(values, problems)
            told = self._provenance(row)
            if not problems:
                said = list(self._long(values, told) if self._is_long else self._wide(values, told))
        except _BadCellError as bad:
            problems.append(Problem(bad.heading, str(bad)))
        name = str(values.get("name", ""))
        return FactRow(row.line, str(values.get("uscc", "")), name, said, problems)

    def _require_subject(self, values: Mapping[str, Any], problems: Sequence[Problem]) -> None:
        if not problems and not ("uscc" in values or "name" in values):
            raise self._bad("uscc", _("Must not be empty."))

    def _provenance(self, row: Row) -> Mapping[str, Any]:
        values, given = row.values, self._given
        source = values.get("source") or given.source
        if not source:
            raise self._bad("source", _("Say who says it, in this column or for the whole file."))
        known_on = values.get("known_on") or given.known_on
        known_at = _midnight(known_on) if known_on else self._now
        if known_at > self._now:
            raise self._bad("known_on", _("This day lies in the future."))
        evidence = values.get("evidence") or f"{self._name}:{row.line}"
        return {"source": source, "known_at": known_at, "evidence": evidence[-LONGEST_EVIDENCE:]}

    def _wide(self, values: Mapping[str, Any], told: Mapping[str, Any]) -> Iterator[Said]:
        for name, value in values.items():
            if definition := self._definitions.get(name):
                year = self._year(definition, values, told["known_at"])
                yield Said(self.headings[name], definition.name, year, value, **told)

    def _long(self, values: Mapping[str, Any], told: Mapping[str, Any]) -> Iterator[Said]:
        for name in ("fact", "value"):
            if name not in values:
                raise self._bad(name, _("Must not be empty."))
        meant: Meant = values["fact"]
        definition = meant.definition
        year = self._year(definition, values, told["known_at"])
        try:
            value = self._reader(definition, self._factor(meant, values.get("unit", "")))(
                values["value"]
            )
        except Invalid as refusal:
            raise self._bad("value", str(refusal)) from refusal
        yield Said(self.headings["value"], definition.name, year, value, **told)

    def _factor(self, meant: Meant, unit: str) -> int:
        """Return the factor of the unit in its column or behind the fact's name: one, or alike."""
        if not unit:
            return kept_in(meant.definition) if meant.factor is None else meant.factor
        try:
            factor = self._unit(meant.definition, unit)
        except Invalid as refusal:
            raise self._bad("unit", str(refusal)) from refusal
        if meant.factor not in {None, factor}:
            raise self._bad("unit", _("Another unit stands behind the fact's name; keep one."))
        return factor

    def _year(self, definition: FactDefinition, values: Mapping[str, Any], known: datetime) -> int:
        """Return the year that a fact is about; without one, that in which it became known."""
        known_in = timezone.localdate(known).year
        year: int | None = values.get("year")
        if year is None:
            if definition.is_yearly:
                raise self._bad("year", _("Must not be empty."))
            return known_in
        if year > known_in:
            raise self._bad("year", _("This year lies after the day on which it was known."))
        return year

    def _bad(self, column: str, reason: str) -> _BadCellError:
        return _BadCellError(self.headings[column], reason)


class _BadCellError(Exception):
    def __init__(self, heading: str, reason: str) -> None:
        super().__init__(reason)
        self.heading = heading


def _is_long(found: Sequence[str]) -> bool:
    """Tell the form of a file by its columns. Invalid if it is neither."""
    if "uscc" not in found and "name" not in found:
        raise Invalid(_("The file needs a column with the credit code or the name."))
    in_columns = any(name.startswith(IN_COLUMN) for name in found)
    if {"fact", "value"} <= set(found):
        if in_columns:
            raise Invalid(_("Facts stand either in rows or in columns of a file, not in both."))
        return True
    if not in_columns:
        raise Invalid(
            _(
                "No column says a fact: head one with a label of the fact dictionary,"
                " or make the columns “Fact” and “Value”."
            )
        )
    return False


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
