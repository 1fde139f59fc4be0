"""Addresses of this part."""

from __future__ import annotations

from django.urls import path

from lianqiao.core.parties.views import facts, imports, membership, organizations
from lianqiao.core.sheets import import_paths

app_name = "parties"
urlpatterns = [
    path("", organizations.organizations, name="organizations"),
    path("export.<str:form>", organizations.export, name="export"),
    path("new/", organizations.enter, name="enter"),
    path("<int:pk>/", organizations.organization, name="organization"),
    path("<int:pk>/edit/", organizations.edit, name="edit"),
    path("pick/<str:name>", organizations.pick, name="pick"),
    *import_paths("import/", "parties:import", imports.organizations),
    path("facts/conflicts/", facts.conflicts, name="fact_conflicts"),
    path(
        "facts/conflicts/export.<str:form>",
        facts.conflicts_export,
        name="fact_conflicts_export",
    ),
    path("mine/", membership.mine, name="mine"),
    path("mine/tokens/", membership.issue_token, name="issue_token"),
    path("mine/tokens/<int:pk>/revoke/", membership.revoke_token, name="revoke_token"),
    path("mine/members/", membership.enrol, name="enrol"),
    path("mine/members/<int:pk>/end/", membership.end_membership, name="end_membership"),
]
