"""Facts as a Django app."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FactsConfig(AppConfig):
    """How facts come in."""

    name = "lianqiao.core.facts"
    label = "facts"
    verbose_name = _("Facts")

    def ready(self) -> None:
        """Declare what is written into the ledger."""
        import_module("lianqiao.core.facts.kinds")
