"""From where somebody asks, and how much he may ask for within a minute."""

from __future__ import annotations

import time
from ipaddress import IPv4Address, IPv6Address, ip_address

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest
from django.utils.translation import ngettext

from lianqiao.core.errors import TooMany

MINUTE = 60
# Whoever has one address of the sixth version has all of its network.
NETWORK = 64


def address(request: HttpRequest) -> str:
    """Return the address that a request comes from, behind so many proxies as are trusted.

    Each of them adds whom it heard to the end of X-Forwarded-For; what stands before that
    anybody may have written.
    """
    own = str(request.META.get("REMOTE_ADDR", ""))
    if not settings.TRUSTED_PROXIES:
        return own
    passed = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    heard = _read(passed[-settings.TRUSTED_PROXIES :][0].strip())
    return str(heard) if heard else own


def network(request: HttpRequest) -> str:
    """Return by what visitors are told apart: an address, or its network of the sixth version."""
    found = _read(address(request))
    if isinstance(found, IPv6Address):
        return str(IPv6Address(int(found) >> NETWORK << NETWORK))
    return str(found or "")


def spend(request: HttpRequest, cost: int, *, holder: str = "") -> None:
    """Take what a page costs from the visitor's share of this minute. TooMany beyond it.

    Who is signed in has a share of his own, as an office has one address; so has the `holder` of
    a token of the API, whom the caller knows by it. This machine has no
    end: a proxy on it that nobody told of would make one visitor of the whole city.
    """
    share = settings.SHARE_OF_A_MINUTE
    origin = _origin(request) if share else ""
    if not origin:
        return
    now = int(time.time())
    key, kept = f"{holder or origin}:{now // MINUTE}", caches["visits"]
    kept.add(key, 0, 2 * MINUTE)
    if kept.incr(key, cost) > share:
        left = MINUTE - now % MINUTE
        said = ngettext(
            "Too much is asked for from your address; try again in %(seconds)d second.",
            "Too much is asked for from your address; try again in %(seconds)d seconds.",
            left,
        )
        raise TooMany(said % {"seconds": left}, left)


def _origin(request: HttpRequest) -> str:
    if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
        return f"user-{request.user.pk}"
    found = _read(address(request))
    return "" if found is None or found.is_loopback else network(request)


def _read(text: str) -> IPv4Address | IPv6Address | None:
    try:
        found = ip_address(text)
    except ValueError:
        return None
    # A socket that hears both versions writes the fourth as ::ffff:127.0.0.1.
    return (found.ipv4_mapped or found) if isinstance(found, IPv6Address) else found
