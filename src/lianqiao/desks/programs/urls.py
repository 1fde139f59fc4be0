"""Addresses of the programs desk."""

from __future__ import annotations

from django.urls import path

from lianqiao.core.sheets import import_paths
from lianqiao.desks.programs.views import city, duties, front, granted, ladder, score, tables

app_name = "programs"
urlpatterns = [
    path("", front.front, name="front"),
    path("titles/mine/", ladder.ladder, name="mine"),
    path("titles/of/<int:pk>/", ladder.ladder, name="ladder"),
    path("titles/filings/<int:pk>/score/", score.score, name="score"),
    path("titles/", city.city, name="city"),
    path("titles/holders/", city.holders, name="holders"),
    path("titles/holders/export.<str:form>", city.export, name="holders_export"),
    path("titles/duties/", duties.duties, name="duties"),
    path("titles/duties/remind/", duties.remind_of_data, name="remind_of_data"),
    path("titles/holders/remind/", duties.remind_of_end, name="remind_of_end"),
    path("titles/duties/<int:pk>/<int:year>/", duties.open_data, name="open_data"),
    *import_paths("titles/import/", "programs:import", granted.titles),
    path("titles/tables/<slug:code>/", tables.table, name="table"),
    path("titles/tables/<slug:code>/export.<str:form>", tables.export, name="table_export"),
]
