"""Addresses of opinions."""

from __future__ import annotations

from django.urls import path

from lianqiao.desks.reports.opinions.views import desk, public

app_name = "opinions"
urlpatterns = [
    path("", public.opinion_list, name="list"),
    path("new/", public.new, name="new"),
    path("receipt/", public.receipt, name="receipt"),
    path("statistics/", public.statistics, name="statistics"),
    path("desk/", desk.desk, name="desk"),
    path("desk/rules/", desk.rules, name="rules"),
    path("desk/export.<str:form>", desk.export, name="export"),
    path("<int:pk>/", public.opinion, name="opinion"),
    path("<int:pk>/route/", desk.route, name="route"),
    path("<int:pk>/answer/", desk.answer, name="answer"),
    path("<int:pk>/hide/", desk.hide, name="hide"),
    path("<int:pk>/group/", desk.group, name="group"),
    path("<int:pk>/contact/", desk.contact, name="contact"),
]
