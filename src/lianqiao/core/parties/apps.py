"""Parties as a Django app, and Django's administration pages as an app of ours."""

from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps
from django.utils.translation import gettext_lazy as _


class PartiesConfig(AppConfig):
    """Organizations and people."""

    name = "lianqiao.core.parties"
    label = "parties"
    verbose_name = _("Parties")


class ListsConfig(admin_apps.AdminConfig):
    """`django.contrib.admin` with our site; stands in INSTALLED_APPS in its place."""

    default = False
    default_site = "lianqiao.core.parties.admin_site.ListsSite"
