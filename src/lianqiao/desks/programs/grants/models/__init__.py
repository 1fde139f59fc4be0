"""Calls and what is applied for; projects, their plans, reports, and how they close."""

from lianqiao.desks.programs.grants.models.applications import Application
from lianqiao.desks.programs.grants.models.calls import Call, CallStage, Extension, Topic
from lianqiao.desks.programs.grants.models.closing import Output, Payback
from lianqiao.desks.programs.grants.models.plans import Installment, Milestone
from lianqiao.desks.programs.grants.models.projects import BudgetLine, Cost, Project
from lianqiao.desks.programs.grants.models.reports import BudgetChange, ProgressReport, Spending

__all__ = [
    "Application",
    "BudgetChange",
    "BudgetLine",
    "Call",
    "CallStage",
    "Cost",
    "Extension",
    "Installment",
    "Milestone",
    "Output",
    "Payback",
    "ProgressReport",
    "Project",
    "Spending",
    "Topic",
]
