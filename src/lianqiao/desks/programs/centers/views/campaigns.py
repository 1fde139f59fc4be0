"""Evaluations: open one, look at the ranking, settle each center, freeze, publish."""

from __future__ import annotations

from collections import Counter

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianqiao.core.errors import NotFound, Refusal
from lianqiao.core.forms import explain
from lianqiao.core.parties.actors import Actor
from lianqiao.core.parties.http import ActingRequest
from lianqiao.desks.programs.centers import schemes
from lianqiao.desks.programs.centers.forms import AssessmentForm, CampaignForm, SampleForm
from lianqiao.desks.programs.centers.models import Campaign
from lianqiao.desks.programs.centers.queries import campaigns as queries
from lianqiao.desks.programs.centers.queries.carrying import plan
from lianqiao.desks.programs.centers.services import evaluating, publishing


@require_http_methods(["GET", "HEAD", "POST"])
def campaigns(request: ActingRequest) -> HttpResponse:
    """List evaluations; open another one."""
    found = queries.campaigns(request.actor)
    form, status = CampaignForm(request.POST or None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                data = evaluating.CampaignData(**form.cleaned_data)
                row = evaluating.open_campaign(data, actor=request.actor)
            except Refusal as refusal:
                explain(form, refusal)
                status = refusal.status
            else:
                return redirect("centers:campaign", row.pk)
    context = {"campaigns": found, "form": form, "may_open": request.actor.leads}
    return render(request, "centers/campaigns.html", context, status=status)


@require_safe
def campaign(request: ActingRequest, pk: int) -> HttpResponse:
    """Show the ranking of a whole evaluation as it stands."""
    row = queries.campaign(request.actor, pk)
    found = queries.ranking(row)
    context = {
        "campaign": row,
        "scheme": schemes.read(row.scheme),
        "ranking": found,
        "grades": queries.by_grade(found),
        "mean": queries.mean(found),
        "lacking": sum(one.score is not None and one.row.expert is None for one in found),
        "sampled": sum(one.row.is_sampled for one in found),
        "sample_form": SampleForm(),
        **_carrying(row, found, request.actor),
    }
    return render(request, "centers/campaign.html", context)


def _carrying(row: Campaign, found: list[queries.Placed], actor: Actor) -> dict[str, object]:
    """Return what publishing would do to the cases: how many take which step, who cannot yet."""
    if row.state == Campaign.State.PUBLISHED:
        return {"hindered": [], "moves": []}
    planned = plan(row, found, actor)
    counts = Counter(one.label for one in planned if one.step and not one.hindrance)
    return {"hindered": [one for one in planned if one.hindrance], "moves": counts.most_common()}


@require_POST
def take(request: ActingRequest, pk: int, act: str) -> HttpResponse:
    """Draw the sample, freeze, or publish."""
    queries.campaign(request.actor, pk)
    if act == "sample":
        form = SampleForm(request.POST)
        count = form.cleaned_data["count"] if form.is_valid() else 0
        evaluating.sample(pk, count, actor=request.actor)
        messages.success(request, _("The sample is drawn."))
    elif act == "freeze":
        evaluating.freeze(pk, actor=request.actor)
        messages.success(request, _("Frozen: nothing in this evaluation changes any more."))
    elif act == "publish":
        publishing.publish(pk, actor=request.actor)
        messages.success(
            request, _("Published: the grades stand in the register, and the cases moved along.")
        )
    else:
        raise NotFound(_("There is no such page."))
    return redirect("centers:campaign", pk)


@require_http_methods(["GET", "HEAD", "POST"])
def assessment(request: ActingRequest, pk: int) -> HttpResponse:
    """Show a center's score line by line; say what becomes of it."""
    row, one = queries.placed(request.actor, pk)
    names = ("outcome", "expert", "reason")
    initial = {name: getattr(one.row, name) for name in names}
    form, status = AssessmentForm(request.POST or None, initial=initial), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                evaluating.settle(pk, actor=request.actor, **form.cleaned_data)
            except Refusal as refusal:
                explain(form, refusal)
                status = refusal.status
            else:
                return redirect("centers:campaign", row.pk)
    context = {"campaign": row, "scheme": schemes.read(row.scheme), "one": one, "form": form}
    return render(request, "centers/assessment.html", context, status=status)
