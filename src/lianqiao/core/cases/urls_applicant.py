"""Addresses of the applicant's side, and of the page that both sides share."""

from __future__ import annotations

from django.urls import path

from lianqiao.core.cases.views import applying, attachments, case, extending, filing

urlpatterns = [
    path("", applying.apply, name="apply"),
    path("apply/<slug:code>/", applying.start, name="start"),
    path("mine/", applying.mine, name="mine"),
    path("<int:pk>/", case.case, name="case"),
    path("<int:pk>/open/", applying.open_filing, name="open"),
    path("<int:pk>/step/", applying.own_step, name="own_step"),
    path("<int:pk>/more-time/", extending.ask, name="ask_extension"),
    path("<int:pk>/remark/", case.say, name="remark"),
    path("filings/<int:pk>/", filing.filing, name="filing"),
    path("filings/<int:pk>/save/", filing.save, name="save"),
    path("filings/<int:pk>/take-over/", filing.take_over, name="take_over"),
    path("filings/<int:pk>/print/", filing.print_view, name="print"),
    path("filings/<int:pk>/fields/<slug:key>/", filing.field, name="field"),
    path("filings/<int:pk>/fields/<slug:key>/attach/", attachments.attach, name="attach"),
    path("filings/<int:pk>/files/<int:file>/", attachments.file, name="file"),
    path("filings/<int:pk>/files/<int:file>/off/", attachments.detach, name="detach"),
]
