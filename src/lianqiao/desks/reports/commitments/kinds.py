"""What is written into the ledger here."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lianqiao.core.ledger.kinds import Kind, declare, quantity, subject_type

DEPARTMENT = "commitments"
COMMITMENT, PROGRESS = "commitments.commitment", "commitments.progress"
PUBLISHED, PROGRESSED, AMENDED, DONE, FILE_WITHDRAWN = (
    f"commitments.{step}"
    for step in ("published", "progressed", "amended", "done", "file_withdrawn")
)

subject_type(COMMITMENT, lambda pk: reverse("commitments:commitment", args=[pk]), _("commitment"))
subject_type(PROGRESS, lambda pk: reverse("commitments:entry", args=[pk]), _("progress"))
quantity("target", _("Target"))
quantity("progress", _("Amount added"))

declare(
    Kind(PUBLISHED, _("Commitment published"), COMMITMENT, DEPARTMENT, {"target": "1"}),
    Kind(PROGRESSED, _("Progress of a commitment"), COMMITMENT, DEPARTMENT, {"progress": "1"}),
    Kind(AMENDED, _("Commitment amended"), COMMITMENT, DEPARTMENT, {"target": "1"}),
    Kind(FILE_WITHDRAWN, _("Photo or file withdrawn"), COMMITMENT, DEPARTMENT),
    Kind(DONE, _("Commitment fulfilled"), COMMITMENT, DEPARTMENT, {"on_time": "1"}),
)
