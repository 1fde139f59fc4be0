"""An office writes a call and its topics, publishes it, moves its last day, closes it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lianqiao.core.errors import NotAllowed, NotFound, Refusal
from lianqiao.core.forms import explain
from lianqiao.core.parties.http import ActingRequest
from lianqiao.desks.programs.grants.call_forms import (
    CallForm,
    ExtensionForm,
    TopicForm,
    initial_of,
)
from lianqiao.desks.programs.grants.models import Call, Topic
from lianqiao.desks.programs.grants.queries.calls import own_call
from lianqiao.desks.programs.grants.services import announcing
from lianqiao.desks.programs.grants.services import calls as services


@require_http_methods(["GET", "HEAD", "POST"])
def write(request: ActingRequest, pk: int | None = None) -> HttpResponse:
    """Write a new call, or one anew that is not published yet."""
    if not request.actor.is_bureau:
        raise NotFound(_("There is no such page."))
    row = own_call(request.actor, pk) if pk else None
    initial = initial_of(row, CallForm) if row else {"year": timezone.localdate().year}
    form = CallForm(request.POST or None, initial=initial)
    if form.is_valid():
        try:
            data = form.data_of(is_invented=bool(row and row.is_invented))
            kept = services.write(data, actor=request.actor, call=pk)
        except Refusal as refusal:
            return _refused(request, form, refusal, {"call": row})
        return redirect("grants:call", kept.pk)
    return _shown(request, form, {"call": row})


@require_http_methods(["GET", "HEAD", "POST"])
def topic(request: ActingRequest, pk: int, topic: int | None = None) -> HttpResponse:
    """Add a topic to a call, or write one anew."""
    row = own_call(request.actor, pk)
    one = _topic(row, topic) if topic else None
    form = TopicForm(request.POST or None, initial=initial_of(one, TopicForm) if one else {})
    context = {"call": row, "topic": one, "is_topic": True}
    if form.is_valid():
        try:
            services.put_topic(pk, form.data_of(), actor=request.actor, topic=topic)
        except Refusal as refusal:
            return _refused(request, form, refusal, context)
        return redirect("grants:call", pk)
    return _shown(request, form, context)


@require_POST
def drop(request: ActingRequest, pk: int, topic: int) -> HttpResponse:
    """Take a topic out of a call that is not published yet."""
    services.drop_topic(pk, topic, actor=request.actor)
    return redirect("grants:call", pk)


@require_POST
def publish(request: ActingRequest, pk: int) -> HttpResponse:
    """Publish a call."""
    announcing.publish(pk, actor=request.actor)
    messages.success(request, _("Published. From now on nothing in it changes but its last day."))
    return redirect("grants:call", pk)


@require_POST
def decide(request: ActingRequest, pk: int) -> HttpResponse:
    """Say that a call is decided."""
    announcing.decide(pk, actor=request.actor)
    messages.success(request, _("This call is decided; its results stand on its page."))
    return redirect("grants:call", pk)


@require_http_methods(["GET", "HEAD", "POST"])
def extend(request: ActingRequest, pk: int) -> HttpResponse:
    """Move the last day of a call."""
    row = own_call(request.actor, pk)
    if not request.actor.leads:
        raise NotAllowed(_("Only a team lead of the office does this."))
    form = ExtensionForm(request.POST or None)
    context = {"call": row, "is_extension": True}
    if form.is_valid():
        try:
            announcing.extend(pk, actor=request.actor, **form.cleaned_data)
        except Refusal as refusal:
            return _refused(request, form, refusal, context)
        return redirect("grants:call", pk)
    return _shown(request, form, context)


def _topic(row: Call, pk: int) -> Topic:
    found = row.topics.filter(pk=pk).first()
    if found is None:
        raise NotFound(_("There is no such topic."))
    return found


def _refused(
    request: ActingRequest, form: forms.Form, refusal: Refusal, context: dict[str, Any]
) -> HttpResponse:
    explain(form, refusal)
    whole = {**context, "form": form}
    return render(request, "grants/write.html", whole, status=refusal.status)


def _shown(request: ActingRequest, form: forms.Form, context: dict[str, Any]) -> HttpResponse:
    status = 422 if form.is_bound else 200
    return render(request, "grants/write.html", {**context, "form": form}, status=status)
