"""One answer of somebody who looks for policies: what may be answered, and what it means."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianqiao.core.errors import Invalid
from lianqiao.core.language import language
from lianqiao.core.money import spoken
from lianqiao.core.parties.regions import industry_finder, region_finder
from lianqiao.core.parties.widgets import Picker
from lianqiao.engines.rules import Fact, FactError, Options, Type, Words, unit_name

NOT_KNOWN, NONE = "?", "-"
"""What stands in an address for 'I don't know', and for 'there is none'."""
KIND, PERSON = "kind", "person"
FEW = 8
"""So many values of a fact are all offered; of more, those that rules name."""
LONGEST = 200
ENTERED = {"CNY": Decimal(10_000), "%": Decimal("0.01")}
"""In which multiples of a fact's unit numbers are entered: 万元, and percent for shares."""
Finder = Callable[[str], str]
CODES: dict[str, tuple[str, Callable[[], Finder]]] = {
    "region": ("regions", region_finder),
    "industry": ("industries", industry_finder),
}
Value = bool | int | str | date


@dataclass(frozen=True, slots=True)
class Asked:
    """A fact that is asked for, of the year `lag` years back; `options`: what rules name.

    `may_lack`: that there is no such thing is an answer too.
    """

    column: str
    fact: Fact
    lag: int | None
    options: Options | None = None
    may_lack: bool = False

    @property
    def is_title(self) -> bool:
        """Whether it is a title that one holds or not."""
        return self.fact.name.startswith("title.")

    @property
    def choices(self) -> Sequence[tuple[str, str]]:
        """Return what may be answered, each with its words; nothing where it is typed in."""
        if self.fact.type == Type.BOOL:
            return [("yes", _("Yes")), ("no", _("No"))]
        if self.fact.type != Type.TEXT:
            return []
        return self._texts()

    def _texts(self) -> Sequence[tuple[str, str]]:
        known = [code for code, _zh, _en in self.fact.choices]
        if len(known) > FEW or not known:
            if self.options is None:
                return []
            named = [text for text in self.options.named if not known or text in known]
            return [*self._named(named), (self.options.other, _("None of these"))]
        person = [(PERSON, _("A person, not an organization"))] if self.column == KIND else []
        return [*self._named(known), *person]

    def _named(self, codes: Sequence[str]) -> list[tuple[str, str]]:
        return [(code, self.fact.named(code, language())) for code in codes]

    def label(self, on: date) -> str:
        """Return the fact with its year, in words."""
        return Words(language(), on).fact_named(self.fact, self.lag)

    def told(self, value: Value | None) -> str:
        """Return an answer in words."""
        if value is None:
            return _("there is none")
        if isinstance(value, bool):
            return _("Yes") if value else _("No")
        if isinstance(value, str):
            return dict(self.choices).get(value) or self.fact.named(value, language())
        return date_format(value) if isinstance(value, date) else self._number(value)

    def _number(self, value: int) -> str:
        if self.fact.unit == "CNY":
            return spoken(value)
        shown = entered(self.fact, value)
        if self.fact.unit == "%":
            return f"{shown}%"
        return f"{shown} {unit_name(self.fact.unit, language())}".strip()


def entered(fact: Fact, value: int) -> str:
    """Return a column's number as one enters it."""
    number = Decimal(value).scaleb(-fact.scale) / ENTERED.get(fact.unit, 1)
    plain = f"{number:f}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


class AnswerForm(forms.Form):
    """One field, named like the column; its clean value is as it stands in the column."""

    def __init__(self, asked: Asked, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = asked
        self.fields[asked.column] = field_of(asked)

    def clean(self) -> dict[str, Any]:
        """Turn what was entered into the column's value."""
        name = self.asked.column
        if name in self.cleaned_data:
            try:
                self.cleaned_data[name] = stored(self.asked, self.cleaned_data[name])
            except FactError:
                self.add_error(name, _("Such a value cannot be. Please check it."))
            except Invalid as refusal:
                self.add_error(name, ValidationError(str(refusal)))
        return self.cleaned_data


def stored(asked: Asked, answer: Any) -> Value:
    """Return an answer as it stands in the column.

    Raises:
        FactError: the fact cannot have such a value.
        Invalid: there is no such region or industry.
    """
    match asked.fact.type:
        case Type.BOOL:
            return bool(answer == "yes")
        case Type.NUMBER:
            return asked.fact.stored(Decimal(answer) * ENTERED.get(asked.fact.unit, 1))
        case Type.TEXT if not asked.choices and asked.fact.name in CODES:
            return CODES[asked.fact.name][1]()(answer)
    return asked.fact.stored(answer)


class NumberField(forms.DecimalField):
    """A number, written with or without commas."""

    def to_python(self, value: Any) -> Any:
        """Leave out what groups digits."""
        return super().to_python(str(value).replace(",", "").replace("，", ""))


def field_of(asked: Asked) -> forms.Field:
    """Return the field in which a fact is answered."""
    if asked.choices:
        return forms.ChoiceField(choices=asked.choices)
    match asked.fact.type:
        case Type.NUMBER:
            return _number_field(asked.fact)
        case Type.DATE:
            day = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
            return forms.DateField(label=gettext_lazy("Day"), widget=day)
    code_list = CODES.get(asked.fact.name)
    widget = Picker(code_list[0]) if code_list else forms.TextInput()
    return forms.CharField(label=gettext_lazy("Answer"), max_length=LONGEST, widget=widget)


def _number_field(fact: Fact) -> forms.DecimalField:
    low, high = (Decimal(entered(fact, bound)) for bound in fact.bounds)
    step = ENTERED.get(fact.unit, Decimal(1))
    return NumberField(
        label=_unit(fact),
        min_value=low,
        max_value=high,
        decimal_places=max(0, fact.scale + step.adjusted()),
        widget=forms.TextInput({"inputmode": "decimal", "autocomplete": "off"}),
    )


def _unit(fact: Fact) -> str:
    if fact.unit == "CNY":
        return _("In 10,000 yuan")
    if fact.unit == "%":
        return _("In percent")
    unit = unit_name(fact.unit, language())
    return _("Number of %(unit)s") % {"unit": unit} if unit else _("Number")
