"""The ballot: a letter's code opens it, nothing is kept before it is cast.

The code is in no address: a letter's link carries it behind #, which no browser sends, and the form
posts it. So it stands in no access log, no Referer and no history of addresses. `Referrer-Policy`
stays `same-origin`: with `no-referrer` browsers send `Origin: null`, and no form is taken.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from lianqiao.core.errors import Conflict, Invalid, Refusal
from lianqiao.core.parties.http import ActingRequest
from lianqiao.core.visitors import spend
from lianqiao.desks.reports.evaluation import services
from lianqiao.desks.reports.evaluation.codes import LONGEST, digests, plain
from lianqiao.desks.reports.evaluation.models import Choice
from lianqiao.desks.reports.evaluation.queries.ballot import Paper, paper, standing
from lianqiao.desks.reports.evaluation.services.casting import NOBODY, Marks, refused
from lianqiao.desks.reports.evaluation.views.survey import answers_of, fields

MISS = 10
"""What a wrong code costs of a visitor's share of a minute."""
NO_OPINION = "0"
_MARK = re.compile(r"d([1-9][0-9]{0,17})-([1-9][0-9]{0,17})", re.ASCII)
_KEY = re.compile(r"[0-9]{1,18}", re.ASCII)


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def ballot(request: ActingRequest) -> HttpResponse:
    """Ask for the code, show its ballot, show it for review, cast it."""
    if request.method != "POST":
        return render(request, "evaluation/ballot/code.html")
    code, step = request.POST.get("code", "")[:LONGEST], request.POST.get("step", "")
    found = paper((digests(code) or NOBODY)[1])
    said = standing(found, timezone.now())
    if found is None or said != "open":
        return _closed(request, said)
    return _opened(request, found, plain(code), step)


@require_safe
def thanks(request: ActingRequest) -> HttpResponse:
    """Say that the ballot is in the urn; the address says nothing of whose."""
    return render(request, "evaluation/ballot/thanks.html")


def _closed(request: ActingRequest, said: str) -> HttpResponse:
    if said == "unknown":
        spend(request, MISS)
    refusal = refused(said)
    context = {"problem": refusal, "is_late": said == "late"}
    return render(request, "evaluation/ballot/code.html", context, status=refusal.status)


def _opened(request: ActingRequest, found: Paper, code: str, step: str) -> HttpResponse:
    try:
        marks = marks_of(request.POST)
        answers = answers_of(request.POST, found.questions)
        if step == "review" and not _opinions(marks):
            raise Invalid(_("The ballot is empty: choose at least once."))
        if step == "cast":
            services.cast(code, marks, answers)
            return redirect("evaluation:thanks")
    except Conflict as refusal:
        context = {"problem": refusal}
        return render(request, "evaluation/ballot/code.html", context, status=refusal.status)
    except Refusal as refusal:
        return _form(request, found, code, refusal)
    if step == "review":
        context = _context(found, code, request.POST)
        return render(request, "evaluation/ballot/review.html", context)
    return _form(request, found, code)


def _form(
    request: ActingRequest, found: Paper, code: str, refusal: Refusal | None = None
) -> HttpResponse:
    context = _context(found, code, request.POST) | {"problem": refusal}
    status = refusal.status if refusal else 200
    return render(request, "evaluation/ballot/ballot.html", context, status=status)


def marks_of(posted: QueryDict) -> Marks:
    """Read {department: {item: choice}} from a form's fields. Invalid for what is no choice."""
    marks: dict[int, dict[int, int | None]] = {}
    for name, value in posted.items():
        if not (read := _MARK.fullmatch(name)):
            continue
        if not _KEY.fullmatch(str(value)):
            raise Invalid(_("The ballot names what it does not judge; open it anew."))
        marks.setdefault(int(read[1]), {})[int(read[2])] = int(str(value)) or None
    return marks


def _opinions(marks: Marks) -> int:
    return sum(1 for given in marks.values() for one in given.values() if one is not None)


def _context(found: Paper, code: str, posted: Mapping[str, Any]) -> dict[str, Any]:
    """Return the ballot's rows with what is chosen so far."""
    choices = {str(one.pk): one for one in found.choices}
    departments = [
        {
            "row": one,
            "lines": [_line(f"d{one.pk}-{item.pk}", item, choices, posted) for item in found.items],
        }
        for one in found.departments
    ]
    judged = sum(any(line["choice"] for line in one["lines"]) for one in departments)
    return {
        "paper": found,
        "code": code,
        "departments": departments,
        "judged": judged,
        "no_opinion": NO_OPINION,
        "survey": fields(found.questions, posted),
    }


def _line(
    name: str, item: Any, choices: Mapping[str, Choice], posted: Mapping[str, Any]
) -> dict[str, Any]:
    given = str(posted.get(name, ""))
    return {
        "name": name,
        "item": item,
        "choice": choices.get(given),
        "is_none": given == NO_OPINION,
        "options": [(key, one.label, key == given) for key, one in choices.items()],
    }
