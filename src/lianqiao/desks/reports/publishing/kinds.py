"""What is written into the ledger about reports."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lianqiao.core.ledger.kinds import Kind, declare, quantity, subject_type

DEPARTMENT = "publishing"
REPORT = "publishing.report"
PUBLISHED, ERRATUM = "publishing.report.published", "publishing.report.erratum"
SUBMITTED, SENT_BACK = "publishing.report.submitted", "publishing.report.sent_back"

subject_type(REPORT, lambda pk: reverse("publishing:report", args=[pk]), _("report"))
quantity("figures", _("Figures"))

declare(
    Kind(SUBMITTED, _("Report handed in for approval"), REPORT, DEPARTMENT),
    Kind(SENT_BACK, _("Report sent back to its author"), REPORT, DEPARTMENT),
    Kind(PUBLISHED, _("Report published"), REPORT, DEPARTMENT, {"figures": "1"}),
    Kind(ERRATUM, _("Erratum to a report"), REPORT, DEPARTMENT),
)
