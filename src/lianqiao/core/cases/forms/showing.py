"""A form with what was filed in it, as plain data for pages and prints: labels, values in words.

One shape serves the filing page (widgets), the preview, the case page and the print.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _

from lianqiao.core.cases.documents import fields as f
from lianqiao.core.cases.forms.entering import TYPED, as_typed, controls
from lianqiao.core.cases.forms.judging import Judged
from lianqiao.core.cases.forms.naming import Values
from lianqiao.core.cases.forms.reading import rows_typed
from lianqiao.core.cases.forms.rights import columns_of
from lianqiao.core.cases.forms.wording import (
    NO_NAMES,
    NamedFile,
    Names,
    in_words,
    source_in_words,
    unit_in_words,
)


@dataclass(frozen=True, slots=True)
class ShownField:
    """A field, or a cell of a table, with its value.

    `words` is the value as a person reads it, '' where there is none. `place` is its name in
    judging and in HTML: its key, or "<table>.<row>.<column>". `lines` are the rows of a table or a
    list of rights, each a tuple of cells; `blank` is a row without values. `controls` has the texts
    of its widget by part, as entering.py says.
    """

    asked: f.Field | f.Cell
    place: str
    value: Any
    words: str
    problem: str = ""
    note: str = ""
    is_visible: bool = True
    is_required: bool = False
    is_missing: bool = False
    lines: tuple[tuple[ShownField, ...], ...] = ()
    blank: tuple[ShownField, ...] = ()
    files: tuple[NamedFile, ...] = ()
    controls: Mapping[str, str] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """The field's key."""
        return self.asked.key

    @property
    def kind(self) -> str:
        """The field's kind, which names its widget."""
        return self.asked.kind

    @property
    def label(self) -> str:
        """The label in the reader's language."""
        return str(self.asked.label)

    @property
    def help(self) -> str:
        """The help text in the reader's language, or ''."""
        return str(self.asked.help or "")

    @property
    def unit(self) -> str:
        """The unit that stands behind the widget, or ''."""
        return unit_in_words(self.asked)

    @property
    def chosen(self) -> list[str]:
        """The options of a choice that its widget has marked."""
        return self.controls.get(TYPED, "").split(",")

    @property
    def next_line(self) -> tuple[ShownField, ...]:
        """An empty row behind the last one."""
        number = str(len(self.lines))
        return tuple(replace(one, place=one.place.replace("#", number)) for one in self.blank)


@dataclass(frozen=True, slots=True)
class ShownSection:
    """A part of a form under its heading; `is_visible` where any field of it shows."""

    key: str
    label: str
    help: str
    fields: tuple[ShownField, ...]

    @property
    def is_visible(self) -> bool:
        """Whether any field shows."""
        return any(one.is_visible for one in self.fields)


def shown(
    form: f.Form,
    found: Judged,
    names: Names = NO_NAMES,
    *,
    values: Values | None = None,
    everything: bool = False,
    typed: Mapping[str, Sequence[str]] | None = None,
) -> list[ShownSection]:
    """Return the form's sections with what was filed in them.

    `found` says what shows and what is wrong (`judged`, or `as_filed` for a snapshot). `values`
    are those of the buffer, where what does not show just now is kept; they stand in for
    `found.values`. `everything` gives what does not show as well, for widgets that may appear.
    `typed` has the controls of fields that could not be kept: they are shown as they were typed.
    """
    given = dict(values or {}) | found.values
    maker = _Maker(found, names, typed or {})
    sections = []
    for section in form.sections:
        fields = tuple(
            maker.field(one, one.key, given.get(one.key))
            for one in section.fields
            if everything or one.key in found.visible
        )
        if fields:
            help_ = str(section.help or "")
            sections.append(ShownSection(section.key, str(section.label), help_, fields))
    return sections


def as_filed(form: f.Form, values: Values) -> Judged:
    """Return a snapshot as judged: what it has is what showed; nothing is asked of it any more."""
    return Judged(visible=set(values) & set(form.fields), values=dict(values))


class _Maker:
    """Makes shown fields of what was found of a form."""

    def __init__(self, found: Judged, names: Names, typed: Mapping[str, Sequence[str]]) -> None:
        self.found, self.names, self.typed = found, names, typed
        self.again = {name.partition(".")[0] for name in typed}

    def field(self, one: f.Field | f.Cell, place: str, value: Any) -> ShownField:
        columns, found = columns_of(one), self.found
        return ShownField(
            one,
            place,
            value,
            in_words(one, value, self.names),
            problem=str(found.problems.get(place, "")),
            note=source_in_words(one, value, self.names) if isinstance(one, f.FactField) else "",
            is_visible="." in place or place in found.visible,
            is_required=place in found.required,
            is_missing=place in found.missing,
            lines=tuple(self._lines(columns, place, value)),
            blank=self._line(columns, f"{place}.#", {}),
            files=tuple(self._files(one, value)),
            controls=self._controls(one, place, value),
        )

    def _lines(
        self, columns: Sequence[f.Cell], place: str, value: Any
    ) -> Iterator[tuple[ShownField, ...]]:
        rows: Sequence[Values] = value or () if columns else ()
        if columns and place in self.again:
            # As typed: nothing of the table could be kept, so its rows have no values.
            numbers = [number for number, _typed in rows_typed(place, columns, self.typed)]
            rows = [{}] * (max(numbers, default=-1) + 1)
        for number, row in enumerate(rows):
            yield self._line(columns, f"{place}.{number}", row)

    def _line(self, columns: Sequence[f.Cell], place: str, row: Values) -> tuple[ShownField, ...]:
        return tuple(self.field(cell, f"{place}.{cell.key}", row.get(cell.key)) for cell in columns)

    def _controls(self, one: f.Field | f.Cell, place: str, value: Any) -> dict[str, str]:
        if place.partition(".")[0] in self.again:
            return as_typed(one, place, self.typed)
        return controls(one, value, self.names)

    def _files(self, one: f.Field | f.Cell, value: Any) -> Iterator[NamedFile]:
        if isinstance(one, f.FileField):
            for pk in value or ():
                yield self.names.files.get(pk, NamedFile(pk, _("a file that is gone"), 0))
