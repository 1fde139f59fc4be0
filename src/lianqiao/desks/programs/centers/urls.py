"""Addresses of the register of centers."""

from __future__ import annotations

from django.urls import path

from lianqiao.core.sheets import import_paths
from lianqiao.desks.programs.centers.views import (
    campaigns,
    changing,
    city,
    lists,
    register,
    reports,
)

app_name = "centers"
urlpatterns = [
    path("", register.register, name="register"),
    path("export.<str:form>", register.export, name="export"),
    path("city/", city.city, name="city"),
    path("evaluations/", campaigns.campaigns, name="campaigns"),
    path("evaluations/<int:pk>/", campaigns.campaign, name="campaign"),
    path("evaluations/<int:pk>/<slug:act>/", campaigns.take, name="campaign_act"),
    path("assessments/<int:pk>/", campaigns.assessment, name="assessment"),
    path("reports/", reports.owing, name="owing"),
    path("reports/remind/", reports.remind, name="remind"),
    path("<int:pk>/", register.center, name="center"),
    path("<int:pk>/report/<int:year>/", reports.open_report, name="open_report"),
    path("<int:pk>/<slug:act>/", changing.change, name="change"),
    *import_paths("import/<slug:what>/", "centers:import", lists.listed),
]
