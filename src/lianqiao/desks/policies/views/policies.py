"""Public pages: all policies, one policy, what changed, its files."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from lianqiao.core import sheets
from lianqiao.core.errors import NotFound
from lianqiao.core.parties.http import ActingRequest
from lianqiao.desks.policies import columns
from lianqiao.desks.policies.judging import all_in_words
from lianqiao.desks.policies.models import Version
from lianqiao.desks.policies.queries import access, messages, policies, reading
from lianqiao.desks.policies.queries.differences import differences as compared
from lianqiao.desks.policies.services.views import count_view

SEEN = "policies_seen"
TITLES: dict[str, Promise] = {
    "state": gettext_lazy("Validity"),
    "level": gettext_lazy("Level"),
    "topic": gettext_lazy("Topic"),
    "audience": gettext_lazy("For whom"),
    "route": gettext_lazy("Way"),
    "office": gettext_lazy("Office in charge"),
    "region": gettext_lazy("Region"),
}


@require_safe
def policy_list(request: ActingRequest) -> HttpResponse:
    """List policies by words and facets; facets and pages are links."""
    wanted = policies.Wanted.from_query(request.GET.dict())
    found = policies.search(wanted)
    page = Paginator(found.keys, policies.ON_A_PAGE).get_page(wanted.page)
    context = {
        "wanted": wanted,
        "page": page,
        "versions": policies.shown(page.object_list),
        "facets": [(name, title, found.facets[name]) for name, title in TITLES.items()],
        "chosen": list(_chosen(found)),
        "orders": policies.orders(wanted),
        "follows": wanted.topic and messages.follows_topic(request.actor, wanted.topic),
    }
    return render(request, "policies/list.html", context)


@require_safe
def export(request: ActingRequest, form: str) -> HttpResponseBase:
    """Hand out what the list finds."""
    found = policies.search(policies.Wanted.from_query(request.GET.dict()))
    return sheets.download(form, "policies", columns.EXPORTED, columns.rows(found.keys))


@require_safe
def policy(request: ActingRequest, pk: int) -> HttpResponse:
    """Show a policy as it counts today."""
    return _shown(request, reading.current_version(request.actor, pk))


@require_safe
def version(request: ActingRequest, pk: int) -> HttpResponse:
    """Show one version of a policy, be it an old one or a draft."""
    return _shown(request, access.version(request.actor, pk))


@require_safe
def differences(request: ActingRequest, pk: int) -> HttpResponse:
    """Show what a version changed in the one before it, or in the one that is asked for."""
    new = access.version(request.actor, pk)
    number = request.GET.get("with", "")
    old = reading.before(new)
    if number.isascii() and number.isdigit():
        rows = reading.versions_of(request.actor, new.policy_id).defer(None)
        old = rows.filter(number=int(number[:6])).first()
    if old is None:
        raise NotFound(_("There is no earlier version to compare with."))
    context = {"edition": new, "old": old, "differences": compared(old, new)}
    return render(request, "policies/differences.html", context)


@require_safe
def attachment(request: ActingRequest, pk: int, attachment: int) -> FileResponse:
    """Hand a file to whoever may read its policy; never opened in our name."""
    row = access.version(request.actor, pk).attachments.filter(pk=attachment).first()
    if row is None:
        raise NotFound(_("There is no such file on this policy."))
    return FileResponse(row.file.open(), as_attachment=True, filename=row.name)


def _shown(request: ActingRequest, row: Version) -> HttpResponse:
    _count(request, row)
    may_edit = access.answers_for(request.actor, row.policy.office_id)
    heir = row.policy.replaced_by_id
    context: dict[str, Any] = {
        "edition": row,
        "measures": list(all_in_words(row.measures.all(), timezone.localdate())),
        "versions": list(reading.versions_of(request.actor, row.policy_id)),
        "replaced": reading.replaced(row.policy),
        "heir": reading.current_of([heir]).get(heir) if heir else None,
        "others": reading.on_the_same_topic(row),
        "views": reading.views_of(row.policy_id),
        "may_edit": may_edit,
        "follows": messages.follows_policy(request.actor, row.policy_id),
        "open_version": reading.open_version(row.policy_id) if may_edit else None,
    }
    return render(request, "policies/policy.html", context)


def _count(request: ActingRequest, row: Version) -> None:
    """Count a view once a session and day; who writes policies is no reader."""
    if row.stage not in access.PUBLIC or request.actor.is_bureau or request.method != "GET":
        return
    today = timezone.localdate().isoformat()
    seen = request.session.get(SEEN, {})
    keys = seen.get("keys", []) if seen.get("day") == today else []
    if row.policy_id not in keys:
        count_view(policy=row.policy_id)
        request.session[SEEN] = {"day": today, "keys": [*keys, row.policy_id]}


def _chosen(found: policies.Found) -> Iterator[tuple[str, policies.Choice]]:
    for name in TITLES:
        for choice in found.facets[name]:
            if choice.is_current:
                yield name, choice
