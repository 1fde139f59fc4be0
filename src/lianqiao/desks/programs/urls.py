"""Addresses of the programs desk."""

from __future__ import annotations

from django.urls import path

from lianqiao.core.sheets import import_paths
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
    *import_paths("titles/import/", "programs:import", granted.titles),
    path("titles/tables/<slug:code>/", tables.table, name="table"),
    path("titles/tables/<slug:code>/export.<str:form>", tables.export, name="table_export"),
]
