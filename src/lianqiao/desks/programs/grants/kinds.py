"""What is written into the ledger about calls and projects."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lianqiao.core.ledger.kinds import Kind, declare, quantity, subject_type

DEPARTMENT = "programs"
CALL = "programs.call"
GRANT = "programs.grant"

subject_type(CALL, lambda pk: reverse("grants:call", args=[pk]), _("call for projects"))
subject_type(GRANT, lambda pk: reverse("grants:project", args=[pk]), _("grant project"))
quantity("own", _("Own funds"))

HAPPENED = {
    "awarded": (_("Project awarded"), {"amount": "CNY"}),
    "signed": (_("Contract of a project signed"), {"amount": "CNY", "own": "CNY"}),
    "met": (_("Milestone of a project met"), {}),
    "paid": (_("Installment of a grant paid"), {"amount": "CNY"}),
    "reported": (_("Progress of a project reported"), {"year": "year", "amount": "CNY"}),
    "changed": (_("Budget of a project changed"), {"amount": "CNY", "own": "CNY"}),
    "accepted": (_("Project accepted"), {}),
    "ended": (_("Project ended without acceptance"), {}),
    "payback": (_("Grant paid back"), {"amount": "CNY"}),
    "output": (_("Output of a project named"), {}),
}


def code(what: str) -> str:
    """Return the kind of entry that a project leaves.

    >>> code("paid")
    'programs.grant.paid'
    """
    return f"{GRANT}.{what}"


declare(
    Kind(f"{CALL}.published", _("Call published"), CALL, DEPARTMENT, {"amount": "CNY"}),
    Kind(f"{CALL}.extended", _("Last day of a call moved"), CALL, DEPARTMENT, {}),
    Kind(f"{CALL}.decided", _("Call decided"), CALL, DEPARTMENT, {"amount": "CNY"}),
    *(
        Kind(code(what), label, GRANT, DEPARTMENT, units)
        for what, (label, units) in HAPPENED.items()
    ),
)
