"""What a version of a procedure changed against an earlier one, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianqiao.core.cases.documents.fields import TableField
from lianqiao.core.cases.documents.procedure import Document
from lianqiao.core.cases.documents.words import Label, Part

ADDED, REMOVED, CHANGED = "added", "removed", "changed"
WHATS: Mapping[str, Promise] = {
    "head": gettext_lazy("Procedure"),
    "form": gettext_lazy("Form"),
    "section": gettext_lazy("Section"),
    "field": gettext_lazy("Field"),
    "column": gettext_lazy("Column"),
    "state": gettext_lazy("State of the case"),
    "step": gettext_lazy("Step"),
    "review": gettext_lazy("Review by experts"),
}
SETTINGS: Mapping[str, Promise] = {
    "label": gettext_lazy("name"),
    "help": gettext_lazy("help text"),
    "about": gettext_lazy("description"),
    "basis": gettext_lazy("legal basis"),
    "applicants": gettext_lazy("who may apply"),
    "eligible": gettext_lazy("eligibility"),
    "visible": gettext_lazy("when it shows"),
    "required": gettext_lazy("when it is required"),
    "checks": gettext_lazy("checks"),
    "options": gettext_lazy("options"),
    "unit": gettext_lazy("unit"),
    "formula": gettext_lazy("formula"),
    "low": gettext_lazy("least"),
    "high": gettext_lazy("most"),
    "form": gettext_lazy("form"),
    "term": gettext_lazy("deadline"),
    "correction": gettext_lazy("missed correction"),
    "escalates": gettext_lazy("escalation"),
    "is_first": gettext_lazy("begins here"),
    "is_final": gettext_lazy("ends here"),
    "sources": gettext_lazy("out of"),
    "target": gettext_lazy("into"),
    "by": gettext_lazy("taken by"),
    "files": gettext_lazy("submits the form"),
    "needs_reason": gettext_lazy("reason"),
    "condition": gettext_lazy("condition"),
    "message": gettext_lazy("message"),
    "grants": gettext_lazy("title granted"),
    "fewest": gettext_lazy("fewest rows"),
    "most": gettext_lazy("most"),
    "kind": gettext_lazy("kind"),
    "identifies": gettext_lazy("hidden from blind reviews"),
    "review": gettext_lazy("review"),
    "items": gettext_lazy("rubric"),
    "experts": gettext_lazy("experts"),
    "working_days": gettext_lazy("working days"),
    "revokes": gettext_lazy("takes the title back"),
    "renews_days": gettext_lazy("can be renewed in its last days"),
    "bars_years": gettext_lazy("years without a new application"),
    "grace": gettext_lazy("working days of grace"),
    "combine": gettext_lazy("how scores become one"),
    "points": gettext_lazy("points by rule"),
    "place": gettext_lazy("place"),
}
INNER = frozenset(
    {"key", "code", "format", "forms", "states", "steps", "sections", "fields", "reviews"}
)


@dataclass(frozen=True, slots=True)
class Change:
    """One change: how (`added`, `removed`, `changed`), of what, where, and which settings.

    `settings` has each setting's name with its value before and after.
    """

    how: str
    what: str
    label: Label
    where: Label | None
    key: str
    settings: tuple[tuple[str, str, str], ...] = ()

    @property
    def what_said(self) -> str:
        """What it is, in words."""
        return str(WHATS[self.what])


Known = Mapping[tuple[str, ...], tuple[str, Part, Label | None]]


def compared(old: Document, new: Document) -> list[Change]:
    """Return what `new` changed, part by part in its order; what it removed stands at the end."""
    before, after = _parts(old), _parts(new)
    found = [*_head(old, new)]
    for keys, (what, part, where) in after.items():
        if keys not in before:
            found.append(_change(ADDED, what, part, where))
        elif settings := tuple(_settings(before[keys], after[keys])):
            found.append(_change(CHANGED, what, part, where, settings))
    gone = (value for keys, value in before.items() if keys not in after)
    return [*found, *(_change(REMOVED, what, part, where) for what, part, where in gone)]


def _change(how: str, what: str, part: Any, where: Label | None, settings: Any = ()) -> Change:
    return Change(how, what, part.label, where, part.key, settings)


def _head(old: Document, new: Document) -> Iterator[Change]:
    settings = tuple(_settings(("head", old, None), ("head", new, None)))
    if settings:
        yield Change(CHANGED, "head", new.label, None, new.code, settings)


def _parts(document: Document) -> Known:
    """Return the parts by what tells them apart: a field by form and key, wherever it stands."""
    found: dict[tuple[str, ...], tuple[str, Part, Label | None]] = {}
    for form in document.forms:
        found["form", form.key] = ("form", form, None)
        for section in form.sections:
            found["section", form.key, section.key] = ("section", section, form.label)
            for field in section.fields:
                found["field", form.key, field.key] = ("field", field, section.label)
                if isinstance(field, TableField):
                    for column in field.columns:
                        keys = ("column", form.key, field.key, column.key)
                        found[keys] = ("column", column, field.label)
    for what, parts in (
        ("state", document.states),
        ("step", document.steps),
        ("review", document.reviews),
    ):
        found |= {(what, part.key): (what, part, None) for part in parts}
    return found


def _settings(before: tuple[str, Any, Any], after: tuple[str, Any, Any]) -> Iterator[Any]:
    _what, old, where = before
    _what, new, now = after
    names: Iterable[str] = {**type(old).model_fields, **type(new).model_fields}
    for name in names:
        if name in INNER or name == "columns":
            continue
        was, is_ = getattr(old, name, None), getattr(new, name, None)
        if was != is_:
            yield str(SETTINGS.get(name, name)), said(was), said(is_)
    if where != now:
        yield str(SETTINGS["place"]), str(where), str(now)


def said(value: Any) -> str:
    """Return the value of a setting as a reader sees it."""
    match value:
        case None | "" | ():
            return "–"
        case bool():
            return _("yes") if value else _("no")
        case Label():
            return str(value)
        case Part():
            return _of_part(value)
        case tuple():
            return "；".join(map(said, value))
    return str(value)


def _of_part(part: Part) -> str:
    shown: Sequence[str] = [
        said(getattr(part, name))
        for name, field in type(part).model_fields.items()
        if getattr(part, name) != field.default
    ]
    return " · ".join(shown)
