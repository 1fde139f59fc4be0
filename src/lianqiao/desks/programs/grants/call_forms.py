"""What an office fills in about calls and topics; the services check it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lianqiao.core.money import FEN_IN_WAN
from lianqiao.core.parties.models import TechnicalField
from lianqiao.desks.programs.grants.models import Call, Topic
from lianqiao.desks.programs.grants.services.call_data import CallData, TopicData

MONEY = ("budget", "most")


class DayField(forms.DateField):
    """A day, by the browser's calendar."""

    widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")


class WanField(forms.DecimalField):
    """A sum in 万元; as data it is in fen."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=0, max_digits=11, decimal_places=4, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Show fen in 万元, and what was typed as it is."""
        return (Decimal(value) / FEN_IN_WAN).normalize() if isinstance(value, int) else value

    def clean(self, value: Any) -> Any:
        """Return fen."""
        wan = super().clean(value)
        return None if wan is None else int(wan * FEN_IN_WAN)


class CallForm(forms.Form):
    """A call."""

    name = forms.CharField(label=_("Name"), max_length=120)
    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2099)
    about = forms.CharField(
        label=_("What is supported, and who may apply"),
        max_length=8000,
        widget=forms.Textarea({"rows": 8}),
    )
    opens_on = DayField(label=_("Opens on"))
    closes_on = DayField(
        label=_("Last day"), help_text=_("Open until the end of this day, Shanghai time.")
    )
    budget = WanField(label=_("Budget (10,000 CNY)"))
    most = WanField(label=_("Most for a project (10,000 CNY)"))
    least_own = forms.IntegerField(
        label=_("Least share of own funds"),
        min_value=0,
        max_value=95,
        help_text=_("In per cent of all money of the project."),
    )
    longest_months = forms.IntegerField(label=_("Longest duration in months"), min_value=1)

    def data_of(self, *, is_invented: bool) -> CallData:
        """Return what was filled in."""
        return CallData(**self.cleaned_data, is_invented=is_invented)


class TopicForm(forms.Form):
    """A topic of a call."""

    key = forms.CharField(label=_("Number"), max_length=16, help_text=_("Such as A1."))
    name = forms.CharField(label=_("Topic"), max_length=120)
    name_en = forms.CharField(label=_("English name"), max_length=160, required=False)
    about = forms.CharField(
        label=_("What is to be reached"), max_length=4000, widget=forms.Textarea({"rows": 5})
    )
    field = forms.ModelChoiceField(
        label=_("Technical field"),
        queryset=TechnicalField.objects.all(),
        help_text=_("Experts are drawn by it."),
    )
    budget = WanField(label=_("Budget (10,000 CNY)"))

    def data_of(self) -> TopicData:
        """Return what was filled in."""
        given = self.cleaned_data
        return TopicData(**given | {"field": given["field"].pk})


class ExtensionForm(forms.Form):
    """A later last day."""

    new = DayField(label=_("New last day"))
    reason = forms.CharField(
        label=_("Reason"),
        max_length=1000,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("Everybody reads it on the page of the call."),
    )


def initial_of(row: Call | Topic, form: type[forms.Form]) -> dict[str, Any]:
    """Return how a call or a topic stands, for its form."""
    return {name: getattr(row, name) for name in form.base_fields}
