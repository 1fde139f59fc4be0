"""Centers as a Django app."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CentersConfig(AppConfig):
    """Technology innovation centers."""

    name = "lianqiao.desks.programs.centers"
    label = "centers"
    verbose_name = _("Technology innovation centers")

    def ready(self) -> None:
        """Declare what is written into the ledger."""
        import_module("lianqiao.desks.programs.centers.kinds")
