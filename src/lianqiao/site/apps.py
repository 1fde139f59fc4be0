"""The roof as a Django app."""

from importlib import import_module

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """Base templates, static files and commands."""

    name = "lianqiao.site"
    label = "lianqiao_site"

    def ready(self) -> None:
        """Declare what goes into the ledger."""
        import_module("lianqiao.site.kinds")
