"""What is written into the ledger about reports."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lianqiao.core.ledger.kinds import Kind, declare, quantity, subject_type

DEPARTMENT = "publishing"
REPORT = "publishing.report"
PUBLISHED, ERRATUM = "publishing.report.published", "publishing.report.erratum"

subject_type(REPORT, lambda pk: reverse("publishing:report", args=[pk]), _("report"))
quantity("figures", _("Figures"))

declare(
    Kind(PUBLISHED, _("Report published"), REPORT, DEPARTMENT, {"figures": "1"}),
    Kind(ERRATUM, _("Erratum to a report"), REPORT, DEPARTMENT),
)
