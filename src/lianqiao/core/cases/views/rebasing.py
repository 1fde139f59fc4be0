"""Moving open cases to a newer version: what it would do to each, then the move."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lianqiao.core.cases.building import outline
from lianqiao.core.cases.queries import procedures as queries
from lianqiao.core.cases.queries.rebasing import movable, shifts
from lianqiao.core.cases.queries.versions import in_force
from lianqiao.core.cases.services import rebasing
from lianqiao.core.cases.views.case import whole
from lianqiao.core.errors import NotFound
from lianqiao.core.parties.http import ActingRequest

ON_A_PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def rebase(request: ActingRequest, code: str) -> HttpResponse:
    """Show what moving open cases to the version in force would do; move those that are chosen."""
    row = queries.procedure_for(request.actor, code)
    today = timezone.localdate()
    version = in_force(row, today)
    if version is None:
        raise NotFound(_("No version is in force yet."))
    if request.method == "POST":
        chosen = [pk for one in request.POST.getlist("case") if (pk := whole(one)) is not None]
        moved = rebasing.rebase(chosen, version.pk, actor=request.actor)
        said = ngettext("%(cases)d case is moved.", "%(cases)d cases are moved.", len(moved))
        messages.success(request, said % {"cases": len(moved)})
        return redirect("cases:rebase", code)
    cases = Paginator(movable(row, version, request.actor.organization), ON_A_PAGE)
    page = cases.get_page(request.GET.get("page"))
    context = {
        "procedure": row,
        "label": outline.label(row.draft),
        "version": version,
        "page": page,
        "shifts": list(shifts(page, version, today)),
    }
    return render(request, "cases/building/rebase.html", context)
