"""Every address of the house."""

from __future__ import annotations

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from lianqiao.site import views
from lianqiao.site.api import api

urlpatterns = [
    path("", views.home, name="home"),
    path("about/", views.about, name="about"),
    path("health", views.health, name="health"),
    path("membership/", views.switch_membership, name="switch_membership"),
    path("organizations/", include("lianqiao.core.facts.urls")),
    path("organizations/", include("lianqiao.core.titles.urls")),
    path("organizations/", include("lianqiao.core.parties.urls")),
    path("ledger/", include("lianqiao.core.ledger.urls")),
    path("exchange/", include("lianqiao.desks.exchange.urls")),
    path("policies/", include("lianqiao.desks.policies.urls")),
    path("programs/centers/", include("lianqiao.desks.programs.centers.urls")),
    path("programs/grants/", include("lianqiao.desks.programs.grants.urls")),
    path("programs/", include("lianqiao.desks.programs.urls")),
    path("cases/", include("lianqiao.core.cases.urls")),
    path("indicators/", include("lianqiao.core.indicators.urls")),
    path("reports/claims/", include("lianqiao.desks.reports.statements.urls")),
    path("reports/", include("lianqiao.desks.reports.publishing.urls")),
    path("commitments/", include("lianqiao.desks.reports.commitments.urls")),
    path("opinions/", include("lianqiao.desks.reports.opinions.urls")),
    path("evaluation/", include("lianqiao.desks.reports.evaluation.urls")),
    path("accounts/", include("allauth.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("api/", api.urls),
    path("admin/", admin.site.urls),
]
if settings.DEBUG:
    urlpatterns.append(path("style/", views.style, name="style"))

handler400 = "lianqiao.site.answers.bad_request"
handler403 = "lianqiao.site.answers.permission_denied"
handler404 = "lianqiao.site.answers.page_not_found"
handler500 = "lianqiao.site.answers.server_error"
