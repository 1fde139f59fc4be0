"""Programs as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProgramsConfig(AppConfig):
    """Titles of small firms."""

    name = "lianqiao.desks.programs"
    label = "programs"
    verbose_name = _("Programs")
