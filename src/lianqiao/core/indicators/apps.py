"""Indicators as a Django app."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IndicatorsConfig(AppConfig):
    """Figures as data."""

    name = "lianqiao.core.indicators"
    label = "indicators"
    verbose_name = _("Indicators")

    def ready(self) -> None:
        """Declare what is written into the ledger."""
        import_module("lianqiao.core.indicators.kinds")
