"""Who may bring facts in."""

from __future__ import annotations

from django.utils.translation import gettext as _

from lianqiao.core.errors import NotFound
from lianqiao.core.parties.actors import Actor


def require_bureau(actor: Actor) -> None:
    """Raise NotFound for everybody else: what sources say of others is not theirs to know of."""
    if not actor.is_bureau:
        raise NotFound(_("There is no such thing here."))
