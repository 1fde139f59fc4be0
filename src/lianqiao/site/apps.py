"""The roof as a Django app."""

from importlib import import_module

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """Base templates, static files and commands."""

    name = "lianqiao.site"
    label = "lianqiao_site"

    def ready(self) -> None:
        """Declare what goes into the ledger; say who keeps the facts of applicants."""
        import_module("lianqiao.site.kinds")
        records = import_module("lianqiao.site.applicants").RegisteredFacts()
        import_module("lianqiao.core.cases.applicants").use(records)
