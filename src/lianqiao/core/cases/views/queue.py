"""An office's queue: narrowed, handed out, moved on many at once."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from lianqiao.core.cases import services
from lianqiao.core.cases.documents.flow import By
from lianqiao.core.cases.models import Case
from lianqiao.core.cases.queries import queue as queries
from lianqiao.core.cases.queries.viewing import default_of, views_of
from lianqiao.core.cases.queries.waiting import unread_digest
from lianqiao.core.cases.services.assigning import Taken
from lianqiao.core.cases.services.digesting import said
from lianqiao.core.cases.views.case import whole
from lianqiao.core.errors import Invalid
from lianqiao.core.parties.http import ActingRequest

ON_A_PAGE = 50


@require_safe
def queue(request: ActingRequest) -> HttpResponse:
    """Show the queue of the actor's office."""
    actor, today = request.actor, timezone.localdate()
    found, views = queries.read(actor), views_of(actor)
    if not request.GET and (default := default_of(views)):
        return redirect(f"{reverse('cases:queue')}?{default.query or 'group='}")
    wanted = queries.CaseFilter.from_query(request.GET.dict())
    page = Paginator(queries.cases(actor, wanted, found, today), ON_A_PAGE).get_page(
        request.GET.get("page")
    )
    rows = list(page.object_list)
    counted = queries.counts(actor, wanted, found, today)
    context = {
        "wanted": wanted,
        "views": views,
        "digest": (told := unread_digest(actor)),
        "digest_said": said(told) if told else [],
        "page": page,
        "rows": [(case, *_words(case, found)) for case in rows],
        "tabs": [(group, label, counted[group or "open"]) for group, label in _tabs()],
        "states": queries.by_state(actor, wanted, found, today),
        "procedures": queries.procedures(found),
        "officers": queries.officers(actor.organization),
        "steps": queries.steps_for_many(rows, found, _parts(request)),
        "today": today,
    }
    return render(request, "cases/queue/queue.html", context)


@require_POST
def assign(request: ActingRequest) -> HttpResponse:
    """Hand the cases that were marked to somebody of the office."""
    officer = whole(request.POST.get("officer", ""))
    done = services.assign_cases(_marked(request), officer=officer, actor=request.actor)
    said = ngettext("%(n)d case changed hands.", "%(n)d cases changed hands.", done)
    messages.success(request, said % {"n": done})
    return redirect(_back(request))


@require_POST
def step(request: ActingRequest) -> HttpResponse:
    """Take one step with the cases that were marked."""
    key = request.POST.get("step", "")[:24]
    if not key:
        message = _("Choose a step.")
        raise Invalid(message, {"step": message})
    reason = request.POST.get("reason", "")
    taken = services.take_each(_marked(request), key, actor=request.actor, reason=reason)
    _tell(request, taken)
    return redirect(_back(request))


def _tell(request: ActingRequest, taken: Taken) -> None:
    if taken.done:
        number = len(taken.done)
        said = ngettext("%(n)d case went on.", "%(n)d cases went on.", number)
        messages.success(request, said % {"n": number})
    for number_, sentence in taken.refused.items():
        messages.error(request, f"{number_}: {sentence}")


def _marked(request: ActingRequest) -> list[int]:
    return [pk for text in request.POST.getlist("case") if (pk := whole(text)) is not None]


def _back(request: ActingRequest) -> str:
    """Return the queue as it was narrowed."""
    asked = request.POST.get("back", "")
    is_ours = url_has_allowed_host_and_scheme(asked, {request.get_host()}, request.is_secure())
    return asked if is_ours else reverse("cases:queue")


def _tabs() -> list[tuple[str, str]]:
    return [
        ("", _("Being worked on")),
        ("late", _("Overdue")),
        ("asked", _("Correction awaited")),
        ("time", _("More time asked for")),
        ("mine", _("Mine")),
        ("free", _("Nobody's")),
        ("over", _("Decided")),
    ]


def _words(case: Case, found: queries.Documents) -> tuple[str, str, bool]:
    read = found[case.procedure]
    state = next((one for one in read.states if one.key == case.state), None)
    label = str(state.label) if state else case.state
    return str(read.label), label, bool(state and state.is_final)


def _parts(request: ActingRequest) -> set[By]:
    return {By.OFFICER, By.LEAD} if request.actor.leads else {By.OFFICER}
