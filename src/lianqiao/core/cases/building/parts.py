"""Forms that change one part of a draft, each fitting what it changes.

They keep what they do not show, refuse only what cannot be kept at all (a number that is none),
and leave everything else to the flaws, so that half a procedure can be saved.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lianqiao.core.cases.building.editing import Draft

LONGEST, LONGEST_RULE = 5000, 2000
Part = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Shown:
    """A field of a form; `rule` names the setting that its text is a rule of, or is ''."""

    field: forms.BoundField
    rule: str

    @property
    def rows(self) -> str:
        """The condition that can be written in rows: its setting, with the number of a check."""
        return self.field.name.removesuffix("_rule") if self.rule not in {"", "formula"} else ""


class RuleField(forms.CharField):
    """A rule; its text is checked while it is typed."""

    def __init__(self, rule: str, **more: Any) -> None:
        attrs = {"rows": 2, "spellcheck": "false", "class": "code"}
        widget = forms.Textarea(attrs)
        super().__init__(required=False, max_length=LONGEST_RULE, widget=widget, **more)
        self.rule = rule


class TextField(forms.CharField):
    """A line of text that may stay empty in a draft."""

    def __init__(self, *, max_length: int = LONGEST, **more: Any) -> None:
        super().__init__(required=False, max_length=max_length, **more)


def paragraph(rows: int = 3, **more: Any) -> TextField:
    """Return a field for a longer text."""
    return TextField(widget=forms.Textarea({"rows": rows}), **more)


class PartForm(forms.Form):
    """A part with a key and a label. `labels` are texts in both languages, `plain` other values."""

    labels: tuple[str, ...] = ("label",)
    plain: tuple[str, ...] = ("key",)

    label_zh = TextField(label=_("Name"), widget=forms.TextInput({"autofocus": True}))
    label_en = TextField(label=_("Name in English"))
    key = TextField(
        label=_("Key of this part"),
        help_text=_("What is filed is kept under it: leave it once a version is published."),
    )

    def __init__(self, data: Any, part: Part, draft: Draft) -> None:
        self.part, self.draft = part, draft
        super().__init__(data, initial=self.initial_of(part))
        self.choose(draft)
        self.move_to_end()

    def choose(self, draft: Draft) -> None:
        """Fill in what can be chosen."""

    def move_to_end(self) -> None:
        """The key is the least of what is asked."""
        if "key" in self.fields:
            self.fields["key"] = self.fields.pop("key")

    def initial_of(self, part: Part) -> dict[str, Any]:
        """Return a part as the form shows it."""
        found = {name: part.get(name) for name in self.plain}
        for name in self.labels:
            label = part.get(name) or {}
            found |= {f"{name}_zh": label.get("zh", ""), f"{name}_en": label.get("en", "")}
        return found

    def written(self) -> dict[str, Any]:
        """Return the part with what was entered; what is empty is left out."""
        made = dict(self.part)
        for name in self.plain:
            _set(made, name, self._plain(name))
        for name in self.labels:
            label = label_of(self.cleaned_data, name)
            _set(made, name, label or ({"zh": ""} if name == "label" else None))
        made.setdefault("key", "")
        return made

    def _plain(self, name: str) -> Any:
        value = self.cleaned_data[name]
        if isinstance(self.fields[name], forms.DecimalField):
            return None if value is None else str(value)
        return value

    def shown(self) -> Iterator[Shown]:
        """Yield the fields with what rules they are."""
        for bound in self:
            yield Shown(bound, getattr(bound.field, "rule", ""))


def label_of(values: Mapping[str, Any], name: str) -> dict[str, str]:
    """Return a text in both languages as a document keeps it; {} where there is none."""
    zh, en = values.get(f"{name}_zh") or "", values.get(f"{name}_en") or ""
    return ({"zh": zh} | ({"en": en} if en else {})) if zh or en else {}


def _set(made: dict[str, Any], name: str, value: Any) -> None:
    if value is None or value is False or value in ("", [], {}):
        made.pop(name, None)
    else:
        made[name] = value


class HelpfulForm(PartForm):
    """A part with a help text."""

    labels: tuple[str, ...] = ("label", "help")
    help_zh = paragraph(label=_("Help text"))
    help_en = paragraph(label=_("Help text in English"))


class SectionForm(HelpfulForm):
    """A section."""

    plain: tuple[str, ...] = ("key", "visible")
    visible = RuleField("visible", label=_("Shown only where"))
