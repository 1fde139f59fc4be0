"""Addresses of the programs desk."""

from __future__ import annotations

from django.urls import path

from lianqiao.desks.programs.views import city, duties, granted, ladder, score, tables

app_name = "programs"
urlpatterns = [
    path("titles/mine/", ladder.ladder, name="mine"),
    path("titles/of/<int:pk>/", ladder.ladder, name="ladder"),
    path("titles/filings/<int:pk>/score/", score.score, name="score"),
    path("titles/", city.city, name="city"),
    path("titles/holders/", city.holders, name="holders"),
    path("titles/holders/export.<str:form>", city.export, name="holders_export"),
    path("titles/duties/", duties.duties, name="duties"),
    path("titles/import/", granted.upload, name="import"),
    path("titles/import/plan/", granted.plan, name="import_plan"),
    path("titles/import/confirm/", granted.confirm, name="import_confirm"),
    path("titles/import/template.xlsx", granted.template, name="import_template"),
    path("titles/tables/<slug:code>/", tables.table, name="table"),
    path("titles/tables/<slug:code>/export.<str:form>", tables.export, name="table_export"),
]
