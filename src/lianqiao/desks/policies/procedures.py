"""The courses of a claim and of an appeal.

A claim on application: draft → submitted (→ correction →) approved → in payment → paid.
A direct grant: listed → announced (→ objected →) consent → approved → in payment → paid.
A returned payment goes back to approved once the account is right; a paid claim whose condition
broke later is demanded back.

Source of the terms: a province's rule (claims on application are decided within 60 working days;
see docs/policies.md). Other terms are the city's own.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from lianqiao.core.cases.procedures import Procedure, Term, Transition, declare

LIVE_NO_MORE = ("rejected", "withdrawn", "lapsed", "recovered")

CLAIM = declare(
    Procedure(
        code="policies.claim",
        label=_("Claim"),
        states={
            "draft": _("Being filled in"),
            "submitted": _("Under review"),
            "correction": _("Awaiting correction"),
            "listed": _("Found by the city run"),
            "announced": _("On public notice"),
            "objected": _("Objection under review"),
            "consent": _("Awaiting account and consent"),
            "approved": _("Approved, to be paid"),
            "in_payment": _("With the bank"),
            "returned": _("Payment returned"),
            "paid": _("Paid"),
            "rejected": _("Rejected"),
            "withdrawn": _("Withdrawn"),
            "lapsed": _("Lapsed"),
            "recovering": _("Demanded back"),
            "recovered": _("Paid back"),
        },
        first=("draft", "listed"),
        transitions=(
            Transition("submit", _("Submit"), ("draft", "correction"), "submitted"),
            Transition(
                "ask", _("Ask for correction"), ("submitted",), "correction", needs_reason=True
            ),
            Transition("approve", _("Approve"), ("submitted",), "approved"),
            Transition("reject", _("Reject"), ("submitted",), "rejected", needs_reason=True),
            Transition(
                "withdraw",
                _("Withdraw"),
                ("draft", "submitted", "correction", "consent"),
                "withdrawn",
            ),
            Transition("announce", _("Announce"), ("listed",), "announced"),
            Transition("drop", _("Take off the list"), ("listed",), "withdrawn", needs_reason=True),
            Transition("object", _("Objection received"), ("announced",), "objected"),
            Transition(
                "uphold", _("Uphold the objection"), ("objected",), "rejected", needs_reason=True
            ),
            Transition(
                "dismiss", _("Dismiss the objection"), ("objected",), "announced", needs_reason=True
            ),
            Transition("clear", _("Close the notice"), ("announced",), "consent"),
            Transition("confirm", _("Confirm account and consent"), ("consent",), "approved"),
            Transition("lapse", _("Term missed"), ("correction", "consent"), "lapsed"),
            Transition("pay", _("Send to the bank"), ("approved",), "in_payment"),
            Transition("settle", _("Paid"), ("in_payment",), "paid"),
            Transition("bounce", _("Payment returned"), ("in_payment",), "returned"),
            Transition("mend", _("Correct the account"), ("returned",), "approved"),
            Transition("demand", _("Demand back"), ("paid",), "recovering", needs_reason=True),
            Transition("recover", _("Money came back"), ("recovering",), "recovered"),
            Transition("forgive", _("Drop the demand"), ("recovering",), "paid", needs_reason=True),
            Transition("reopen", _("Reopened on appeal"), ("rejected",), "submitted"),
        ),
        terms={
            "submitted": Term(60),
            "correction": Term(15, leads_to="lapse"),
            "objected": Term(10),
            "consent": Term(30, leads_to="lapse"),
            "returned": Term(30),
            "recovering": Term(30),
        },
    )
)

APPEAL = declare(
    Procedure(
        code="policies.appeal",
        label=_("Appeal"),
        states={
            "filed": _("Under review"),
            "upheld": _("Upheld"),
            "dismissed": _("Dismissed"),
            "withdrawn": _("Withdrawn"),
        },
        first=("filed",),
        transitions=(
            Transition("uphold", _("Uphold"), ("filed",), "upheld", needs_reason=True),
            Transition("dismiss", _("Dismiss"), ("filed",), "dismissed", needs_reason=True),
            Transition("withdraw", _("Withdraw"), ("filed",), "withdrawn"),
        ),
        terms={"filed": Term(30)},
    )
)
