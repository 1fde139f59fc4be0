"""Who asks over the HTTP API: a membership's token stands for its member."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.errors import HttpError
from ninja.security import HttpBearer

from lianqiao.core.parties.actors import ANYONE, Actor
from lianqiao.core.parties.services import identify


class AskingRequest(HttpRequest):
    """A request to the API: `auth` is who asks."""

    auth: Actor


class Token(HttpBearer):
    """`Authorization: Bearer …`; without one the asker is a visitor, a wrong one is refused."""

    def __call__(self, request: HttpRequest) -> Any:
        """Let visitors in."""
        if not request.headers.get("Authorization"):
            return ANYONE
        return super().__call__(request)

    def authenticate(self, request: HttpRequest, token: str) -> Actor:
        """Return who the token stands for, or refuse it with 401."""
        actor = identify(token)
        if not actor.is_known:
            raise HttpError(
                401, _("This token is not valid; make a new one under My organization.")
            )
        return actor
