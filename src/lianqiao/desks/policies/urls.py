"""Addresses of the policies desk."""

from __future__ import annotations

from django.urls import path

from lianqiao.desks.policies.views import policies

app_name = "policies"
urlpatterns = [
    # Reading
    path("", policies.policy_list, name="list"),
    path("<int:pk>/", policies.policy, name="policy"),
    path("versions/<int:pk>/", policies.version, name="version"),
    path("versions/<int:pk>/differences/", policies.differences, name="differences"),
    path("versions/<int:pk>/files/<int:attachment>/", policies.attachment, name="attachment"),
    path("export/<slug:form>/", policies.export, name="export"),
]
