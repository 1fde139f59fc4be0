"""Matches: why they fit, where they stand, and moving them on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lianqiao.core.errors import Invalid, NotAllowed, NotFound
from lianqiao.core.parties.http import ActingRequest
from lianqiao.desks.exchange import queries, wording
from lianqiao.desks.exchange.forms import (
    ContractForm,
    FailForm,
    MisfitForm,
    NoteForm,
    TakeUpForm,
    explain,
)
from lianqiao.desks.exchange.models import Match, MatchStage
from lianqiao.desks.exchange.queries import board
from lianqiao.desks.exchange.services import matches as services
from lianqiao.desks.exchange.services import verdicts

ON_A_PAGE = 20
STAGES = [stage for stage in MatchStage if stage != MatchStage.LAPSED]


@require_safe
def matches(request: ActingRequest) -> HttpResponse:
    """List the matches that the actor may see, by his own listings."""
    if not request.actor.is_known:
        raise NotAllowed(_("Sign in to see your matches."))
    wanted = board.MatchFilter.from_query(request.GET.dict())
    counts = board.stage_counts(request.actor)
    tabs = [(stage, stage.label, counts.get(stage, 0), stage == wanted.stage) for stage in STAGES]
    found = board.matches(request.actor, wanted)
    context = {
        "page": Paginator(found, ON_A_PAGE).get_page(request.GET.get("page")),
        "tabs": [("", _("All"), sum(counts.values()), not wanted.stage), *tabs],
    }
    return render(request, "exchange/matches.html", context)


@require_safe
def match(request: ActingRequest, pk: int) -> HttpResponse:
    """Show a match: both sides, why, where it stands, and what can be done."""
    return _page(request, queries.match(request.actor, pk))


@require_POST
def take_up(request: ActingRequest, pk: int) -> HttpResponse:
    """Make a proposal a team's work."""
    form = TakeUpForm(request.POST, teams=queries.teams_of(request.actor))

    def act() -> None:
        values = form.cleaned_data
        services.take_up(actor=request.actor, match=pk, team=values["team"].pk, note=values["note"])

    return _acted(request, pk, form, act, _("Taken up. Now call both sides."))


@require_POST
def introduce(request: ActingRequest, pk: int) -> HttpResponse:
    """Note that the two sides have met."""
    done = _("Introduced. Each side now sees the other's contact.")
    return _stepped(request, pk, services.introduce, done)


@require_POST
def negotiate(request: ActingRequest, pk: int) -> HttpResponse:
    """Note that the two sides negotiate."""
    return _stepped(request, pk, services.negotiate, _("Noted: they negotiate."))


@require_POST
def sign(request: ActingRequest, pk: int) -> HttpResponse:
    """Close a match with its contract."""
    form = ContractForm(request.POST, request.FILES)

    def act() -> None:
        note = form.cleaned_data["note"]
        services.sign(actor=request.actor, match=pk, contract=form.contract(), note=note)

    return _acted(request, pk, form, act, _("Signed. The dashboard counts it."))


@require_POST
def fail(request: ActingRequest, pk: int) -> HttpResponse:
    """Close a match without a contract."""
    form = FailForm(request.POST)

    def act() -> None:
        services.fail(actor=request.actor, match=pk, **form.cleaned_data)

    return _acted(request, pk, form, act, _("Closed without a contract."))


@require_POST
def judge(request: ActingRequest, pk: int) -> HttpResponse:
    """Say that a proposal fits, or why it does not."""
    fits = request.POST.get("fits") == "yes"
    form: forms.Form = forms.Form(request.POST) if fits else MisfitForm(request.POST)

    def act() -> None:
        verdicts.judge(actor=request.actor, match=pk, fits=fits, **form.cleaned_data)

    return _acted(request, pk, form, act, _("Thank you. Your word moves this proposal."))


@require_safe
def evidence(request: ActingRequest, pk: int) -> FileResponse:
    """Hand out the contract's file to the two sides and the bureau."""
    deal = getattr(queries.match(request.actor, pk), "deal", None)
    if deal is None or not deal.evidence:
        raise NotFound(_("There is no such file."))
    return FileResponse(deal.evidence.open(), as_attachment=True)


def _stepped(
    request: ActingRequest, pk: int, service: Callable[..., Match], done: str
) -> HttpResponse:
    form = NoteForm(request.POST)

    def act() -> None:
        service(actor=request.actor, match=pk, note=form.cleaned_data["note"])

    return _acted(request, pk, form, act, done)


def _acted(
    request: ActingRequest, pk: int, form: forms.Form, act: Callable[[], None], done: str
) -> HttpResponse:
    """Act if the form is whole; what is wrong comes back at its field."""
    if form.is_valid():
        try:
            act()
        except Invalid as refusal:
            explain(form, refusal)
        else:
            messages.success(request, done)
            return redirect("exchange:match", pk)
    row = queries.match(request.actor, pk)
    return _page(request, row, refused=form, status=Invalid.status)


def _page(
    request: ActingRequest, row: Match, *, refused: forms.Form | None = None, status: int = 200
) -> HttpResponse:
    actor, pairing, steps = request.actor, wording.pairing_of(row), board.steps_of(row)
    context = {
        "match": row,
        "pairing": pairing,
        "reasons": wording.reasons(pairing) if pairing else [],
        "exclusions": wording.exclusions(pairing) if pairing else [],
        "standing": wording.standing(row),
        "steps": steps,
        "way": board.way_of(row, steps),
        "sides": [
            ("need", row.need, board.contact_on(actor, row, row.need.organization_id)),
            ("result", row.result, board.contact_on(actor, row, row.result.organization_id)),
        ],
        "said": board.verdict_of(actor, row),
        "said_by_all": board.verdicts_on(actor, row),
        "misfit": _or(refused, MisfitForm, MisfitForm()),
        "actions": _actions(request, row, refused) if actor.is_bureau else [],
    }
    return render(request, "exchange/match.html", context, status=status)


def _actions(
    request: ActingRequest, row: Match, refused: forms.Form | None
) -> list[tuple[str, str, Any]]:
    """Return what an officer can do now: url name, label, form. The first is the way on."""
    take_up = TakeUpForm(teams=queries.teams_of(request.actor))
    can: dict[str, tuple[str, str, forms.Form]] = {
        MatchStage.TAKEN_UP: ("take_up", _("Take up"), take_up),
        MatchStage.INTRODUCED: ("introduce", _("Both sides have met"), NoteForm()),
        MatchStage.NEGOTIATING: ("negotiate", _("They negotiate"), NoteForm()),
        MatchStage.SIGNED: ("sign", _("A contract is signed"), ContractForm()),
        MatchStage.FAILED: ("fail", _("It came to nothing"), FailForm()),
    }
    return [
        (name, label, _or(refused, type(form), form))
        for stage, (name, label, form) in can.items()
        if row.stage in services.REACHED_FROM[stage]
    ]


def _or(refused: forms.Form | None, kind: type[forms.Form], fresh: forms.Form) -> forms.Form:
    return refused if type(refused) is kind else fresh
