"""What is written into the ledger about published texts."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lianqiao.core.ledger.kinds import Kind, declare, quantity, subject_type

DEPARTMENT = "statements"
TEXT = "statements.text"
ENTERED, CHECKED = "statements.text.entered", "statements.text.checked"
DECIDED = "statements.text.decided"
OPENED, CLOSED = "statements.text.opened", "statements.text.closed"

subject_type(TEXT, lambda pk: reverse("statements:text", args=[pk]), _("published text"))

quantity("claims", _("Figures in the text"))
quantity("agrees", _("Figures that agree"))
quantity("differs", _("Figures that differ"))
quantity("only_reported", _("Figures that are only reported"))
quantity("no_records", _("Figures without records"))

declare(
    Kind(ENTERED, _("Published text entered"), TEXT, DEPARTMENT),
    Kind(DECIDED, _("Indicators of figures decided"), TEXT, DEPARTMENT, {"claims": "1"}),
    Kind(OPENED, _("Checked text opened to everybody"), TEXT, DEPARTMENT),
    Kind(CLOSED, _("Checked text closed to the public"), TEXT, DEPARTMENT),
    Kind(
        CHECKED,
        _("Published text held against the ledger"),
        TEXT,
        DEPARTMENT,
        {"agrees": "1", "differs": "1", "only_reported": "1", "no_records": "1"},
    ),
)
