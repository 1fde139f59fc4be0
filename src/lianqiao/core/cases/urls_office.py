"""Addresses of the office's side, and of the page on which everybody checks a certificate."""

from __future__ import annotations

from django.urls import path

from lianqiao.core.cases.views import (
    certificates,
    deciding,
    exports,
    extending,
    phrases,
    queue,
    viewing,
)

urlpatterns = [
    path("queue/", queue.queue, name="queue"),
    path("queue/views/", viewing.keep, name="queue_view_keep"),
    path("queue/views/<int:pk>/forget/", viewing.forget, name="queue_view_forget"),
    path("queue/digest/", viewing.put_away, name="digest_put_away"),
    path("queue/assign/", queue.assign, name="assign_many"),
    path("queue/step/", queue.step, name="step_many"),
    path("queue/cases.<str:form>", exports.export, name="export"),
    path("queue/files.zip", exports.export_files, name="export_files"),
    path("queue/statistics/", exports.statistics, name="statistics"),
    path("calendar/", exports.calendar, name="calendar"),
    path("calendar/<str:token>.ics", exports.calendar_file, name="calendar_file"),
    path("<int:pk>/take/", deciding.take, name="take"),
    path("<int:pk>/ask/", deciding.ask, name="ask_correction"),
    path("<int:pk>/assign/", deciding.assign, name="assign"),
    path("<int:pk>/preview/<slug:step>/", certificates.preview, name="certificate_preview"),
    path("corrections/<int:pk>/withdraw/", deciding.withdraw, name="withdraw_correction"),
    path("phrases/", phrases.phrases, name="phrases"),
    path("phrases/new/", phrases.keep, name="phrase_new"),
    path("phrases/<int:pk>/", phrases.keep, name="phrase"),
    path("phrases/<int:pk>/drop/", phrases.drop, name="phrase_drop"),
    path("extensions/<int:pk>/answer/", extending.answer, name="answer_extension"),
    path("certificates/<int:pk>/", certificates.certificate, name="certificate"),
    path("certificates/<int:pk>/revoke/", certificates.revoke, name="revoke"),
    path("check/<str:code>/", certificates.check, name="check"),
]
