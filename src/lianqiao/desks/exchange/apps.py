"""The exchange as a Django app."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExchangeConfig(AppConfig):
    """Results and needs, matched and followed."""

    name = "lianqiao.desks.exchange"
    label = "exchange"
    verbose_name = _("Exchange")

    def ready(self) -> None:
        """Declare what the desk writes into the ledger."""
        import_module("lianqiao.desks.exchange.kinds")
