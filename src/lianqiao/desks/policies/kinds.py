"""What the policies desk writes into the ledger."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lianqiao.core.cases.procedures import ledger_kinds
from lianqiao.core.ledger.kinds import Kind, declare, quantity, subject_type
from lianqiao.desks.policies.procedures import APPEAL, CLAIM

DEPARTMENT = "policies"
VERSION, RUN, CASE, BATCH = "policies.version", "policies.run", "policies.case", "policies.batch"

subject_type(VERSION, lambda pk: reverse("policies:version", args=[pk]), _("policy"))
subject_type(RUN, lambda pk: reverse("policies:run", args=[pk]), _("city run"))
subject_type(CASE, lambda pk: reverse("policies:case", args=[pk]), _("case"))
subject_type(BATCH, lambda pk: reverse("policies:batch", args=[pk]), _("payment batch"))

quantity("measures", _("Measures"))
quantity("enterprises", _("Enterprises"))
quantity("qualifying", _("Qualifying"))
quantity("unknown", _("Unknown"))
quantity("lines", _("Lines"))

MONEY = {"amount": "CNY"}
PAID_IN = ("open", "announce", "approve", "confirm", "pay", "settle")
PAID_BACK = ("bounce", "demand", "recover")

declare(
    Kind(
        "policies.version.submitted",
        _("Policy submitted for approval"),
        VERSION,
        DEPARTMENT,
        {"measures": "1"},
    ),
    Kind(
        "policies.version.published", _("Policy published"), VERSION, DEPARTMENT, {"measures": "1"}
    ),
    Kind("policies.version.returned", _("Policy returned to its author"), VERSION, DEPARTMENT),
    Kind("policies.version.withdrawn", _("Policy withdrawn"), VERSION, DEPARTMENT),
    Kind("policies.version.explained", _("Guide to a policy"), VERSION, DEPARTMENT),
    Kind(
        "policies.run.done",
        _("City run done"),
        RUN,
        DEPARTMENT,
        {"enterprises": "1", "measures": "1", "qualifying": "1", "unknown": "1"},
    ),
    Kind(
        "policies.batch.made", _("Payment batch made"), BATCH, DEPARTMENT, {"lines": "1", **MONEY}
    ),
    *ledger_kinds(
        CLAIM,
        subject=CASE,
        department=DEPARTMENT,
        quantities=dict.fromkeys(PAID_IN + PAID_BACK, MONEY),
    ),
    *ledger_kinds(APPEAL, subject=CASE, department=DEPARTMENT, quantities={}),
)
