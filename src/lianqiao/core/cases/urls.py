"""Addresses of cases and of the procedures that they follow."""

from __future__ import annotations

from django.urls import include, path

from lianqiao.core.cases.views import building, editing, rebasing, ruling, trying, undoing, versions

app_name = "cases"

urlpatterns = [
    path("", include("lianqiao.core.cases.urls_applicant")),
    path("", include("lianqiao.core.cases.urls_office")),
    path("", include("lianqiao.core.cases.urls_reviews")),
    path("procedures/", building.procedures, name="procedures"),
    path("begin/", building.begin, name="begin"),
    path("procedures/<slug:code>/", building.builder, name="builder"),
    path("procedures/<slug:code>/flow/", building.flow, name="flow"),
    path("procedures/<slug:code>/change/", building.change, name="change"),
    path("procedures/<slug:code>/undo/", undoing.undo, name="undo"),
    path("procedures/<slug:code>/versions/", versions.history, name="history"),
    path("procedures/<slug:code>/publish/", versions.publish, name="publish"),
    path("procedures/<slug:code>/move/", rebasing.rebase, name="rebase"),
    path("procedures/<slug:code>/try/", trying.try_out, name="try"),
    path("procedures/<slug:code>/open/", versions.take_new_cases, name="take_new_cases"),
    path("procedures/<slug:code>/file.<str:kind>", versions.draft_file, name="draft_file"),
    path("versions/<int:pk>/", versions.version, name="version"),
    path("versions/<int:pk>/beside/<int:other>/", versions.compare, name="compare"),
    path("versions/<int:pk>/file.<str:kind>", versions.version_file, name="version_file"),
    path("schema.json", versions.schema, name="schema"),
    path("procedures/<slug:code>/head/", editing.edit, name="head"),
    path("procedures/<slug:code>/head/say/", editing.say, name="say_head"),
    path("procedures/<slug:code>/head/rows/<slug:setting>/", ruling.rows, name="rows_head"),
    path("procedures/<slug:code>/rows/<slug:setting>/<path:place>/", ruling.rows, name="rows"),
    path("procedures/<slug:code>/edit/<path:place>/", editing.edit, name="edit"),
    path("procedures/<slug:code>/say/<path:place>/", editing.say, name="say"),
    path("procedures/<slug:code>/remove/<path:place>/", building.remove, name="remove"),
]
