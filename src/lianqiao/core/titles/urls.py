"""Addresses of titles, below those of the organizations."""

from __future__ import annotations

from django.urls import path

from lianqiao.core.titles import views

app_name = "titles"
urlpatterns = [path("titles/<int:pk>/", views.title, name="title")]
