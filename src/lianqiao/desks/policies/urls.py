"""Addresses of the policies desk."""

from __future__ import annotations

from django.urls import path

from lianqiao.desks.policies.views import approvals, edit, measures, policies

app_name = "policies"
urlpatterns = [
    # Reading
    path("", policies.policy_list, name="list"),
    path("<int:pk>/", policies.policy, name="policy"),
    path("versions/<int:pk>/", policies.version, name="version"),
    path("versions/<int:pk>/differences/", policies.differences, name="differences"),
    path("versions/<int:pk>/files/<int:attachment>/", policies.attachment, name="attachment"),
    path("export/<slug:form>/", policies.export, name="export"),
    # Writing
    path("new/", edit.new, name="new"),
    path("autosave/", edit.autosave, name="autosave"),
    path("preview/", edit.preview, name="preview"),
    path("<int:pk>/new-version/", edit.new_version, name="new_version"),
    path("versions/<int:pk>/edit/", edit.edit, name="edit"),
    path("versions/<int:pk>/submit/", edit.submit, name="submit"),
    path("versions/<int:pk>/discard/", edit.discard, name="discard"),
    path("versions/<int:pk>/files/", edit.attach, name="attach"),
    path("versions/<int:pk>/files/<int:attachment>/detach/", edit.detach, name="detach"),
    path("versions/<int:pk>/measures/new/", measures.new, name="measure_new"),
    path("versions/<int:pk>/measures/<int:measure>/edit/", measures.edit, name="measure_edit"),
    path(
        "versions/<int:pk>/measures/<int:measure>/remove/", measures.remove, name="measure_remove"
    ),
    path("approvals/", approvals.approvals, name="approvals"),
    path("versions/<int:pk>/approval/", approvals.approval, name="approval"),
    path("versions/<int:pk>/approve/", approvals.approve, name="approve"),
    path("versions/<int:pk>/send-back/", approvals.send_back, name="send_back"),
    path("versions/<int:pk>/withdraw/", approvals.withdraw, name="withdraw"),
    path("versions/<int:pk>/guide/", approvals.guide, name="guide"),
]
