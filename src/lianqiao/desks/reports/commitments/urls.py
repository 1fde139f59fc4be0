"""Addresses of commitments."""

from __future__ import annotations

from django.urls import path

from lianqiao.core.sheets import import_paths
from lianqiao.desks.reports.commitments.views import desk, lists, progress, public

app_name = "commitments"
urlpatterns = [
    path("", public.commitment_list, name="list"),
    path("export.<str:form>", public.export, name="export"),
    path("desk/", desk.desk, name="desk"),
    path("desk/rules/", desk.rules, name="rules"),
    path("new/", desk.new, name="new"),
    *import_paths("import/<str:what>/", "commitments:import", lists.listed),
    path("progress/<int:pk>/", public.entry, name="entry"),
    path("progress/<int:pk>/correct/", progress.correct, name="correct"),
    path("files/<int:pk>/", public.file, name="file"),
    path("files/<int:pk>/withdraw/", progress.withdraw_file, name="withdraw_file"),
    path("entries/<int:pk>/proof.json", public.proof, name="proof"),
    path("<int:pk>/", public.commitment, name="commitment"),
    path("<int:pk>/edit/", desk.edit, name="edit"),
    path("<int:pk>/decide/", desk.decide, name="decide"),
    path("<int:pk>/amend/", desk.amend, name="amend"),
    path("<int:pk>/progress/", progress.add, name="progress"),
]
