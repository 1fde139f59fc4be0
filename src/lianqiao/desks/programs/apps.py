"""Programs as a Django app."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProgramsConfig(AppConfig):
    """Titles of small firms."""

    name = "lianqiao.desks.programs"
    label = "programs"
    verbose_name = _("Programs")

    def ready(self) -> None:
        """Show scores beside the applications for titles; follow those that run for years."""
        own = import_module("lianqiao.desks.programs.beside")
        beside = import_module("lianqiao.core.cases.beside")
        beside.show(own.show)
        beside.pretend(own.pretended)
        following = import_module("lianqiao.desks.programs.following")
        follow = import_module("lianqiao.core.cases.followers").follow
        for code in following.CODES:
            follow(code, following.Holding())
