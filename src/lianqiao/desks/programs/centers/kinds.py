"""What is written into the ledger about centers."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lianqiao.core.ledger.kinds import Kind, declare, quantity, subject_type
from lianqiao.desks.programs.centers.models import What

DEPARTMENT = "programs"
CENTER = "programs.center"
REPORTED = f"{CENTER}.reported"

subject_type(CENTER, lambda pk: reverse("centers:center", args=[pk]), _("innovation center"))
quantity("points", _("Points"))
quantity("year", _("Year"))


def code(what: str) -> str:
    """Return the kind of entry that an event leaves.

    >>> code("renamed")
    'programs.center.renamed'
    """
    return f"{CENTER}.{what}"


declare(
    *(
        Kind(
            code(what.value),
            what.label,
            CENTER,
            DEPARTMENT,
            {"points": "1"} if what == What.GRADED else {},
        )
        for what in What
    ),
    Kind(REPORTED, _("Yearly report of a center"), CENTER, DEPARTMENT, {"year": "year"}),
)
