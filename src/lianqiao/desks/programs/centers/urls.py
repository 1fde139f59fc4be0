"""Addresses of the register of centers."""

from __future__ import annotations

from django.urls import path

from lianqiao.desks.programs.centers.views import (
    campaigns,
    changing,
    city,
    lists,
    register,
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
    path("<int:pk>/", register.center, name="center"),
    path("<int:pk>/<slug:act>/", changing.change, name="change"),
    path("import/<slug:what>/", lists.upload, name="import"),
    path("import/<slug:what>/plan/", lists.plan, name="import_plan"),
    path("import/<slug:what>/confirm/", lists.confirm, name="import_confirm"),
    path("import/<slug:what>/empty.xlsx", lists.template, name="import_template"),
]
