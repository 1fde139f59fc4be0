"""Policies and what comes of them."""

from lianqiao.desks.policies.models.claims import Appeal, Claim, ClaimFile, Notice, Objection
from lianqiao.desks.policies.models.measures import Budget, Measure, Period, Route
from lianqiao.desks.policies.models.messages import Message, Reason, Subscription, Views
from lianqiao.desks.policies.models.payments import Batch, Payment, PaymentState
from lianqiao.desks.policies.models.policies import (
    Attachment,
    Level,
    Policy,
    Stage,
    Topic,
    Version,
)
from lianqiao.desks.policies.models.runs import Decision, Run, RunState, Tally, Verdict

__all__ = [
    "Appeal",
    "Attachment",
    "Batch",
    "Budget",
    "Claim",
    "ClaimFile",
    "Decision",
    "Level",
    "Measure",
    "Message",
    "Notice",
    "Objection",
    "Payment",
    "PaymentState",
    "Period",
    "Policy",
    "Reason",
    "Route",
    "Run",
    "RunState",
    "Stage",
    "Subscription",
    "Tally",
    "Topic",
    "Verdict",
    "Version",
    "Views",
]
