"""Filling in a form: the page, each field saved by itself, handing in."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianqiao.core.cases.queries import filing as queries
from lianqiao.core.cases.services import saving
from lianqiao.core.cases.services.submitting import submit
from lianqiao.core.cases.views import filling, printing
from lianqiao.core.cases.views.posted import Refused, save_typed
from lianqiao.core.errors import Invalid, NotFound, Refusal
from lianqiao.core.parties.http import ActingRequest

SIGNED_OUT = 401


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def filing(request: ActingRequest, pk: int) -> HttpResponse:
    """Show a form to be filled in; keep what was typed where the browser runs no scripts."""
    if not request.user.is_authenticated:
        return redirect(f"{reverse('account_login')}?next={request.path}")
    if request.method != "POST":
        return _page(request, pk)
    refused = save_typed(request.actor, pk, request.POST)
    if refused.is_any:
        return _page(request, pk, refused)
    action = request.POST.get("_action", "save")
    if action == "submit":
        return _submitted(request, pk)
    messages.success(request, _("Saved."))
    return redirect(f"{reverse('cases:filing', args=[pk])}#{request.POST.get('at', '')[:60]}")


@never_cache
@require_POST
def save(request: ActingRequest, pk: int) -> JsonResponse:
    """Save some fields for the page's script; its answer says what the database holds by now."""
    if not request.user.is_authenticated:
        return JsonResponse({"signed_out": True}, status=SIGNED_OUT)
    try:
        refused = save_typed(request.actor, pk, request.POST)
    except Refusal as refusal:
        return JsonResponse({"refused": str(refusal)}, status=refusal.status)
    answer = filling.standing(request.actor, pk) | refused.as_json()
    return JsonResponse(answer, status=refused.status)


@never_cache
@require_safe
def field(request: ActingRequest, pk: int, key: str) -> HttpResponse:
    """Show one field as it stands in the database."""
    return one_field(request, filling.page(request.actor, pk, Refused()), key)


@require_POST
def take_over(request: ActingRequest, pk: int) -> HttpResponse:
    """Fill what is empty with what was filed the last time."""
    saving.take_over(actor=request.actor, filing=pk)
    messages.success(request, _("Taken over. Check what has changed since."))
    return redirect("cases:filing", pk)


@require_safe
def print_view(request: ActingRequest, pk: int) -> HttpResponse:
    """Hand out a form as it is filled in, for a signature or the files."""
    row = queries.own_filing(request.actor, pk)
    headers = {"Content-Disposition": f'inline; filename="{row.case.number}.pdf"'}
    return HttpResponse(printing.pdf(row), content_type="application/pdf", headers=headers)


def one_field(
    request: ActingRequest, context: dict[str, Any], key: str, status: int = 200
) -> HttpResponse:
    """Show one field of a page's context."""
    found = filling.field_page(context, key)
    if found is None:
        raise NotFound(_("The form has no such field."))
    return render(request, "cases/parts/field.html", context | {"one": found}, status=status)


def _submitted(request: ActingRequest, pk: int) -> HttpResponse:
    try:
        made = submit(actor=request.actor, filing=pk)
    except Invalid as refusal:
        return _page(request, pk, Refused(sentence=str(refusal), missing=refusal.fields))
    messages.success(request, _("Handed in. You are told of every step."))
    return redirect("cases:case", made.filing.case_id)


def _page(request: ActingRequest, pk: int, refused: Refused | None = None) -> HttpResponse:
    found = refused or Refused()
    context: dict[str, Any] = filling.page(request.actor, pk, found)
    return render(request, "cases/filing.html", context, status=found.status)
