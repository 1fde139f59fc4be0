"""Opening the form of a yearly report: one filing for each year of a center's case."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lianqiao.core.cases.models import Filing
from lianqiao.core.cases.services.applying import open_filing
from lianqiao.core.errors import Conflict, NotFound
from lianqiao.core.parties.actors import Actor
from lianqiao.desks.programs.centers.models import Center
from lianqiao.desks.programs.centers.queries.duties import duties, may_fill_in


@transaction.atomic
def open_report(pk: int, year: int, *, actor: Actor) -> Filing:
    """Open the report of a year, or return the one that was begun.

    NotFound for a stranger and for a year without a report; Conflict where the case does not take
    it now.
    """
    row = Center.objects.select_related("case").filter(pk=pk).first()
    if row is None or row.case is None or not may_fill_in(actor, row):
        raise NotFound(_("There is no such center."))
    found = next((one for one in duties(row, timezone.localdate()) if one.year == year), None)
    if found is None:
        raise NotFound(_("There is no report of this year."))
    if not found.is_open:
        said = _("The report of %(year)d cannot be filled in while the case is at “%(state)s”.")
        raise Conflict(said % {"year": year, "state": row.case.state_label})
    return open_filing(actor=actor, case=row.case.pk, period=year)
