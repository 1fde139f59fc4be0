"""The app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RulesConfig(AppConfig):
    """Parameters and tables that rules use."""

    name = "lianqiao.core.rules"
    label = "rules"
    verbose_name = _("Parameters of rules")
