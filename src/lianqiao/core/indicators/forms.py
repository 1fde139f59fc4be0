"""Forms: an indicator laid down, and a figure reported."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any, TypeVar

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from lianqiao.core.errors import Invalid
from lianqiao.core.indicators import queries
from lianqiao.core.indicators.models import Aggregate, Scope, Version
from lianqiao.core.indicators.periods import Period, PeriodKind
from lianqiao.core.indicators.services import Definition, Figure
from lianqiao.core.ledger import kinds as ledger
from lianqiao.core.parties.actors import Actor
from lianqiao.core.parties.models import Organization
from lianqiao.core.parties.regions import region_finder
from lianqiao.core.parties.widgets import Picker

TALL = 8
Read = TypeVar("Read")


def _several(label: Any, choices: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, choices=choices, widget=forms.CheckboxSelectMultiple
    )


# While a condition is written, what it means or what is wrong with it stands below it.
_CHECKED = {
    "hx-post": reverse_lazy("indicators:check"),
    "hx-trigger": "input changed delay:500ms, change from:#id_kinds",
    "hx-target": "#condition_said",
}


class IndicatorForm(forms.Form):
    """What an indicator means; the service has the last word on what goes together."""

    code = forms.CharField(label=_("Code"), max_length=64)
    name = forms.CharField(label=_("Name"), max_length=120)
    name_en = forms.CharField(label=_("English name"), max_length=200, required=False)
    department = forms.ModelChoiceField(
        label=_("Department"),
        queryset=Organization.objects.filter(kind=Organization.Kind.BUREAU),
    )
    unit = forms.CharField(label=_("Unit"), max_length=32, required=False)
    definition = forms.CharField(
        label=_("Definition"), max_length=2000, required=False, widget=forms.Textarea({"rows": 3})
    )
    definition_en = forms.CharField(
        label=_("English definition"),
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )
    aggregate = forms.ChoiceField(label=_("Counted as"), choices=Aggregate.choices)
    kinds = forms.MultipleChoiceField(
        label=_("Entries that count"),
        required=False,
        widget=forms.SelectMultiple({"size": TALL}),
    )
    condition = forms.CharField(
        label=_("Condition"),
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 2, "spellcheck": "false"} | _CHECKED),
        help_text=_("In the rules language, over one entry: amount >= 1000000 && local == 1"),
    )
    quantity = forms.ChoiceField(label=_("Quantity"), required=False)
    ends = forms.MultipleChoiceField(
        label=_("Entries that end it"),
        required=False,
        widget=forms.SelectMultiple({"size": TALL}),
    )
    numerator = forms.CharField(label=_("Numerator"), max_length=64, required=False)
    denominator = forms.CharField(label=_("Denominator"), max_length=64, required=False)
    factor = forms.DecimalField(
        label=_("Factor"), max_digits=12, decimal_places=4, initial=1, required=False
    )
    periods = _several(_("Periods"), PeriodKind.choices)
    scopes = _several(_("Places"), Scope.choices)
    expected = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(one.code, f"{one.label} ({one.code})") for one in ledger.kinds()]
        names = {name for one in ledger.kinds() for name in one.quantities}
        named = sorted((name, str(ledger.quantity_label(name))) for name in names)
        for field, choices in (
            ("kinds", kinds),
            ("ends", kinds),
            ("quantity", [("", "–"), *named]),
        ):
            self.fields[field].choices = choices  # type: ignore[attr-defined]

    def definition_given(self) -> Definition:
        """Return what was written, for the service."""
        values = {name: self.cleaned_data[name] for name in Definition.__dataclass_fields__}
        return Definition(
            **values
            | {
                "department": values["department"].pk,
                "aggregate": Aggregate(values["aggregate"]),
                "numerator": values["numerator"] or None,
                "denominator": values["denominator"] or None,
                "factor": values["factor"] if values["factor"] is not None else Decimal(1),
            }
        )


def initial_of(version: Version) -> dict[str, Any]:
    """Return a version as the form shows it."""
    names = [name for name in Definition.__dataclass_fields__ if name != "department"]
    values = {name: getattr(version, name) for name in names}
    return values | {
        "code": version.code,
        "department": version.department_id,
        "numerator": version.numerator_id or "",
        "denominator": version.denominator_id or "",
        "expected": version.number,
    }


class FigureForm(forms.Form):
    """A figure that a department reports."""

    code = forms.ChoiceField(label=_("Indicator"))
    period = forms.CharField(
        label=_("Period"),
        max_length=10,
        help_text=_("2024, 2024-10 (January to October), 2024M10 (October), 2024-10-31 (as of)"),
    )
    region = forms.CharField(
        label=_("District"),
        required=False,
        widget=Picker("regions"),
        help_text=_("Empty for the whole city"),
    )
    value = forms.DecimalField(label=_("Value"), max_digits=26, decimal_places=6)
    source = forms.CharField(label=_("Source"), max_length=300, required=False)
    file = forms.FileField(label=_("Document"), required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = queries.in_force(actor).filter(aggregate=Aggregate.REPORTED)
        self.fields["code"].choices = [(one.code, str(one)) for one in found]  # type: ignore[attr-defined]

    def clean_period(self) -> Period:
        """Read the period."""
        return _read(Period.read, self.cleaned_data["period"])

    def clean_region(self) -> str:
        """Turn a name into a code."""
        text = self.cleaned_data["region"].strip()
        return _read(region_finder(), text) if text else ""

    def figure(self) -> Figure:
        """Return what was written, for the service."""
        return Figure(**self.cleaned_data)


def _read(reader: Callable[[str], Read], text: str) -> Read:
    try:
        return reader(text)
    except Invalid as refusal:
        raise forms.ValidationError(str(refusal)) from refusal
