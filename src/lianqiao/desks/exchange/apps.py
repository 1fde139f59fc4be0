"""The exchange as a Django app."""

from importlib import import_module

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class ExchangeConfig(AppConfig):
    """Results and needs, matched and followed."""

    name = "lianqiao.desks.exchange"
    label = "exchange"
    verbose_name = _("Exchange")

    def ready(self) -> None:
        """Declare what the desk writes into the ledger, and make what migrations can't."""
        import_module("lianqiao.desks.exchange.kinds")
        meaning = import_module("lianqiao.desks.exchange.services.meaning")
        post_migrate.connect(meaning.prepare, sender=self)
