"""What titles ask of their holders: who owes data, who is reminded, opening the form."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from lianqiao.core.parties.http import ActingRequest
from lianqiao.desks.programs.queries import duties as queries
from lianqiao.desks.programs.queries.holders import Wanted
from lianqiao.desks.programs.services import opening, reminding
from lianqiao.desks.programs.views.ladder import asked_day

ON_A_PAGE = 50


@require_safe
def duties(request: ActingRequest) -> HttpResponse:
    """List holders whose data of the year are awaited, and those who have sent them."""
    day = asked_day(request)
    found = queries.holders(request.actor, day)
    due = queries.due_on(day)
    context = {
        "day": day,
        "due": due,
        "is_over": day > due,
        "is_today": day == timezone.localdate(),
        "owed": found.filter(is_told=False).count(),
        "page": Paginator(found, ON_A_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "programs/duties.html", context)


@require_POST
def remind_of_data(request: ActingRequest) -> HttpResponse:
    """Remind all who owe the data of the year."""
    _say(request, reminding.remind_of_data(actor=request.actor))
    return redirect("programs:duties")


@require_POST
def remind_of_end(request: ActingRequest) -> HttpResponse:
    """Remind all on the list of titles that run out, as it is narrowed."""
    given = request.POST.dict()
    wanted = Wanted.from_query(given, timezone.localdate())
    _say(request, reminding.remind_of_end(wanted, actor=request.actor))
    shown = {name: given.get(name, "") for name in ("ends", "title", "district", "q")}
    return redirect(f"{reverse('programs:holders')}?{urlencode(shown)}")


@require_POST
def open_data(request: ActingRequest, pk: int, year: int) -> HttpResponse:
    """Open the form for the data of a year."""
    return redirect("cases:filing", opening.open_data(pk, year, actor=request.actor).pk)


def _say(request: ActingRequest, done: reminding.Reminded) -> None:
    said = ngettext(
        "The holder of %(count)d title is reminded; letters: %(letters)d.",
        "The holders of %(count)d titles are reminded; letters: %(letters)d.",
        done.titles,
    )
    messages.success(request, said % {"count": done.titles, "letters": done.letters})
