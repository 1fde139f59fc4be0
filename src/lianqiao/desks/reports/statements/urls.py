"""Addresses of published texts."""

from __future__ import annotations

from django.urls import path

from lianqiao.desks.reports.statements import views

app_name = "statements"
urlpatterns = [
    path("", views.text_list, name="list"),
    path("export/<slug:form>/", views.export_list, name="export_list"),
    path("new/", views.new, name="new"),
    path("<int:pk>/", views.text, name="text"),
    path("<int:pk>/progress/", views.progress, name="progress"),
    path("<int:pk>/move/", views.move, name="move"),
    path("<int:pk>/judge/", views.judge, name="judge"),
    path("<int:pk>/confirm/", views.confirm_likely, name="confirm_likely"),
    path("<int:pk>/publish/", views.publish, name="publish"),
    path("<int:pk>/export/<slug:form>/", views.export, name="export"),
    path("<int:pk>/report.pdf", views.pdf, name="pdf"),
    path("figures/<int:pk>/", views.claim, name="claim"),
    path("figures/<int:pk>/decide/", views.decide, name="decide"),
]
