"""The steps of a claim as its page offers them: words, form, and what each does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from lianqiao.core.money import yuan
from lianqiao.core.parties.actors import Actor
from lianqiao.desks.policies.forms import claims as given
from lianqiao.desks.policies.models import Claim
from lianqiao.desks.policies.services import appeals, claims, recovery

Act = Callable[[Actor, int, Any], object]


@dataclass(frozen=True, slots=True)
class Step:
    """A step on the page: its words, its form, what it does, what is said afterwards."""

    label: Promise
    form: type[forms.Form]
    act: Act
    done: Promise
    hint: Promise | str = ""
    is_dangerous: bool = False


def _reason(service: Callable[..., object]) -> Act:
    return lambda actor, case, form: service(actor=actor, case=case, **form.cleaned_data)


STEPS: dict[str, Step] = {
    "approve": Step(
        gettext_lazy("Approve"),
        given.ApproveForm,
        lambda actor, case, form: claims.approve(
            actor=actor, case=case, granted=form.fen(), reason=form.cleaned_data["reason"]
        ),
        gettext_lazy("Approved; the money is set aside."),
    ),
    "ask": Step(
        gettext_lazy("Ask for correction"),
        given.TermForm,
        _reason(claims.ask),
        gettext_lazy("Sent back; the enterprise has been told."),
        gettext_lazy("The enterprise reads the reason. Without a term, 15 working days."),
    ),
    "reject": Step(
        gettext_lazy("Reject"),
        given.ReasonForm,
        _reason(claims.reject),
        gettext_lazy("Rejected; the enterprise has been told and may appeal."),
        gettext_lazy("The enterprise reads the reason and may appeal."),
        is_dangerous=True,
    ),
    "drop": Step(
        gettext_lazy("Take off the list"),
        given.ReasonForm,
        _reason(claims.drop),
        gettext_lazy("Taken off the list."),
        is_dangerous=True,
    ),
    "withdraw": Step(
        gettext_lazy("Withdraw"),
        given.PlainForm,
        _reason(claims.withdraw),
        gettext_lazy("Withdrawn."),
        gettext_lazy("The claim ends here; you may begin a new one while claims are taken."),
        is_dangerous=True,
    ),
    "confirm": Step(
        gettext_lazy("Confirm account and consent"),
        given.ConfirmForm,
        lambda actor, case, form: claims.confirm(
            actor=actor,
            case=case,
            account=form.account(),
            consents=form.cleaned_data["consents"],
        ),
        gettext_lazy("Confirmed. The next payment to the bank takes it."),
    ),
    "mend": Step(
        gettext_lazy("Correct the account"),
        given.AccountForm,
        lambda actor, case, form: claims.mend(actor=actor, case=case, account=form.account()),
        gettext_lazy("Corrected. The next payment to the bank takes it."),
    ),
    "appeal": Step(
        gettext_lazy("Appeal"),
        given.GroundsForm,
        _reason(appeals.file_appeal),
        gettext_lazy("Your appeal is filed; somebody who did not reject the claim decides it."),
        gettext_lazy("Somebody who did not reject the claim looks at it again."),
    ),
    "demand": Step(
        gettext_lazy("Demand back"),
        given.TermForm,
        _reason(recovery.demand),
        gettext_lazy("Demanded back; the enterprise has been told."),
        gettext_lazy("The enterprise reads the reason. Without a term, 30 working days."),
        is_dangerous=True,
    ),
    "recover": Step(
        gettext_lazy("Money came back"),
        given.PlainForm,
        _reason(recovery.recover),
        gettext_lazy("Noted; the money is in its budget again."),
    ),
    "forgive": Step(
        gettext_lazy("Drop the demand"),
        given.ReasonForm,
        _reason(recovery.forgive),
        gettext_lazy("The demand is dropped."),
    ),
}


def form_for(name: str, claim: Claim) -> forms.Form:
    """Return a step's empty form, filled with what is known."""
    initial: dict[str, Any] = {
        field: getattr(claim, field)
        for field in ("account_holder", "account_bank", "account_number")
    }
    if claim.amount is not None:
        initial["granted"] = yuan(claim.amount)
    return STEPS[name].form(initial=initial)
