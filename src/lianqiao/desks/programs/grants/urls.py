"""Addresses of calls, applications and projects."""

from __future__ import annotations

from django.urls import URLPattern

from lianqiao.desks.programs.grants import urls_calls, urls_projects

app_name = "grants"
urlpatterns: list[URLPattern] = [*urls_calls.urlpatterns, *urls_projects.urlpatterns]
