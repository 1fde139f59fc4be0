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
        """Declare what is written into the ledger; follow the cases of the procedure."""
        import_module("lianqiao.desks.programs.centers.kinds")
        following = import_module("lianqiao.desks.programs.centers.following")
        follow = import_module("lianqiao.core.cases.followers").follow
        follow(following.CODE, following.Register())
