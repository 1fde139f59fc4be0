"""Opening the form in which the data of a year are brought."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lianqiao.core.cases.models import Filing
from lianqiao.core.cases.services.applying import open_filing
from lianqiao.core.errors import Conflict, NotFound
from lianqiao.core.parties.actors import Actor
from lianqiao.desks.programs.queries.duties import held_by


@transaction.atomic
def open_data(certificate: int, year: int, *, actor: Actor) -> Filing:
    """Open the data of a year of a title, or return what was begun of them.

    NotFound for a stranger, a title that runs no more and a year that is not owed; Conflict while
    its case awaits something else.
    """
    found = held_by(actor.organization or 0, timezone.localdate())
    held = next((one for one in found if one.certificate.pk == certificate), None)
    owed = next((one for one in held.owed if one.year == year), None) if held else None
    if held is None or owed is None:
        raise NotFound(_("There is no such thing here."))
    case = held.certificate.case
    if not owed.is_open:
        said = _("The data of %(year)d cannot be filled in while the case is at “%(state)s”.")
        raise Conflict(said % {"year": year, "state": case.state_label})
    return open_filing(actor=actor, case=case.pk, period=year)
