"""How promises are judged."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from lianqiao.core.errors import Invalid, NotAllowed
from lianqiao.core.parties.actors import Actor
from lianqiao.core.parties.permissions import is_administrator
from lianqiao.desks.reports.commitments.models import Rules

MOST = 50


@transaction.atomic
def change_tolerance(points: int, *, actor: Actor) -> Rules:
    """Say how many percentage points a promise may lag behind the calendar: 0 to 50."""
    if not is_administrator(actor):
        raise NotAllowed(_("Only an administrator changes how commitments are judged."))
    if not 0 <= points <= MOST:
        message = _("From 0 to %(most)d points.") % {"most": MOST}
        raise Invalid(message, {"tolerance": message})
    return Rules.objects.update_or_create(pk=1, defaults={"tolerance": points})[0]
