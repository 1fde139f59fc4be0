"""Messages on policies, and what one wants to hear of."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages as notes
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lianqiao.core.errors import NotAllowed
from lianqiao.core.parties.http import ActingRequest
from lianqiao.desks.policies.models import Topic
from lianqiao.desks.policies.queries import messages as queries
from lianqiao.desks.policies.services import messages, subscriptions

ON_A_PAGE = 20


@require_safe
def inbox(request: ActingRequest) -> HttpResponse:
    """List what the organization was told, and what the person follows."""
    if not request.actor.is_known or request.actor.is_bureau:
        raise NotAllowed(_("Sign in as a member of an enterprise to read its messages."))
    page = Paginator(queries.inbox(request.actor), ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "unread": queries.unread(request.actor),
        "followed": queries.followed(request.actor),
        "topics": Topic.choices,
    }
    return render(request, "policies/messages.html", context)


@require_safe
def message(request: ActingRequest, pk: int) -> HttpResponse:
    """Go to the policy that a message is about; with that it is read."""
    row = messages.mark_read(actor=request.actor, message=pk)
    return redirect("policies:version", row.version_id)


@require_POST
def read_all(request: ActingRequest) -> HttpResponse:
    """Mark all messages as read."""
    messages.mark_all_read(actor=request.actor)
    return redirect("policies:messages")


@require_POST
def subscribe(request: ActingRequest) -> HttpResponse:
    """Follow a policy or a topic; every new policy, where neither is named."""
    policy = _policy(request)
    if policy is None:
        subscriptions.follow_topic(actor=request.actor, topic=request.POST.get("topic", ""))
    else:
        subscriptions.follow_policy(actor=request.actor, policy=policy)
    notes.success(request, _("You will be told, here and once a day by e-mail."))
    return redirect(_back(request, policy))


@require_POST
def unsubscribe(request: ActingRequest) -> HttpResponse:
    """Follow a policy, a topic or every new policy no longer."""
    policy = _policy(request)
    if policy is None:
        subscriptions.leave_topic(actor=request.actor, topic=request.POST.get("topic", ""))
    else:
        subscriptions.leave_policy(actor=request.actor, policy=policy)
    notes.success(request, _("You will not be told of this any more."))
    return redirect(_back(request, policy))


def _policy(request: ActingRequest) -> int | None:
    given = request.POST.get("policy", "")[:18]
    return int(given) if given.isascii() and given.isdigit() else None


def _back(request: ActingRequest, policy: int | None) -> str:
    """Return the page that the button stands on: a policy's, a topic's, or the messages."""
    topic = request.POST.get("topic", "")
    if request.POST.get("from") == "messages" or not (policy or topic):
        return reverse("policies:messages")
    if policy:
        return reverse("policies:policy", args=[policy])
    return f"{reverse('policies:list')}?{urlencode({'topic': topic})}"
