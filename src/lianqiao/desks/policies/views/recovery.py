"""Paid claims to look at again, and the money that was demanded back."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lianqiao.core.errors import NotAllowed
from lianqiao.core.parties.http import ActingRequest
from lianqiao.desks.policies.queries import broken


@require_safe
def recovery(request: ActingRequest) -> HttpResponse:
    """List paid claims whose condition did not hold or holds no longer; nothing is done here."""
    if not request.actor.is_bureau:
        raise NotAllowed(_("Only offices look at paid claims again."))
    context = {"found": broken.broken(request.actor), "most": broken.MOST}
    return render(request, "policies/claims/recovery.html", context)
