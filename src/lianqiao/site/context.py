"""What every template knows."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from lianqiao import __version__
from lianqiao.core.parties.actors import ANYONE
from lianqiao.desks.policies.queries.messages import unread
from lianqiao.site.navigation import navigation_for

THEMES = ("light", "dark")


def house(request: HttpRequest) -> dict[str, Any]:
    """Return `actor`, `navigation`, `memberships`, `unread`, `theme`, `demo` and `release`."""
    actor = getattr(request, "actor", ANYONE)
    theme = request.COOKIES.get("theme")
    return {
        "actor": actor,
        "navigation": SimpleLazyObject(lambda: navigation_for(actor, request.path)),
        "memberships": SimpleLazyObject(lambda: _memberships(request)),
        "unread": SimpleLazyObject(lambda: unread(actor)),
        "theme": theme if theme in THEMES else "",
        "demo": settings.DEMO,
        "release": __version__,
    }


def _memberships(request: HttpRequest) -> list[Any]:
    """Return the memberships that the person may act in, for the switch in the header."""
    if not request.user.is_authenticated:
        return []
    return list(request.user.memberships.select_related("organization"))
