"""Saving a draft so that its last change can be undone, and undone again.

What stood there before is kept with the session of whoever changed it, one procedure at a time; as
soon as somebody else has saved, there is nothing to undo.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lianqiao.core.cases.models import Definition
from lianqiao.core.cases.queries import procedures as queries
from lianqiao.core.cases.services import building as services
from lianqiao.core.errors import Conflict
from lianqiao.core.parties.http import ActingRequest

KEPT = "cases.undo"
PAGES = frozenset({"builder", "flow"})


def save(
    request: ActingRequest, row: Definition, draft: Mapping[str, Any], expected: int
) -> Definition:
    """Save a draft and keep what it replaces; refusals as of the service."""
    saved = services.save_draft(row.pk, draft, actor=request.actor, expected=expected)
    request.session[KEPT] = {"of": row.pk, "revision": saved.revision, "draft": row.draft}
    return saved


def can_undo(request: ActingRequest, row: Definition) -> bool:
    """Whether the last change of a draft is one that this person can undo."""
    kept = request.session.get(KEPT, {})
    return bool(kept.get("of") == row.pk and kept.get("revision") == row.revision)


@require_POST
def undo(request: ActingRequest, code: str) -> HttpResponse:
    """Put back what stood there before the last change."""
    row = queries.procedure_for(request.actor, code)
    if not can_undo(request, row):
        raise Conflict(_("There is nothing to undo: the draft has been saved since."))
    save(request, row, request.session[KEPT]["draft"], row.revision)
    messages.success(request, _("The last change is undone. Undo again to have it back."))
    page = request.POST.get("page", "")
    return redirect(f"cases:{page if page in PAGES else 'builder'}", code)
