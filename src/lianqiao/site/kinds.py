"""What the roof itself writes into the ledger: that an invented city was loaded."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lianqiao.core.ledger.kinds import Kind, declare, quantity, subject_type

ORGANIZATION, LOADED = "parties.organization", "parties.loaded"

subject_type(ORGANIZATION, lambda pk: reverse("parties:organization", args=[pk]), _("organization"))
quantity("organizations", _("Organizations"))
quantity("facts", _("Facts"))
quantity("titles", _("Titles"))
declare(
    Kind(
        LOADED,
        _("Invented organizations loaded"),
        ORGANIZATION,
        "parties",
        {"organizations": "1", "facts": "1", "titles": "1"},
    )
)
