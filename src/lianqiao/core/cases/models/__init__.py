"""Cases, the procedures that bureaus build for them, and what is filed in them."""

from lianqiao.core.cases.models.cases import AllowedStep, Case, CaseStep
from lianqiao.core.cases.models.definitions import Definition, Version
from lianqiao.core.cases.models.filings import (
    Attachment,
    Correction,
    Filing,
    Remark,
    Snapshot,
)
from lianqiao.core.cases.models.granting import Certificate, Message, RunningNumber

__all__ = [
    "AllowedStep",
    "Attachment",
    "Case",
    "CaseStep",
    "Certificate",
    "Correction",
    "Definition",
    "Filing",
    "Message",
    "Remark",
    "RunningNumber",
    "Snapshot",
    "Version",
]
