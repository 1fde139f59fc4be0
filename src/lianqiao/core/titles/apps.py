"""Titles as a Django app; their rows stand with the parties."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TitlesConfig(AppConfig):
    """How titles are granted and end."""

    name = "lianqiao.core.titles"
    label = "titles"
    verbose_name = _("Titles")

    def ready(self) -> None:
        """Declare what is written into the ledger."""
        import_module("lianqiao.core.titles.kinds")
