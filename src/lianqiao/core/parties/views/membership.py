"""My organization: its members, and the keys of my programs."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from lianqiao.core.errors import Refusal
from lianqiao.core.parties import permissions, queries, services
from lianqiao.core.parties.actors import BUREAU_ROLES, Actor, Role
from lianqiao.core.parties.forms import MemberForm
from lianqiao.core.parties.http import ActingRequest


@require_safe
@never_cache
def mine(request: ActingRequest) -> HttpResponse:
    """Show the organization that the person acts for."""
    return _page(request)


@require_POST
@never_cache
def issue_token(request: ActingRequest) -> HttpResponse:
    """Make a token and show it this once."""
    permissions.require_member(request.actor)
    label = request.POST.get("label", "").strip() or _("Without a name")
    return _page(request, token=services.issue_token(actor=request.actor, label=label))


@require_POST
def revoke_token(request: ActingRequest, pk: int) -> HttpResponse:
    """Let a token work no more."""
    services.revoke_token(actor=request.actor, token=pk)
    messages.success(request, _("The token works no more."))
    return redirect("parties:mine")


@require_POST
def enrol(request: ActingRequest) -> HttpResponse:
    """Take a person in."""
    permissions.require_member(request.actor)
    form = MemberForm(request.POST, roles=_roles(request.actor))
    if form.is_valid():
        try:
            services.enrol(actor=request.actor, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The person is a member now."))
            return redirect("parties:mine")
    return _page(request, form=form, status=422)


@require_POST
def end_membership(request: ActingRequest, pk: int) -> HttpResponse:
    """Let a member go."""
    services.end_membership(actor=request.actor, membership=pk)
    messages.success(request, _("The membership has ended."))
    return redirect("parties:mine" if pk != request.actor.membership else "home")


def _page(
    request: ActingRequest, *, token: str = "", form: MemberForm | None = None, status: int = 200
) -> HttpResponse:
    actor = request.actor
    permissions.require_member(actor)
    context = {
        "organization": queries.organization_for(actor.organization or 0),
        "members": queries.members_of(actor),
        "tokens": queries.tokens_of(actor),
        "token": token,
        "manages": permissions.manages_members(actor),
        "may_edit": permissions.may_edit(actor, actor.organization or 0),
        "form": form or MemberForm(roles=_roles(actor)),
    }
    return render(request, "parties/mine.html", context, status=status)


def _roles(actor: Actor) -> list[tuple[str, str]]:
    own = BUREAU_ROLES if actor.is_bureau else {Role.OWNER, Role.MEMBER}
    return [(role.value, str(role.label)) for role in Role if role in own]
