"""Addresses of indicators."""

from __future__ import annotations

from django.urls import path

from lianqiao.core.indicators.views import editing, open_data, public, reporting
from lianqiao.core.sheets import import_paths

app_name = "indicators"
urlpatterns = [
    path("", public.indicator_list, name="list"),
    path("export/<slug:form>/", public.export, name="export"),
    path("open-data/", open_data.open_data, name="open_data"),
    path("catalog.jsonld", open_data.catalog, name="catalog"),
    path("new/", editing.new, name="new"),
    path("check/", editing.check, name="check"),
    path("report/", reporting.report, name="report"),
    *import_paths("report/import/", "indicators:import", reporting.figures),
    path("reported/<int:pk>/", reporting.reported, name="reported"),
    path("reported/<int:pk>/document/", reporting.document, name="document"),
    path("departments/<int:pk>/", reporting.department, name="department"),
    path("versions/<int:pk>/", public.version, name="version"),
    path("published/<int:pk>/", public.frozen, name="frozen"),
    path("published/<int:pk>/proof.json", public.frozen_document, name="frozen_document"),
    path("entries/<int:pk>/proof.json", open_data.proof, name="proof"),
    path("<str:code>/", public.indicator, name="indicator"),
    path("<str:code>/edit/", editing.edit, name="edit"),
    path("<str:code>/public/", editing.show, name="show"),
    path("<str:code>/entries/", public.entries, name="entries"),
    path("<str:code>/entries/<slug:form>/", public.entries_export, name="entries_export"),
    path("<str:code>/data.<slug:form>", open_data.data, name="data"),
]
