"""Opinions as a Django app."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OpinionsConfig(AppConfig):
    """Citizens say, departments answer."""

    name = "lianqiao.desks.reports.opinions"
    label = "opinions"
    verbose_name = _("Opinions")

    def ready(self) -> None:
        """Declare what is written into the ledger."""
        import_module("lianqiao.desks.reports.opinions.kinds")
