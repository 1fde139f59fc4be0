"""Forms for the fields of a procedure's forms, by kind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lianqiao.core.cases import applicants
from lianqiao.core.cases.building.editing import Draft, key_for
from lianqiao.core.cases.building.parts import (
    HelpfulForm,
    Part,
    RuleField,
    TextField,
    label_of,
    paragraph,
)
from lianqiao.core.language import speaks_chinese

ALWAYS = "true"
KINDS: Mapping[str, Promise] = {
    "text": _("Text entry"),
    "number": _("Number"),
    "money": _("Money"),
    "date": _("Date"),
    "choice": _("Choice"),
    "organization": _("Organization"),
    "person": _("Person"),
    "address": _("Address"),
    "file": _("File"),
    "table": _("Table of rows"),
    "calculated": _("Calculated"),
    "fact": _("Fact on record"),
    "ip": _("Intellectual property"),
    "declaration": _("Declaration"),
}
CELLS = ("text", "number", "money", "date", "choice", "calculated")
MOST_CHECKS = 10


def integer(low: int, high: int, **more: Any) -> forms.IntegerField:
    """Return a field for a whole number within bounds."""
    return forms.IntegerField(required=False, min_value=low, max_value=high, **more)


def decimal(**more: Any) -> forms.DecimalField:
    """Return a field for a number."""
    return forms.DecimalField(required=False, max_digits=18, **more)


class FieldForm(HelpfulForm):
    """What every field has; checks are rows of a rule and what is said where it fails."""

    plain: tuple[str, ...] = ("key", "visible", "identifies")
    asked = forms.ChoiceField(
        label=_("Must it be filled in?"),
        choices=[("", _("No")), (ALWAYS, _("Always")), ("rule", _("Where this holds:"))],
        required=False,
    )
    required = RuleField("required", label=_("Required where"))
    visible = RuleField("visible", label=_("Shown only where"))
    identifies = forms.BooleanField(
        label=_("Says who applies: hidden from blind reviews"), required=False
    )

    def choose(self, draft: Draft) -> None:
        """Offer a row for each check, and one more."""
        checks = len(self.part.get("checks") or ())
        for number in range(min(checks + 1, MOST_CHECKS)):
            self.fields |= {
                f"check{number}_rule": RuleField("check", label=_("Check: this must hold")),
                f"check{number}_zh": TextField(label=_("Otherwise say")),
                f"check{number}_en": TextField(label=_("Otherwise say, in English")),
            }

    def initial_of(self, part: Part) -> dict[str, Any]:
        """Return a field as the form shows it."""
        rule = part.get("required") or ""
        found = super().initial_of(part)
        found |= {"asked": rule if rule in ("", ALWAYS) else "rule"}
        found |= {"required": "" if rule == ALWAYS else rule}
        for number, one in enumerate(part.get("checks") or ()):
            said = one.get("message") or {}
            found |= {f"check{number}_rule": one.get("rule", "")}
            found |= {f"check{number}_zh": said.get("zh"), f"check{number}_en": said.get("en")}
        return found

    def written(self) -> dict[str, Any]:
        """Return the field."""
        made = super().written()
        asked = self.cleaned_data["asked"]
        rule = self.cleaned_data["required"] if asked == "rule" else asked
        made.pop("required", None)
        made.pop("checks", None)
        made |= {"required": rule} if rule else {}
        checks = list(self._checks())
        return made | ({"checks": checks} if checks else {})

    def _checks(self) -> Iterator[dict[str, Any]]:
        for number in range(MOST_CHECKS):
            rule = self.cleaned_data.get(f"check{number}_rule")
            message = label_of(self.cleaned_data, f"check{number}")
            if rule or message:
                yield {"rule": rule or "", "message": message or {"zh": ""}}


class TextForm(FieldForm):
    """A text."""

    plain = (*FieldForm.plain, "lines", "longest")
    lines = integer(
        1, 40, label=_("Lines of text"), help_text=_("More than one makes it a long text.")
    )
    longest = integer(1, 20_000, label=_("Most characters"))


class NumberForm(FieldForm):
    """A number."""

    plain = (*FieldForm.plain, "unit", "decimals", "low", "high")
    unit = TextField(label=_("Unit"), help_text=_("As rules know it: person, h, 1, m2, CNY …"))
    decimals = integer(0, 6, label=_("Decimal places"))
    low = decimal(label=_("Least"))
    high = decimal(label=_("Most"))


class MoneyForm(FieldForm):
    """A sum of money."""

    plain = (*FieldForm.plain, "in_wan", "low", "high")
    in_wan = forms.BooleanField(label=_("Asked for in ten thousand yuan"), required=False)
    low = decimal(label=_("Least, in yuan"))
    high = decimal(label=_("Most, in yuan"))


class ChoiceForm(FieldForm):
    """A choice; options are lines "Chinese | English | key", the last two may be left out."""

    plain = (*FieldForm.plain, "many")
    many = forms.BooleanField(label=_("Several may be chosen"), required=False)
    options = paragraph(
        6,
        label=_("Options"),
        help_text=_("A line for each: name | name in English | key; the last two may be left out."),
        max_length=20_000,
    )

    def initial_of(self, part: Part) -> dict[str, Any]:
        """Return the options as lines."""
        return super().initial_of(part) | {
            "options": "\n".join(map(_line, part.get("options") or ()))
        }

    def written(self) -> dict[str, Any]:
        """Return the choice with its options."""
        return super().written() | {"options": list(_options(self.cleaned_data["options"]))}


class FileForm(FieldForm):
    """Files."""

    plain = (*FieldForm.plain, "most", "largest_mb")
    most = integer(1, 20, label=_("Most files"))
    largest_mb = integer(1, 20, label=_("Largest file, in MB"))
    endings = TextField(label=_("Kinds of file"), help_text=_("As .pdf, .docx; empty takes all."))

    def initial_of(self, part: Part) -> dict[str, Any]:
        """Return the endings as one line."""
        return super().initial_of(part) | {"endings": ", ".join(part.get("endings") or ())}

    def written(self) -> dict[str, Any]:
        """Return the field with its endings."""
        made = super().written()
        typed = self.cleaned_data["endings"].replace("，", ",").split(",")
        endings = [one.strip().lower() for one in typed if one.strip()]
        made.pop("endings", None)
        return made | ({"endings": endings} if endings else {})


class TableForm(FieldForm):
    """A table; its columns are parts of their own."""

    plain = (*FieldForm.plain, "fewest", "most")
    fewest = integer(0, 500, label=_("Fewest rows"))
    most = integer(1, 500, label=_("Most rows"))


class CalculatedForm(FieldForm):
    """A number that is worked out."""

    plain = (*FieldForm.plain, "formula", "unit", "decimals")
    formula = RuleField("formula", label=_("Formula"))
    unit = NumberForm.base_fields["unit"]
    decimals = NumberForm.base_fields["decimals"]


class FactForm(FieldForm):
    """A fact of the applicant."""

    plain = (*FieldForm.plain, "fact", "lag")
    fact = forms.ChoiceField(label=_("Fact"), required=False)
    lag = integer(0, 5, label=_("Years before"), help_text=_("For facts that are known by year."))

    def choose(self, draft: Draft) -> None:
        """Offer the facts that are known of applicants."""
        super().choose(draft)
        facts = applicants.vocabulary().facts.values()
        named = [(one.name, one.zh if speaks_chinese() else one.en) for one in facts]
        now = self.part.get("fact", "")
        lost = [(now, now)] if now and now not in dict(named) else []
        self.fields["fact"].choices = [("", "–"), *lost, *named]  # type: ignore[attr-defined]

    def written(self) -> dict[str, Any]:
        """Return the field; year 0 is the form's own."""
        lag = self.cleaned_data["lag"]
        return {"fact": "", **super().written(), **({} if lag is None else {"lag": lag})}


class IntellectualPropertyForm(FieldForm):
    """Rights."""

    plain = (*FieldForm.plain, "most")
    most = integer(1, 500, label=_("Most rows"))


FORMS: Mapping[str, type[FieldForm]] = {
    "text": TextForm,
    "number": NumberForm,
    "money": MoneyForm,
    "choice": ChoiceForm,
    "file": FileForm,
    "table": TableForm,
    "calculated": CalculatedForm,
    "fact": FactForm,
    "ip": IntellectualPropertyForm,
}


def new_field(kind: str, zh: str, key: str) -> dict[str, Any]:
    """Return a field as it begins."""
    begun: dict[str, Any] = {"kind": kind, "key": key, "label": {"zh": zh}}
    more: Mapping[str, Mapping[str, Any]] = {
        "choice": {"options": []},
        "table": {"columns": []},
        "calculated": {"formula": ""},
        "fact": {"fact": ""},
    }
    return begun | dict(more.get(kind, {}))


def _line(option: Mapping[str, Any]) -> str:
    label = option.get("label") or {}
    return f"{label.get('zh', '')} | {label.get('en', '')} | {option.get('value', '')}"


def _options(text: str) -> Iterator[dict[str, Any]]:
    taken: set[str] = set()
    for line in filter(str.strip, text.splitlines()):
        zh, en, value, *_rest = [*(one.strip() for one in line.split("|")), "", ""]
        key = value or key_for(zh, taken)
        taken.add(key)
        yield {"value": key, "label": {"zh": zh} | ({"en": en} if en else {})}
