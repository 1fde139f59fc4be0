"""Forms: a file of facts, and what an organization says of itself."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lianqiao.core.errors import Invalid
from lianqiao.core.facts.services.statements import years
from lianqiao.core.facts.units import known_unit
from lianqiao.core.facts.values import LONGEST, NO, YES, reader
from lianqiao.core.parties.models import FactDefinition, FactSource

Type = FactDefinition.Type


def day_field(label: Any, help_text: Any) -> forms.DateField:
    """Return a field for a day that may be left empty."""
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, help_text=help_text, required=False, widget=widget)


class GivenForm(forms.Form):
    """What is said of a whole file."""

    source = forms.ModelChoiceField(
        label=_("Who says it"),
        queryset=FactSource.objects.all(),
        required=False,
        empty_label=_("Each row says it"),
        help_text=_("Where a row names its own source, that one counts."),
    )
    known_on = day_field(_("Known since"), _("Empty: from now on. A row may name its own day."))

    def clean_known_on(self) -> Any:
        """Refuse a day that has not come."""
        day = self.cleaned_data["known_on"]
        if day and day > timezone.localdate():
            raise forms.ValidationError(_("This day lies in the future."))
        return day


class ChoiceForm(forms.Form):
    """Of which fact something is to be stated."""

    fact = forms.ModelChoiceField(
        label=_("Fact"), queryset=FactDefinition.objects.filter(is_register=False)
    )


class StatementForm(forms.Form):
    """What an organization says of itself: the field for the value fits the fact."""

    def __init__(self, *args: Any, definition: FactDefinition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.definition = definition
        if definition.is_yearly:
            choices = [(year, str(year)) for year in years()]
            self.fields["year"] = forms.TypedChoiceField(
                label=_("Year"), choices=choices, coerce=int
            )
        self.fields["value"] = _value_field(definition)
        if definition.type == Type.MONEY:
            units = [("万元", _("ten thousand yuan")), ("元", pgettext_lazy("unit", "yuan"))]
            self.fields["unit"] = forms.ChoiceField(label=_("Unit"), choices=units)
        self.fields["evidence"] = forms.CharField(
            label=_("What proves it"),
            help_text=_("For example the annual report or a contract's number."),
            required=False,
            max_length=200,
        )

    def clean(self) -> dict[str, Any]:
        """Turn the value into the one that is kept."""
        values = super().clean() or {}
        if "value" in values:
            unit = values.get("unit") or self.definition.unit
            is_number = self.definition.type in {Type.MONEY, Type.NUMBER}
            factor = known_unit(self.definition, unit) if is_number and unit else 1
            try:
                values["value"] = reader(self.definition, factor)(values["value"])
            except Invalid as refusal:
                self.add_error("value", str(refusal))
        return values


def _value_field(definition: FactDefinition) -> forms.Field:
    label = str(definition)
    if definition.type == Type.BOOL:
        answers = [("", "–"), (YES, _("Yes")), (NO, _("No"))]
        return forms.ChoiceField(label=label, choices=answers)
    if definition.type == Type.DATE:
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        return forms.DateField(label=label, widget=widget)
    if definition.type == Type.NUMBER and definition.unit:
        label = f"{label} ({definition.unit})"
    return forms.CharField(label=label, max_length=LONGEST, help_text=definition.definition)
