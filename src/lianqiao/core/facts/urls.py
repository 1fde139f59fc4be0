"""Addresses of this part, below those of the organizations."""

from __future__ import annotations

from django.urls import path

from lianqiao.core.facts.views import imports, own

app_name = "facts"
urlpatterns = [
    path("facts/import/", imports.upload, name="import"),
    path("facts/import/plan/", imports.plan, name="import_plan"),
    path("facts/import/confirm/", imports.confirm, name="import_confirm"),
    path("facts/import/bad.<str:form>", imports.bad, name="import_bad"),
    path("facts/import/template-<str:form>.xlsx", imports.template, name="import_template"),
    path("facts/imports/<int:pk>/", imports.imported, name="imported"),
    path("facts/<int:pk>/", own.fact, name="fact"),
    path("mine/facts/", own.mine, name="mine"),
]
