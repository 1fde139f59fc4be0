"""The type of the house's requests, for views that are checked strictly."""

from __future__ import annotations

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from lianqiao.core.parties.actors import Actor


class ActingRequest(HttpRequest):
    """A request after the middleware: who acts, and whether htmx asks."""

    actor: Actor
    htmx: HtmxDetails
