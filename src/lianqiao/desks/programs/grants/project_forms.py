"""What office and host fill in about a running project; the services check it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lianqiao.desks.programs.grants.queries.outputs import Subject


class Day(forms.Form):
    """The day of something."""

    on = forms.DateField(
        label=_("Day"),
        required=False,
        widget=forms.DateInput({"type": "date"}),
        help_text=_("Today, if left empty."),
    )


class Paid(Day):
    """A payment, out or back."""

    reference = forms.CharField(
        label=_("Payment reference"), max_length=60, help_text=_("As the bank gives it.")
    )
    field_order = ("reference", "on")


class Demand(forms.Form):
    """Money that is asked back."""

    amount = forms.DecimalField(
        label=_("Amount (CNY)"), min_value=0, max_digits=15, decimal_places=2
    )
    due_on = forms.DateField(
        label=_("To come back by"),
        required=False,
        widget=forms.DateInput({"type": "date"}),
        help_text=_("Sixty days from today, if left empty."),
    )
    reason = forms.CharField(label=_("Reason"), max_length=1000, widget=forms.Textarea({"rows": 4}))


class Link(forms.Form):
    """Something that came of a project."""

    title = forms.CharField(label=_("Title of the output"), max_length=200)
    known = forms.ChoiceField(label=_("From the ledger"), required=False)
    address = forms.CharField(
        label=_("Or its address"),
        max_length=300,
        required=False,
        help_text=_("Of a result or a contract in the exchange, as the browser shows it."),
    )

    def __init__(self, *args: Any, known: Sequence[Subject] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(one.address, str(one)) for one in known]
        self.fields["known"].choices = [("", "–"), *offered]  # type: ignore[attr-defined]
