"""Where a title can be seen."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lianqiao.core.errors import NotFound
from lianqiao.core.parties.http import ActingRequest
from lianqiao.core.parties.models import Title


@require_safe
def title(request: ActingRequest, pk: int) -> HttpResponse:
    """Lead to the organization that holds a title: itself and bureaus see it."""
    row = Title.objects.filter(pk=pk).only("organization_id").first()
    if row is None or not (request.actor.is_bureau or request.actor.acts_for(row.organization_id)):
        raise NotFound(_("There is no such title."))
    return redirect("parties:organization", row.organization_id)
