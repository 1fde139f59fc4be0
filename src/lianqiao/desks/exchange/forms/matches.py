"""What an officer or a party says of a match, and the teams that walk them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from lianqiao.core.parties.models import TechnicalField
from lianqiao.desks.exchange.forms.amounts import fen
from lianqiao.desks.exchange.models import (
    ContractKind,
    FailureReason,
    MisfitReason,
    ServiceTeam,
)
from lianqiao.desks.exchange.services.matches import Contract


def _note() -> forms.CharField:
    return forms.CharField(
        label=gettext_lazy("Note"),
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )


class ContractForm(forms.Form):
    """A signed contract."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind of contract"), choices=ContractKind.choices)
    amount = forms.DecimalField(
        label=gettext_lazy("Amount (10,000 yuan)"),
        min_value=Decimal("0.000001"),
        max_digits=13,
        decimal_places=6,
    )
    signed_on = forms.DateField(
        label=gettext_lazy("Signed on"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    number = forms.CharField(label=gettext_lazy("Contract number"), max_length=64, required=False)
    lands_locally = forms.BooleanField(
        label=gettext_lazy("The result is put to use in this city"), required=False
    )
    evidence = forms.FileField(label=gettext_lazy("Contract or receipt"), required=False)
    note = forms.CharField(
        label=gettext_lazy("Note"),
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )

    def contract(self) -> Contract:
        """Return what was entered."""
        values = dict(self.cleaned_data)
        values.pop("note")
        return Contract(**values | {"amount": fen(values["amount"]) or 0})


class TakeUpForm(forms.Form):
    """Which team takes a match up."""

    team = forms.ModelChoiceField(
        label=gettext_lazy("Service team"), queryset=ServiceTeam.objects.none()
    )
    note = forms.CharField(
        label=gettext_lazy("Note"),
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )

    def __init__(self, *args: Any, teams: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = teams
        self.fields["team"].initial = teams.first()
        self.fields["team"].empty_label = None


class NoteForm(forms.Form):
    """What is remarked of a step."""

    note = forms.CharField(
        label=gettext_lazy("Note"),
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )


class FailForm(NoteForm):
    """Why a match came to nothing."""

    reason = forms.ChoiceField(label=gettext_lazy("Reason"), choices=FailureReason.choices)
    field_order = ["reason", "note"]


class MisfitForm(forms.Form):
    """Why a proposal does not fit."""

    reason = forms.ChoiceField(
        label=gettext_lazy("It does not fit because"), choices=MisfitReason.choices
    )
    comment = forms.CharField(label=gettext_lazy("In your words"), max_length=500, required=False)


class TeamForm(forms.Form):
    """A service team; `officers` are (membership, name) of the bureau."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=80)
    fields = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Technical fields"),
        queryset=TechnicalField.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=gettext_lazy("None means all of them."),
    )
    members = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Members"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, officers: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["fields"].queryset = TechnicalField.objects.all()
        self.fields["members"].choices = officers

    def values(self) -> dict[str, Any]:
        """Return what was entered, codes for fields."""
        values = self.cleaned_data
        return values | {"fields": [field.pk for field in values["fields"]]}
