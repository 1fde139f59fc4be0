"""Grants as a Django app."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GrantsConfig(AppConfig):
    """Research grants."""

    name = "lianqiao.desks.programs.grants"
    label = "grants"
    verbose_name = _("Research grants")

    def ready(self) -> None:
        """Declare what is written into the ledger; follow the cases, which begin at a call."""
        import_module("lianqiao.desks.programs.grants.kinds")
        following = import_module("lianqiao.desks.programs.grants.following")
        follow = import_module("lianqiao.core.cases.followers").follow
        follow(following.CODE, following.Steps())
        show = import_module("lianqiao.desks.programs.grants.beside").show
        import_module("lianqiao.core.cases.beside").show(show)
        import_module("lianqiao.core.cases.beginnings").begin_at(following.CODE, "grants:calls")
