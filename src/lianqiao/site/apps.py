"""The roof as a Django app."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """Base templates, static files and commands."""

    name = "lianqiao.site"
    label = "lianqiao_site"
