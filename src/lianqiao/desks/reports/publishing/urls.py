"""Addresses of reports."""

from __future__ import annotations

from django.urls import path

from lianqiao.desks.reports.publishing import views

app_name = "publishing"
urlpatterns = [
    path("", views.report_list, name="list"),
    path("new/", views.new, name="new"),
    path("preview/", views.preview, name="preview"),
    path("<int:pk>/", views.report, name="report"),
    path("<int:pk>/edit/", views.edit, name="edit"),
    path("<int:pk>/decide/", views.decide, name="decide"),
    path("<int:pk>/verify/", views.verify, name="verify"),
    path("<int:pk>/proof.json", views.proof, name="proof"),
    path("<int:pk>/report.pdf", views.pdf, name="pdf"),
    path("<int:pk>/compare/", views.compare, name="compare"),
    path("figures/<int:pk>/", views.figure, name="figure"),
    path("figures/<int:pk>/erratum/", views.erratum, name="erratum"),
]
