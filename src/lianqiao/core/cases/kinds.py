"""What is written into the ledger here: the steps of cases whose procedures are data, and these."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lianqiao.core.cases.queries.versions import DEPARTMENT, SUBJECT, ledger_kinds
from lianqiao.core.ledger.kinds import Kind, declare, source, subject_type

VERSION = "cases.version"
PUBLISHED = f"{VERSION}.published"

subject_type(SUBJECT, lambda pk: reverse("cases:case", args=[pk]), _("case"))
subject_type(VERSION, lambda pk: reverse("cases:version", args=[pk]), _("version of a procedure"))
declare(Kind(PUBLISHED, _("Procedure published"), VERSION, DEPARTMENT))
source(ledger_kinds)
