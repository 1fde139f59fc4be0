"""Commitments as a Django app."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommitmentsConfig(AppConfig):
    """Promises of a year."""

    name = "lianqiao.desks.reports.commitments"
    label = "commitments"
    verbose_name = _("Commitments")

    def ready(self) -> None:
        """Declare what is written into the ledger."""
        import_module("lianqiao.desks.reports.commitments.kinds")
