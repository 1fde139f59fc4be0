"""What every request passes: a reference number, the acting member, refusals as answers."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from lianqiao.core.errors import Refusal, TooMany
from lianqiao.core.parties.actors import ANYONE, Actor
from lianqiao.core.visitors import spend
from lianqiao.site import answers, reference
from lianqiao.site.costs import cost_of

Handler = Callable[[HttpRequest], HttpResponse]

MEMBERSHIP_KEY = "membership"
API = "api"


def reference_number(get_response: Handler) -> Handler:
    """Give the request a number that its log lines and its error page both show."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.reference = reference.new()  # type: ignore[attr-defined]
        token = reference.current.set(request.reference)  # type: ignore[attr-defined]
        try:
            response = get_response(request)
        finally:
            reference.current.reset(token)
        response.headers["X-Reference"] = request.reference  # type: ignore[attr-defined]
        return response

    return middleware


def acting_member(get_response: Handler) -> Handler:
    """Set `request.actor`: the person in the membership chosen for this session."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: _actor(request))  # type: ignore[attr-defined]
        return get_response(request)

    return middleware


def kept_by_nobody(get_response: Handler) -> Handler:
    """Keep pages of a session out of every cache: after signing out, "back" shows nothing."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    return middleware


def shares(get_response: Handler) -> Handler:
    """Refuse what goes beyond a visitor's share of a minute, before anything is counted."""

    def middleware(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    def process_view(request: HttpRequest, *_view: object) -> HttpResponse | None:
        match = request.resolver_match
        try:
            if match and (cost := cost_of(match.view_name)):
                spend(request, cost, holder=_holder(request) if match.namespace == API else "")
        except TooMany as refusal:
            return answers.refused(request, refusal)
        return None

    middleware.process_view = process_view  # type: ignore[attr-defined]
    return middleware


def _holder(request: HttpRequest) -> str:
    """Return who holds the token that a call of the API brings; '' for a wrong one or none."""
    scheme, _blank, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        return ""
    from lianqiao.core.parties.services import identify

    actor = identify(token)
    return f"member-{actor.membership}" if actor.is_known else ""


def _actor(request: HttpRequest) -> Actor:
    if not request.user.is_authenticated:
        return ANYONE
    from lianqiao.core.parties.services import actor_of

    return actor_of(request.user, request.session.get(MEMBERSHIP_KEY))


def refusals(get_response: Handler) -> Handler:
    """Answer a refusal raised in a view with its page, fragment or JSON."""

    def middleware(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    def process_exception(request: HttpRequest, error: Exception) -> HttpResponse | None:
        return answers.refused(request, error) if isinstance(error, Refusal) else None

    middleware.process_exception = process_exception  # type: ignore[attr-defined]
    return middleware
