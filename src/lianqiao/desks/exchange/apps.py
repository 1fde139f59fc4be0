"""The exchange as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExchangeConfig(AppConfig):
    """Results and needs, matched and followed."""

    name = "lianqiao.desks.exchange"
    label = "exchange"
    verbose_name = _("Exchange")
