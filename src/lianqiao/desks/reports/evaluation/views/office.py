"""The office's pages: a round is made, set up, closed, drawn; letters go out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import IO, Any

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianqiao.core.errors import NotFound, Refusal
from lianqiao.core.forms import explain
from lianqiao.core.parties.http import ActingRequest
from lianqiao.core.sheets import write_csv, write_xlsx
from lianqiao.core.sheets.responses import spool
from lianqiao.desks.reports.evaluation import queries, services
from lianqiao.desks.reports.evaluation.codes import grouped
from lianqiao.desks.reports.evaluation.columns import LETTERS
from lianqiao.desks.reports.evaluation.forms import DaysForm, SeedForm
from lianqiao.desks.reports.evaluation.models import Round, Stage
from lianqiao.desks.reports.evaluation.services import Letter
from lianqiao.desks.reports.evaluation.stages import ORDER

STEPS: dict[str, tuple[Callable[..., Any], Promise]] = {
    "open": (services.open_enrolment, gettext_lazy("Volunteers can sign up now.")),
    "freeze": (services.freeze, gettext_lazy("The roll is closed and its digest published.")),
    "draw": (services.draw, gettext_lazy("The panel is drawn.")),
    "vote": (services.open_voting, gettext_lazy("Voting is open within its terms.")),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What a step asks for first: the form, what is done with it, its title."""

    form: Callable[..., Any]
    do: Callable[..., Any]
    title: str
    initial: Mapping[str, Any] = field(default_factory=dict)


@require_safe
def office(request: ActingRequest, pk: int) -> HttpResponse:
    """Show what a round consists of, what it lacks, and the next step."""
    return _office(request, queries.managed_round(request.actor, pk))


@require_POST
def step(request: ActingRequest, pk: int, what: str) -> HttpResponse:
    """Take the next step of a round."""
    if what not in STEPS:
        raise NotFound(_("There is no such page."))
    do, said = STEPS[what]
    try:
        do(pk, actor=request.actor)
    except NotFound:
        raise
    except Refusal as refusal:
        row = queries.managed_round(request.actor, pk)
        return _office(request, row, status=refusal.status, problem=str(refusal))
    messages.success(request, str(said))
    return redirect("evaluation:office", pk)


@require_http_methods(["GET", "HEAD", "POST"])
def seed(request: ActingRequest, pk: int) -> HttpResponse:
    """Enter the seed."""
    asked = Asked(SeedForm, services.enter_seed, _("Enter the seed"))
    return _ask(request, queries.managed_round(request.actor, pk), asked)


@require_http_methods(["GET", "HEAD", "POST"])
def days(request: ActingRequest, pk: int) -> HttpResponse:
    """Move the days of the vote."""
    row = queries.managed_round(request.actor, pk)
    initial = {"vote_from": row.vote_from, "vote_until": row.vote_until}
    asked = Asked(DaysForm, services.change_days, _("Move the vote"), initial)
    return _ask(request, row, asked)


@never_cache
@require_POST
def letters(request: ActingRequest, pk: int, form: str) -> FileResponse:
    """Make letters and hand out their file, once: whoever lost it makes new ones."""
    if form not in {"csv", "xlsx"}:
        raise NotFound(_("Lists are to be had as XLSX and CSV."))
    file = spool()

    def write(found: Iterable[Letter]) -> str:
        return _written(file, form, found)

    try:
        services.make_letters(pk, actor=request.actor, write=write)
    except Exception:
        file.close()
        raise
    file.seek(0)
    name = f"letters-{pk}-{timezone.localdate():%Y%m%d}.{form}"
    return FileResponse(file, as_attachment=True, filename=name)


@require_POST
def drop(request: ActingRequest, pk: int) -> HttpResponse:
    """Take back a round that nobody has seen yet."""
    services.drop_round(pk, actor=request.actor)
    messages.success(request, _("The round is gone."))
    return redirect("evaluation:list")


def _office(
    request: ActingRequest, row: Round, *, status: int = 200, problem: str = ""
) -> HttpResponse:
    is_open = row.stage in {Stage.PREPARING, Stage.ENROLLING}
    crowds = queries.crowds(row)
    lacks = queries.lacking(row) if row.stage == Stage.PREPARING else ()
    if row.stage == Stage.ENROLLING:
        lacks = queries.unready(row, timezone.now())
    context = {
        "round": row,
        "problem": problem,
        "is_open": is_open,
        "lacks": lacks,
        "crowds": crowds,
        "short": [one for one in crowds if one.is_short and is_open],
        "groups": row.groups.prefetch_related("judged__department"),
        "items": row.items.all(),
        "choices": row.choices.all(),
        "questions": row.questions.all(),
        "leads": request.actor.leads,
        "is_second": request.actor.user != row.frozen_by,
        "has_letters": row.panel.filter(letter_sha256__isnull=False).exists(),
        "place": ORDER.index(Stage(row.stage)),
    }
    return render(request, "evaluation/office/office.html", context, status=status)


def _ask(request: ActingRequest, row: Round, asked: Asked) -> HttpResponse:
    form = asked.form(request.POST or None, initial=asked.initial)
    if request.method == "POST" and form.is_valid():
        try:
            asked.do(row.pk, actor=request.actor, **form.cleaned_data)
        except Refusal as refusal:
            explain(form, refusal)
        else:
            messages.success(request, _("It is kept, and in the ledger."))
            return redirect("evaluation:office", row.pk)
    status = 422 if form.errors else 200
    context = {"form": form, "round": row, "heading": asked.title}
    return render(request, "evaluation/office/ask.html", context, status=status)


def _written(file: IO[bytes], form: str, found: Iterable[Letter]) -> str:
    """Write the letters into a file and return its digest."""
    page = settings.BASE_URL + reverse("evaluation:ballot")
    rows = (
        [one.number, one.name, one.phone, grouped(one.secret), f"{page}#{grouped(one.secret)}"]
        for one in found
    )
    if form == "xlsx":
        write_xlsx(LETTERS, rows, file)
    else:
        file.writelines(write_csv(LETTERS, rows))
    file.seek(0)
    total = sha256()
    while block := file.read(1 << 20):
        total.update(block)
    return total.hexdigest()
