"""The page of a claim or an appeal, and the steps taken from it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lianqiao.core.cases.models import Case
from lianqiao.core.errors import Invalid, NotFound
from lianqiao.core.forms import explain
from lianqiao.core.parties.http import ActingRequest
from lianqiao.desks.policies.forms.claims import ClaimForm, DecisionForm
from lianqiao.desks.policies.models import Claim
from lianqiao.desks.policies.procedures import APPEAL
from lianqiao.desks.policies.queries import claims as queries
from lianqiao.desks.policies.queries import course, grounds
from lianqiao.desks.policies.services import appeals, claims
from lianqiao.desks.policies.services.claims.own import EDITABLE
from lianqiao.desks.policies.steps import REFUSING, may_decide, steps_for
from lianqiao.desks.policies.views.actions import STEPS, form_for

Refused = tuple[str, forms.Form]


@require_safe
def case(request: ActingRequest, pk: int) -> HttpResponse:
    """Show a claim or an appeal by its case."""
    procedure = Case.objects.filter(pk=pk).values_list("procedure", flat=True).first()
    if procedure == APPEAL.code:
        return appeal_page(request, pk)
    return claim_page(request, pk)


@require_POST
def step(request: ActingRequest, pk: int, name: str) -> HttpResponse:
    """Take a step of a claim; what is wrong comes back at its field."""
    found = STEPS.get(name)
    if found is None:
        raise NotFound(_("There is no such step."))
    form = found.form(request.POST)
    if form.is_valid():
        try:
            found.act(request.actor, pk, form)
        except Invalid as refusal:
            explain(form, refusal)
        else:
            messages.success(request, str(found.done))
            return redirect("policies:case", pk)
    return claim_page(request, pk, refused=(name, form), status=Invalid.status)


@require_POST
def take(request: ActingRequest, pk: int) -> HttpResponse:
    """Make a claim one's own to review."""
    claims.take(actor=request.actor, case=pk)
    messages.success(request, _("You review this claim."))
    return redirect("policies:case", pk)


@require_POST
def decide_appeal(request: ActingRequest, pk: int) -> HttpResponse:
    """Decide an appeal, by its case."""
    form = DecisionForm(request.POST)
    if form.is_valid():
        try:
            appeals.decide(actor=request.actor, appeal=pk, **form.cleaned_data)
        except Invalid as refusal:
            explain(form, refusal)
        else:
            messages.success(request, _("The appeal is decided."))
            return redirect("policies:case", pk)
    return appeal_page(request, pk, refused=form, status=Invalid.status)


@require_POST
def withdraw_appeal(request: ActingRequest, pk: int) -> HttpResponse:
    """Take an appeal back."""
    appeals.withdraw(actor=request.actor, appeal=pk)
    messages.success(request, _("Your appeal is withdrawn."))
    return redirect("policies:case", pk)


def claim_page(
    request: ActingRequest,
    pk: int,
    *,
    refused: Refused | None = None,
    form: ClaimForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """Show a claim: where it stands, why, its papers and payments, and what can be done."""
    actor, claim = request.actor, queries.claim(request.actor, pk)
    steps = list(course.steps_of(claim.case))
    is_office = queries.works_on(actor, claim)
    context: dict[str, Any] = {
        "claim": claim,
        "today": timezone.localdate(),
        "way": course.way(claim, steps),
        "history": list(course.history(claim.case, steps)),
        "actions": _actions(steps_for(actor, claim), claim, refused),
        "is_office": is_office,
        "is_own": actor.acts_for(claim.organization_id),
        "files": list(claim.files.order_by("document", "pk")),
        "payments": list(claim.payments.select_related("batch").order_by("pk")),
        "objections": list(claim.objections.select_related("decided_by")) if is_office else [],
        "appeals": list(claim.appeals.select_related("case").order_by("pk")),
        "conditions": grounds.conditions(claim),
        "anew": grounds.judged_anew(claim) if is_office else None,
    }
    if context["is_own"] and claim.case.state in EDITABLE:
        context |= editing(claim, form)
    return render(request, "policies/claims/claim.html", context, status=status)


def appeal_page(
    request: ActingRequest, pk: int, *, refused: forms.Form | None = None, status: int = 200
) -> HttpResponse:
    """Show an appeal beside the decision that it is against."""
    appeal = queries.appeal(request.actor, pk)
    steps = list(course.steps_of(appeal.case))
    decided = appeal.claim.case.steps.filter(name__in=REFUSING)
    context = {
        "appeal": appeal,
        "today": timezone.localdate(),
        "claim": appeal.claim,
        "history": list(course.history(appeal.case, steps)),
        "refusal": decided.select_related("by").order_by("-pk").first(),
        "decision": (refused or DecisionForm()) if may_decide(request.actor, appeal) else None,
        "is_own": request.actor.acts_for(appeal.claim.organization_id),
    }
    return render(request, "policies/claims/appeal.html", context, status=status)


def editing(claim: Claim, form: ClaimForm | None = None) -> dict[str, Any]:
    """Return what the form of an own claim shows: its fields, and the papers asked for."""
    names = ("statement", "account_holder", "account_bank", "account_number")
    values = {name: getattr(claim, name) for name in names}
    given = {one.document for one in claim.files.all()}
    return {
        "form": form or ClaimForm(initial=values | {"seen": queries.fingerprint(claim)}),
        "papers": [
            paper | {"is_given": paper["name"] in given} for paper in claim.measure.documents
        ],
    }


def _actions(names: tuple[str, ...], claim: Claim, refused: Refused | None) -> list[Any]:
    given = dict([refused]) if refused else {}
    return [(name, STEPS[name], given.get(name) or form_for(name, claim)) for name in names]
