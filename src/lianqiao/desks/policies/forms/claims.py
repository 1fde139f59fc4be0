"""What enterprises and offices enter about claims."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from lianqiao.desks.policies.services.claims import Account, Filled

LONGEST = 4_000
FEN = 100


def _text(label: Promise, *, required: bool = True, rows: int = 3) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=LONGEST,
        required=required,
        widget=forms.Textarea({"rows": rows}),
    )


class AccountForm(forms.Form):
    """Where the money goes."""

    account_holder = forms.CharField(label=gettext_lazy("Account holder"), max_length=120)
    account_bank = forms.CharField(
        label=gettext_lazy("Bank"),
        max_length=120,
        help_text=gettext_lazy("With its branch, as the bank's receipts say it."),
    )
    account_number = forms.CharField(
        label=gettext_lazy("Account number"),
        max_length=40,
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
    )

    def account(self) -> Account:
        """Return what was entered."""
        values = self.cleaned_data
        return Account(values["account_holder"], values["account_bank"], values["account_number"])


class ConfirmForm(AccountForm):
    """Account and consent for a direct grant."""

    consents = forms.BooleanField(
        label=gettext_lazy(
            "We accept this grant and its conditions, and that it is paid into this account."
        )
    )


class ClaimForm(AccountForm):
    """What an enterprise types into a claim; a draft may be incomplete."""

    statement = _text(gettext_lazy("What you add"), required=False)
    seen = forms.CharField(widget=forms.HiddenInput)
    field_order = ("statement", "account_holder", "account_bank", "account_number")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Shown as wanted, taken as it is: a claim is complete only when it is handed in.
        if self.is_bound:
            for field in self.fields.values():
                field.required = False

    def filled(self) -> Filled:
        """Return what was entered."""
        return Filled(self.account(), self.cleaned_data["statement"])


class PlainForm(forms.Form):
    """A step that asks for nothing."""


class ReasonForm(forms.Form):
    """A step that is taken for a reason, which the other side reads."""

    reason = _text(gettext_lazy("Reason"))


class TermForm(ReasonForm):
    """A reason and a term."""

    working_days = forms.IntegerField(
        label=gettext_lazy("Term in working days"), min_value=1, max_value=120, required=False
    )


class ApproveForm(forms.Form):
    """How much is granted, in yuan."""

    granted = forms.DecimalField(
        label=gettext_lazy("Granted (yuan)"),
        min_value=Decimal("0.01"),
        max_digits=14,
        decimal_places=2,
    )
    reason = _text(gettext_lazy("Reason"), required=False)

    def fen(self) -> int:
        """Return the amount in fen."""
        return int(self.cleaned_data["granted"] * FEN)


class GroundsForm(forms.Form):
    """Why a decision is wrong."""

    grounds = _text(gettext_lazy("Grounds"), rows=5)


def _decision(yes: Promise, no: Promise) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=gettext_lazy("Decision"),
        choices=[("yes", yes), ("no", no)],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )


class DecisionForm(ReasonForm):
    """An appeal is upheld or dismissed, with the reason."""

    is_upheld = _decision(gettext_lazy("Uphold"), gettext_lazy("Dismiss"))
    field_order = ("is_upheld", "reason")


class AnswerForm(ReasonForm):
    """An objection is right, and the name comes off the notice, or it is not."""

    is_upheld = _decision(gettext_lazy("It is right"), gettext_lazy("It is not right"))
    field_order = ("is_upheld", "reason")


class ObjectionForm(forms.Form):
    """What somebody objects to a name. `website` is a trap for machines: people leave it empty."""

    text = _text(gettext_lazy("What is wrong, and how one can see it"), rows=5)
    contact = forms.CharField(
        label=gettext_lazy("Telephone or e-mail"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("For the answer only; nobody but the office sees it."),
    )
    website = forms.CharField(
        required=False, widget=forms.TextInput({"tabindex": "-1", "autocomplete": "off"})
    )


class AnnounceForm(forms.Form):
    """Which list is announced, and for how long."""

    period = forms.RegexField(r"^(once|\d{4}(-\d{2})?)$", widget=forms.HiddenInput)
    working_days = forms.IntegerField(
        label=gettext_lazy("Working days of public notice"), min_value=1, max_value=60
    )
