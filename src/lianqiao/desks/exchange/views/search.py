"""The public search page."""

from __future__ import annotations

from collections.abc import Iterator

from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from lianqiao.core.parties.http import ActingRequest
from lianqiao.desks.exchange import queries
from lianqiao.desks.exchange.queries.search import ON_A_PAGE, Choice, Found

TITLES: dict[str, Promise] = {
    "kind": _("Kind"),
    "field": _("Technical field"),
    "stage": _("Stage"),
    "region": _("Region"),
    "industry": _("Industry"),
}


@require_safe
def search(request: ActingRequest) -> HttpResponse:
    """Search what the actor may read; facets and pages are links."""
    wanted = queries.Wanted.from_query(request.GET.dict())
    found = queries.search(request.actor, wanted)
    context = {
        "found": found,
        "wanted": wanted,
        "page": _page(found),
        "facets": [(name, title, found.facets[name]) for name, title in TITLES.items()],
        "chosen": list(_chosen(found)),
    }
    return render(request, "exchange/search.html", context)


def _page(found: Found) -> Page:
    """Return the page as the pager wants it: the engine has cut it out already."""
    within = range(min(found.total, found.pages * ON_A_PAGE))
    return Paginator(within, ON_A_PAGE).get_page(found.wanted.page)


def _chosen(found: Found) -> Iterator[tuple[str, Choice]]:
    for name in TITLES:
        for choice in found.facets[name]:
            if choice.is_current:
                yield name, choice
