"""Public notices, objections by anybody, and their decision by the office."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.cache import cache
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianqiao.core.errors import Conflict, Invalid, NotFound
from lianqiao.core.forms import explain
from lianqiao.core.parties.http import ActingRequest
from lianqiao.core.visitors import network
from lianqiao.desks.policies.forms.claims import AnswerForm, ObjectionForm
from lianqiao.desks.policies.models import Notice
from lianqiao.desks.policies.queries import access
from lianqiao.desks.policies.queries import notices as queries
from lianqiao.desks.policies.services import notices, objections

NOTICES, NAMES = 20, 100
MOST_FROM_ONE, WITHIN = 5, 60 * 60


@require_safe
def notice_list(request: ActingRequest) -> HttpResponse:
    """List the notices, those open for objections marked."""
    found = Paginator(queries.notices(), NOTICES).get_page(request.GET.get("page"))
    context = {"page": found, "today": timezone.localdate()}
    return render(request, "policies/notices/list.html", context)


@require_safe
def notice(request: ActingRequest, pk: int) -> HttpResponse:
    """Show a notice: whom it names, for how much, and until when one may object."""
    return _page(request, queries.notice(pk))


@require_http_methods(["GET", "HEAD", "POST"])
def raise_objection(request: ActingRequest, pk: int, claim: int) -> HttpResponse:
    """Object to a name. Machines that fill in the hidden field are thanked and not heard."""
    row = queries.notice(pk)
    named = queries.names(row).filter(pk=claim).first()
    if named is None:
        raise NotFound(_("There is no such name on this notice."))
    form = ObjectionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            if not said["website"]:
                _require_calm(request)
                objections.raise_objection(
                    notice=pk, claim=claim, text=said["text"], contact=said["contact"]
                )
        except (Invalid, Conflict) as refusal:
            explain(form, refusal)
        else:
            messages.success(request, _("Thank you. The office looks into it."))
            return redirect("policies:notice", pk)
    context = {"notice": row, "named": named, "form": form}
    status = Invalid.status if form.is_bound else 200
    return render(request, "policies/notices/object.html", context, status=status)


@require_POST
def decide(request: ActingRequest, pk: int) -> HttpResponse:
    """Uphold or dismiss an objection."""
    form = AnswerForm(request.POST)
    row = queries.notice_of(request.actor, pk)
    if form.is_valid():
        answer, is_upheld = form.cleaned_data["reason"], form.cleaned_data["is_upheld"]
        objections.decide(actor=request.actor, objection=pk, is_upheld=is_upheld, answer=answer)
        messages.success(request, _("The objection is decided."))
        return redirect("policies:notice", row.pk)
    return _page(request, row, refused=(pk, form), status=Invalid.status)


@require_POST
def close(request: ActingRequest, pk: int) -> HttpResponse:
    """Close a notice whose days are over."""
    count = notices.close(actor=request.actor, notice=pk)
    said = _("Closed. %(count)d enterprises are asked to confirm their account.")
    messages.success(request, said % {"count": count})
    return redirect("policies:notice", pk)


def _page(
    request: ActingRequest,
    row: Notice,
    *,
    refused: tuple[int, forms.Form] | None = None,
    status: int = 200,
) -> HttpResponse:
    today = timezone.localdate()
    given = dict([refused]) if refused else {}
    is_office = access.answers_for(request.actor, row.measure.version.policy.office_id)
    context = {
        "notice": row,
        "page": Paginator(queries.names(row), NAMES).get_page(request.GET.get("page")),
        "is_open": row.closed_at is None and today <= row.ends_on,
        "may_close": is_office and row.closed_at is None and today > row.ends_on,
        "objections": [
            (one, given.get(one.pk) or AnswerForm(auto_id=f"id_{one.pk}_%s"))
            for one in queries.open_objections(request.actor, row)
        ],
    }
    return render(request, "policies/notices/notice.html", context, status=status)


def _require_calm(request: ActingRequest) -> None:
    """Take five objections an hour from one address; the address itself is not kept."""
    key = f"objections:{salted_hmac('objections', network(request)).hexdigest()}"
    cache.add(key, 0, WITHIN)
    if cache.incr(key) > MOST_FROM_ONE:
        raise Conflict(_("Too many objections have come within the hour; try again later."))
