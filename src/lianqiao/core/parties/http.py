"""The type of the house's requests, for views that are checked strictly."""

from __future__ import annotations

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from lianqiao.core.parties.actors import Actor


class ActingRequest(HttpRequest):
    """A request after the middleware: who acts, and whether htmx asks."""

    actor: Actor
    htmx: HtmxDetails


def number_of(request: HttpRequest, name: str) -> int | None:
    """Return a number of the address, or None where it is missing or none a database knows."""
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < len(str(2**63)) else None
