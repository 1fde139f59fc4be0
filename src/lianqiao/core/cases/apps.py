"""Cases as a Django app."""

from importlib import import_module
from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class CasesConfig(AppConfig):
    """Dossiers and their procedures."""

    name = "lianqiao.core.cases"
    label = "cases"
    verbose_name = _("Cases")

    def ready(self) -> None:
        """Lay declared procedures down after each migration; know the built ones, too."""
        post_migrate.connect(_lay_down, sender=self)
        import_module("lianqiao.core.cases.kinds")
        built = import_module("lianqiao.core.cases.queries").built
        import_module("lianqiao.core.cases.procedures").read_built_with(built)


def _lay_down(**_values: Any) -> None:
    import_module("lianqiao.core.cases.services").lay_down_procedures()
