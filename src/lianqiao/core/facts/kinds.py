"""What is written into the ledger when facts come in."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lianqiao.core.ledger.kinds import Kind, declare, quantity, subject_type

DEPARTMENT = "facts"
IMPORT, FACT = "facts.import", "facts.fact"
IMPORTED, STATED = "facts.imported", "facts.stated"

subject_type(IMPORT, lambda pk: reverse("facts:imported", args=[pk]), _("import of facts"))
subject_type(FACT, lambda pk: reverse("facts:fact", args=[pk]), _("fact"))

quantity("rows", _("Rows"))
quantity("facts", _("Facts recorded"))
quantity("organizations", _("Organizations concerned"))
quantity("left_out", _("Rows left out"))

declare(
    Kind(
        IMPORTED,
        _("Facts imported"),
        IMPORT,
        DEPARTMENT,
        {"rows": "1", "facts": "1", "organizations": "1", "left_out": "1"},
    ),
    Kind(STATED, _("Fact stated by the organization itself"), FACT, DEPARTMENT),
)
