"""The officers' board, and their teams."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianqiao.core.errors import Invalid, NotAllowed, NotFound, Refusal
from lianqiao.core.parties.http import ActingRequest
from lianqiao.core.parties.models import TechnicalField
from lianqiao.desks.exchange import queries
from lianqiao.desks.exchange.forms import TeamForm
from lianqiao.desks.exchange.queries import board as boards
from lianqiao.desks.exchange.services import teams as services


@require_safe
def board(request: ActingRequest) -> HttpResponse:
    """Show what waits and what is under way, stage by stage."""
    if not request.actor.is_bureau:
        raise NotAllowed(_("The board is for officers of the service teams."))
    wanted = boards.MatchFilter.from_query(request.GET.dict())
    context = {
        "columns": boards.board(request.actor, wanted),
        "wanted": wanted,
        "scopes": [("", _("All")), ("team", _("My teams")), ("mine", _("My own"))],
        "fields": TechnicalField.objects.all(),
        "regions": boards.regions_of_needs(),
        "teams": list(queries.teams_of(request.actor)),
    }
    return render(request, "exchange/board.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def teams(request: ActingRequest) -> HttpResponse:
    """Show the bureau's teams; set up a new one."""
    if not request.actor.leads:
        raise NotAllowed(_("Only a team lead or an administrator sets up teams."))
    officers = queries.officers_of(request.actor)
    form = TeamForm(request.POST or None, officers=officers)
    if request.method == "POST" and form.is_valid():
        try:
            services.create_team(actor=request.actor, **form.values())
        except Refusal as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, _("The team is set up."))
            return redirect("exchange:teams")
    context = {
        "form": form,
        "teams": [(team, _members_form(team, officers)) for team in queries.teams(request.actor)],
    }
    status = Invalid.status if form.errors else 200
    return render(request, "exchange/teams.html", context, status=status)


@require_POST
def members(request: ActingRequest, pk: int) -> HttpResponse:
    """Say who serves in a team."""
    chosen = [int(number) for number in request.POST.getlist("members") if number.isdigit()]
    if not queries.teams(request.actor).filter(pk=pk).exists():
        raise NotFound(_("There is no such team."))
    services.set_members(actor=request.actor, team=pk, members=chosen)
    messages.success(request, _("The changes are saved."))
    return redirect("exchange:teams")


def _members_form(team: object, officers: list[tuple[int, str]]) -> TeamForm:
    chosen = [member.membership_id for member in team.members.all()]  # type: ignore[attr-defined]
    form = TeamForm(initial={"members": chosen}, officers=officers, auto_id=f"team{team.pk}_%s")  # type: ignore[attr-defined]
    del form.fields["name"], form.fields["fields"]
    return form
