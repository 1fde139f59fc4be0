"""Addresses of the policies desk."""

from __future__ import annotations

from django.urls import path

from lianqiao.core.sheets import import_paths, paths_after_upload
from lianqiao.desks.policies.views import (
    approvals,
    cases,
    claims,
    dashboard,
    direct,
    edit,
    finder,
    impact,
    measures,
    messages,
    mine,
    notices,
    own_claims,
    papers,
    payments,
    policies,
    rules,
    runs,
)

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
    path("versions/<int:pk>/measures/<int:measure>/rules/", rules.rules, name="rules"),
    path(
        "versions/<int:pk>/measures/<int:measure>/remove/", measures.remove, name="measure_remove"
    ),
    path("approvals/", approvals.approvals, name="approvals"),
    path("versions/<int:pk>/approval/", approvals.approval, name="approval"),
    path("versions/<int:pk>/approve/", approvals.approve, name="approve"),
    path("versions/<int:pk>/send-back/", approvals.send_back, name="send_back"),
    path("versions/<int:pk>/withdraw/", approvals.withdraw, name="withdraw"),
    path("versions/<int:pk>/guide/", approvals.guide, name="guide"),
    path("versions/<int:pk>/values/", papers.values, name="values"),
    path("versions/<int:pk>/values/use/", papers.use_value, name="use_value"),
    path("import/", papers.upload, name="import"),
    *paths_after_upload("import/", "policies:import", papers.policies),
    # Messages
    path("messages/", messages.inbox, name="messages"),
    path("messages/read/", messages.read_all, name="messages_read"),
    path("messages/<int:pk>/", messages.message, name="message"),
    path("subscribe/", messages.subscribe, name="subscribe"),
    path("unsubscribe/", messages.unsubscribe, name="unsubscribe"),
    # Figures
    path("dashboard/", dashboard.dashboard, name="dashboard"),
    path("dashboard/paid/", dashboard.paid, name="paid"),
    path("dashboard/paid/export/<slug:form>/", dashboard.paid_export, name="paid_export"),
    path("dashboard/unclaimed/", dashboard.unclaimed, name="unclaimed"),
    path(
        "dashboard/unclaimed/export/<slug:form>/",
        dashboard.unclaimed_export,
        name="unclaimed_export",
    ),
    # What the rules say
    path("find/", finder.finder, name="finder"),
    path("mine/", mine.mine, name="mine"),
    path("measures/<int:pk>/impact/", impact.impact, name="impact"),
    path("runs/", runs.run_list, name="runs"),
    path("runs/start/", runs.start, name="run_start"),
    path("runs/<int:pk>/", runs.run, name="run"),
    path("runs/<int:pk>/stop/", runs.stop, name="run_stop"),
    # Claims and money
    path("claims/", claims.claim_list, name="claims"),
    path("claims/export/<slug:form>/", claims.export, name="claims_export"),
    path("measures/<int:pk>/claim/", own_claims.new, name="claim_new"),
    path("cases/<int:pk>/", cases.case, name="case"),
    path("cases/<int:pk>/save/", own_claims.save, name="claim_save"),
    path("cases/<int:pk>/files/", own_claims.add_file, name="claim_add_file"),
    path("cases/<int:pk>/files/<int:file>/", own_claims.file, name="claim_file"),
    path(
        "cases/<int:pk>/files/<int:file>/remove/", own_claims.remove_file, name="claim_remove_file"
    ),
    path("cases/<int:pk>/take/", cases.take, name="claim_take"),
    path("cases/<int:pk>/steps/<slug:name>/", cases.step, name="claim_step"),
    path("appeals/<int:pk>/decide/", cases.decide_appeal, name="appeal_decide"),
    path("appeals/<int:pk>/withdraw/", cases.withdraw_appeal, name="appeal_withdraw"),
    path("direct/<int:pk>/", direct.check, name="direct"),
    path("direct/<int:pk>/list/", direct.list_qualifying, name="direct_list"),
    path("direct/<int:pk>/announce/", direct.announce, name="direct_announce"),
    path("direct/<int:pk>/drop/<int:case>/", direct.drop, name="direct_drop"),
    path("notices/", notices.notice_list, name="notices"),
    path("notices/<int:pk>/", notices.notice, name="notice"),
    path("notices/<int:pk>/close/", notices.close, name="notice_close"),
    path("notices/<int:pk>/names/<int:claim>/", notices.raise_objection, name="object"),
    path("objections/<int:pk>/decide/", notices.decide, name="objection_decide"),
    path("payments/", payments.batches, name="batches"),
    path("payments/make/", payments.make, name="batch_make"),
    path("payments/<int:pk>/", payments.batch, name="batch"),
    path("payments/<int:pk>/file/", payments.bank_file, name="bank_file"),
    *import_paths("payments/results/", "policies:payment_results", payments.results),
]
