"""Statements as a Django app."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StatementsConfig(AppConfig):
    """Published texts and their claims."""

    name = "lianqiao.desks.reports.statements"
    label = "statements"
    verbose_name = _("Texts held against the ledger")

    def ready(self) -> None:
        """Declare what is written into the ledger."""
        import_module("lianqiao.desks.reports.statements.kinds")
