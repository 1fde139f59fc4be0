"""Between the page of a form and the services: controls into values, values into a page."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from lianqiao.core.cases.documents import fields as f
from lianqiao.core.cases.forms.kept import dictionary_of, judged_form
from lianqiao.core.cases.forms.reading import Lists, Read, pasted, read
from lianqiao.core.cases.forms.showing import ShownField, ShownSection, shown
from lianqiao.core.cases.forms.wording import in_words
from lianqiao.core.cases.models import Filing
from lianqiao.core.cases.queries import filing as queries
from lianqiao.core.cases.services import saving
from lianqiao.core.cases.services.applying import FROM
from lianqiao.core.parties.actors import Actor
from lianqiao.core.parties.models import User
from lianqiao.core.parties.regions import region_finder

# Names of controls that are no field's: a field's key never begins with an underscore.
SEEN = "_seen."
PASTE = "_paste."


@dataclass(slots=True)
class Refused:
    """Why not all of a save was kept: problems by place, clashes by field, what was typed there.

    `missing` names the places that keep a form from being handed in, `sentence` says so.
    """

    problems: dict[str, str] = field(default_factory=dict)
    clashes: dict[str, dict[str, Any]] = field(default_factory=dict)
    typed: dict[str, Sequence[str]] = field(default_factory=dict)
    saved: dict[str, int] = field(default_factory=dict)
    missing: Mapping[str, Any] = field(default_factory=dict)
    sentence: str = ""

    @property
    def is_any(self) -> bool:
        """Whether anything was not kept."""
        return bool(self.problems or self.clashes)

    @property
    def status(self) -> int:
        """The HTTP status that says so."""
        if self.clashes:
            return 409
        return 422 if self.problems or self.missing else 200

    def as_json(self) -> dict[str, Any]:
        """Return what the page's script is told."""
        return {"saved": self.saved, "wrong": self.problems, "clashes": self.clashes}


@dataclass(frozen=True, slots=True)
class FieldPage:
    """A field with what its page needs beside it; `seen` is the revision and digest shown."""

    shown: ShownField
    seen: str
    is_open: bool
    taken_from: str = ""
    remarks: Sequence[Any] = ()
    clash: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class SectionPage:
    """A section with its fields; `left` counts what is still to be filled in."""

    shown: ShownSection
    fields: tuple[FieldPage, ...]
    left: int


def save_typed(actor: Actor, pk: int, posted: QueryDict) -> Refused:
    """Save what was typed into the fields that `_field` names, unless nobody has changed them."""
    row = queries.own_filing(actor, pk)
    form = queries.form_of(row)
    typed = {name: list(texts) for name, texts in posted.lists()}
    fields = [one for key in typed.get("_field", []) if (one := form.fields.get(key))]
    found = _read(form, fields, typed)
    values = {key: value for key, value in found.values.items() if _is_changed(key, value, typed)}
    refused = Refused(problems=found.problems)
    if values:
        based_on = {key: _seen(key, typed)[0] for key in values}
        done = saving.save(
            actor=actor,
            filing=pk,
            values=values,
            based_on=based_on,
            page=posted.get("_page", "")[:40],
        )
        row = done.filing
        refused.clashes = _clashes(form, done)
    refused.saved = {key: _revision(row, key) for key in found.values.keys() - refused.clashes}
    lost = {place.partition(".")[0] for place in found.problems} | refused.clashes.keys()
    refused.typed = {name: texts for name, texts in typed.items() if name.partition(".")[0] in lost}
    return refused


def page(actor: Actor, pk: int, refused: Refused) -> dict[str, Any]:
    """Return the context of a form's page."""
    row = queries.own_filing(actor, pk)
    open_ = queries.access(row, timezone.localdate())
    found = judged_form(open_.form, row.buffer, timezone.localdate())
    found.problems |= refused.problems
    names = queries.names_of(open_.form, row.buffer, [row.pk])
    sections = shown(
        open_.form, found, names, values=row.buffer, everything=True, typed=refused.typed
    )
    return {
        "filing": row,
        "case": row.case,
        "form": open_.form,
        "access": open_,
        "found": found,
        "sections": _sections(row, sections, open_, found.missing, refused),
        "refused": refused,
        "places": _places(sections, refused.missing),
        "remarks": list(_remarks(row).get("", [])),
    }


def field_page(context: Mapping[str, Any], key: str) -> FieldPage | None:
    """Return one field of a page's context."""
    fields = (one for section in context["sections"] for one in section.fields)
    return next((one for one in fields if one.shown.key == key), None)


def _sections(
    row: Filing,
    sections: Sequence[ShownSection],
    open_: queries.Access,
    missing: set[str],
    refused: Refused,
) -> list[SectionPage]:
    taken, remarks = _taken_from(row), _remarks(row)
    return [
        SectionPage(
            section,
            tuple(
                FieldPage(
                    one,
                    _mark(row, one.key),
                    one.key in open_.fields,
                    taken.get(one.key, ""),
                    remarks.get(one.key, ()),
                    refused.clashes.get(one.key),
                )
                for one in section.fields
            ),
            _left(section, missing),
        )
        for section in sections
    ]


def standing(actor: Actor, pk: int) -> dict[str, Any]:
    """Return how a form stands by now, for the page's script."""
    context = page(actor, pk, Refused())
    found, sections = context["found"], context["sections"]
    fields = [one.shown for section in sections for one in section.fields]
    cells = [cell for one in fields for cell in _with_cells(one)]
    return {
        "revision": context["filing"].revision,
        "share": found.share,
        "visible": sorted(found.visible),
        "required": sorted(found.required),
        "problems": {place: str(sentence) for place, sentence in found.problems.items()},
        "calculated": {one.place: one.words for one in cells if one.kind == "calculated"},
        "left": {section.shown.key: section.left for section in sections},
        "notes": {one.place: one.note for one in cells if one.kind == "fact"},
    }


def _with_cells(one: ShownField) -> list[ShownField]:
    return [one, *(cell for line in one.lines for cell in line)]


def _read(form: f.Form, fields: Sequence[f.Field], typed: Mapping[str, Sequence[str]]) -> Read:
    has_address = any(isinstance(one, f.AddressField) for one in fields)
    facts = dictionary_of(form)
    lists = Lists(region_finder(), facts) if has_address else Lists(facts=facts)
    found = read(fields, typed, lists)
    for one in fields:
        text = (typed.get(f"{PASTE}{one.key}") or [""])[-1]
        if text.strip():
            _paste(one, text, lists, found)
    return found


def _paste(one: f.Field, text: str, lists: Lists, found: Read) -> None:
    """Put pasted rows behind those that are there."""
    more = pasted(one, text, lists)
    found.problems |= more.problems
    if one.key in more.values and one.key in found.values:
        rows = (found.values[one.key] or []) + (more.values[one.key] or [])
        if len(rows) > getattr(one, "most", 0):
            found.values.pop(one.key)
            found.problems[one.key] = _("That would be more rows than the table takes.")
        else:
            found.values[one.key] = rows


def _seen(key: str, typed: Mapping[str, Sequence[str]]) -> tuple[int, str]:
    """Return the revision and the digest that a field's page had; a hostile one counts as never."""
    revision, _colon, digest = (typed.get(f"{SEEN}{key}") or [""])[-1].partition(":")
    is_number = revision.isascii() and revision.isdigit() and len(revision) < len(str(2**31))
    return (int(revision) if is_number else 0), digest


def _is_changed(key: str, value: Any, typed: Mapping[str, Sequence[str]]) -> bool:
    """Whether a field differs from what its page showed: a whole page brings all of its fields."""
    return _seen(key, typed)[1] != _digest(value)


def _digest(value: Any) -> str:
    """Return a short digest of a value; of a fact that of the applicant's own word."""
    if isinstance(value, dict) and "type" in value:
        record = value.get("record", {}).get("value")
        value = None if value["value"] == record else [value["type"], value["value"]]
    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _mark(row: Filing, key: str) -> str:
    return f"{_revision(row, key)}:{_digest(row.buffer.get(key))}"


def _revision(row: Filing, key: str) -> int:
    return int((row.marks.get(key) or [0])[0])


def _taken_from(row: Filing) -> dict[str, str]:
    """Return from which case a field was taken over that nobody has touched since."""
    start = FROM
    return {
        key: str(mark[2]).removeprefix(start)
        for key, mark in row.marks.items()
        if len(mark) > 2 and str(mark[2]).startswith(start)  # noqa: PLR2004 -- revision, user, origin
    }


def _remarks(row: Filing) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for one in row.remarks.filter(is_private=False).select_related("by"):
        found.setdefault(one.field, []).append(one)
    return found


def _clashes(form: f.Form, done: saving.Saved) -> dict[str, dict[str, Any]]:
    names = queries.names_of(form, {}, [done.filing.pk])
    people = User.objects.in_bulk([one.by for one in done.clashes.values() if one.by])
    return {
        key: {
            "mine": _said(form.fields[key], clash.mine, names),
            "theirs": _said(form.fields[key], clash.theirs, names),
            "by": str(people.get(clash.by or 0, "")),
            "revision": clash.revision,
        }
        for key, clash in done.clashes.items()
    }


def _said(one: f.Field, value: Any, names: Any) -> str:
    """Return a value in words; rows by their number, as they are too many to choose between."""
    if isinstance(value, list) and one.kind in {"table", "ip"}:
        return _("%(rows)d rows") % {"rows": len(value)}
    return in_words(one, value, names) or _("nothing")


def _left(section: ShownSection, missing: set[str]) -> int:
    keys = {one.key for one in section.fields}
    return sum(place.partition(".")[0] in keys for place in missing)


def _places(sections: list[ShownSection], refused: Mapping[str, Any]) -> list[dict[str, str]]:
    """Return what keeps a form from being handed in, each with the label of its place."""
    labels = {
        cell.place: cell.label
        for section in sections
        for one in section.fields
        for cell in _with_cells(one)
    }
    return [
        {
            "href": f"#f-{place.partition('.')[0]}",
            "label": _path(place, labels),
            "sentence": str(sentence),
        }
        for place, sentence in refused.items()
    ]


def _path(place: str, labels: Mapping[str, str]) -> str:
    table, _dot, cell = place.partition(".")
    if not cell:
        return labels.get(place, place)
    row = int(cell.partition(".")[0]) + 1
    said = {"table": labels.get(table, table), "row": row, "column": labels.get(place, place)}
    return _("%(table)s, row %(row)d, %(column)s") % said
