"""A form as its page shows it: fields with their state, what is left, how it stands by now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from lianqiao.core.cases import followers
from lianqiao.core.cases.forms.kept import judged_form
from lianqiao.core.cases.forms.showing import ShownField, ShownSection, shown
from lianqiao.core.cases.models import Filing
from lianqiao.core.cases.queries import filing as queries
from lianqiao.core.cases.services.applying import FROM
from lianqiao.core.cases.views.posted import Refused, mark
from lianqiao.core.parties.actors import Actor


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
        "doubts": followers.doubts(row.case, row.form, row.buffer),
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
                    mark(row, one.key),
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
