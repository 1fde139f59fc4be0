"""Parties as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PartiesConfig(AppConfig):
    """Organizations and people."""

    name = "lianqiao.core.parties"
    label = "parties"
    verbose_name = _("Parties")
