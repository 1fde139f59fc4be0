"""Cases, the procedures that bureaus build for them, and what is filed in them."""

from lianqiao.core.cases.models.cases import AllowedStep, Case, CaseStep
from lianqiao.core.cases.models.definitions import Definition, Version
from lianqiao.core.cases.models.extensions import Extension
from lianqiao.core.cases.models.filings import (
    Attachment,
    Correction,
    Filing,
    Remark,
    Snapshot,
)
from lianqiao.core.cases.models.granting import Certificate, Message, RunningNumber
from lianqiao.core.cases.models.office import Digest, QueueView
from lianqiao.core.cases.models.phrases import Phrase
from lianqiao.core.cases.models.reviews import (
    Affiliation,
    Assignment,
    Expert,
    ItemScore,
    Opinion,
    Panel,
)

__all__ = [
    "Affiliation",
    "AllowedStep",
    "Assignment",
    "Attachment",
    "Case",
    "CaseStep",
    "Certificate",
    "Correction",
    "Definition",
    "Digest",
    "Expert",
    "Extension",
    "Filing",
    "ItemScore",
    "Message",
    "Opinion",
    "Panel",
    "Phrase",
    "QueueView",
    "Remark",
    "RunningNumber",
    "Snapshot",
    "Version",
]
