"""Reports as a Django app."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PublishingConfig(AppConfig):
    """Yearly reports and their proof."""

    name = "lianqiao.desks.reports.publishing"
    label = "publishing"
    verbose_name = _("Reports")

    def ready(self) -> None:
        """Declare what is written into the ledger."""
        import_module("lianqiao.desks.reports.publishing.kinds")
