"""Addresses of calls and what is applied for."""

from __future__ import annotations

from django.urls import path

from lianqiao.desks.programs.grants.views import calls, deciding, writing

urlpatterns = [
    path("", calls.calls, name="calls"),
    path("write/", writing.write, name="call_new"),
    path("<int:pk>/", calls.call, name="call"),
    path("<int:pk>/write/", writing.write, name="call_write"),
    path("<int:pk>/publish/", writing.publish, name="call_publish"),
    path("<int:pk>/extend/", writing.extend, name="call_extend"),
    path("<int:pk>/decide/", writing.decide, name="call_decide"),
    path("<int:pk>/topics/", writing.topic, name="topic_new"),
    path("<int:pk>/topics/<int:topic>/", writing.topic, name="topic_write"),
    path("<int:pk>/topics/<int:topic>/drop/", writing.drop, name="topic_drop"),
    path("<int:pk>/applications/", deciding.applications, name="applications"),
    path("<int:pk>/ranking/", deciding.ranking, name="ranking"),
    path("<int:pk>/ranking/give/", deciding.give, name="give"),
    path("topics/<int:topic>/apply/", calls.apply, name="apply"),
]
