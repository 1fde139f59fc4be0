"""What is written into the ledger here: the steps of cases whose procedures are data, and these."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lianqiao.core.cases.queries.versions import DEPARTMENT, SUBJECT, ledger_kinds
from lianqiao.core.ledger.kinds import Kind, declare, source, subject_type

VERSION = "cases.version"
PUBLISHED = f"{VERSION}.published"
DRAWN, APPEALED, DECLARED, RECUSED, RELEASED, FILED = (
    f"cases.review.{what}"
    for what in ("drawn", "appealed", "declared", "recused", "released", "filed")
)

subject_type(SUBJECT, lambda pk: reverse("cases:case", args=[pk]), _("case"))
subject_type(VERSION, lambda pk: reverse("cases:version", args=[pk]), _("version of a procedure"))
declare(Kind(PUBLISHED, _("Procedure published"), VERSION, DEPARTMENT))
for code, label in (
    (DRAWN, _("Experts drawn")),
    (APPEALED, _("Second panel drawn on appeal")),
    (DECLARED, _("No conflict of interest declared")),
    (RECUSED, _("Expert recused")),
    (RELEASED, _("Expert released")),
    (FILED, _("Expert's opinion filed")),
):
    declare(Kind(code, label, SUBJECT, DEPARTMENT))
source(ledger_kinds)
