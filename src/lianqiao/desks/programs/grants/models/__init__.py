"""Calls and what is applied for; projects, their plans, reports, and how they close."""

from lianqiao.desks.programs.grants.models.calls import Application, Call, Extension, Topic

__all__ = ["Application", "Call", "Extension", "Topic"]
