"""Addresses of projects."""

from __future__ import annotations

from django.urls import path

from lianqiao.desks.programs.grants.views import project, projects

urlpatterns = [
    path("projects/", projects.projects, name="projects"),
    path("projects/export.<str:form>", projects.export, name="projects_export"),
    path("projects/<int:pk>/", project.project, name="project"),
    path("projects/desk/", project.desk, name="desk"),
    path("projects/<slug:code>/<int:pk>/", project.act, name="act"),
]
