"""Yearly reports: who owes one, a reminder to all of them, and the form of a year."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from lianqiao.core.errors import NotFound
from lianqiao.core.parties.http import ActingRequest
from lianqiao.desks.programs.centers.operating import operating
from lianqiao.desks.programs.centers.queries import duties as queries
from lianqiao.desks.programs.centers.services import filing, reminding

ON_A_PAGE = 50


@require_safe
def owing(request: ActingRequest) -> HttpResponse:
    """List the centers that have not reported a year, the last full one unless asked otherwise."""
    years, year = _asked(request, request.GET.get("year", ""))
    page = Paginator(queries.owing(year), ON_A_PAGE).get_page(request.GET.get("page"))
    today, due = timezone.localdate(), operating().due(year)
    context = {
        "year": year,
        "years": years,
        "page": page,
        "due": due,
        "is_late": today > due,
        "today": today,
    }
    return render(request, "centers/owing.html", context)


@require_POST
def remind(request: ActingRequest) -> HttpResponse:
    """Remind all that owe the report of a year."""
    _years, year = _asked(request, request.POST.get("year", ""))
    done = reminding.remind_all(year, actor=request.actor)
    said = ngettext(
        "%(count)d center is reminded; letters: %(letters)d.",
        "%(count)d centers are reminded; letters: %(letters)d.",
        done.centers,
    )
    messages.success(request, said % {"count": done.centers, "letters": done.letters})
    return redirect(f"{reverse('centers:owing')}?year={year}")


@require_POST
def open_report(request: ActingRequest, pk: int, year: int) -> HttpResponse:
    """Open the form of a year's report."""
    return redirect("cases:filing", filing.open_report(pk, year, actor=request.actor).pk)


def _asked(request: ActingRequest, text: str) -> tuple[list[int], int]:
    """Return the years to choose from, and the one that is asked for."""
    if not request.actor.is_bureau:
        raise NotFound(_("There is no such page."))
    years = queries.years(timezone.localdate())
    wanted = int(text) if text.isascii() and text.isdigit() else years[min(1, len(years) - 1)]
    if wanted not in years:
        raise NotFound(_("There is no report of this year."))
    return years, wanted
