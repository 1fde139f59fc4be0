"""Addresses."""

from __future__ import annotations

from django.urls import path

from lianqiao.core.sheets import import_paths
from lianqiao.desks.reports.evaluation.views import (
    ballot,
    checking,
    enrolling,
    lists,
    office,
    results,
    roll,
    setting_up,
    survey,
)

app_name = "evaluation"
urlpatterns = [
    # Rounds, volunteers, the roll and the draw.
    path("", roll.round_list, name="list"),
    path("new/", setting_up.new, name="new"),
    path("mine/", enrolling.mine, name="mine"),
    path("<int:pk>/", roll.round_page, name="round"),
    path("<int:pk>/roll.csv", roll.roll, name="roll"),
    path("<int:pk>/panel.csv", roll.panel, name="panel"),
    path("<int:pk>/sign-up/", enrolling.sign_up, name="sign_up"),
    path("<int:pk>/volunteers/", checking.queue, name="volunteers"),
    path("<int:pk>/volunteers/decide/", checking.decide, name="decide"),
    path("<int:pk>/volunteers/export.<str:form>", checking.export, name="volunteers_export"),
    path("<int:pk>/volunteers/<int:who>/", checking.look, name="look"),
    *import_paths("<int:pk>/volunteers/import/", "evaluation:import", lists.volunteers),
    path("<int:pk>/office/", office.office, name="office"),
    path("<int:pk>/office/terms/", setting_up.terms, name="terms"),
    path("<int:pk>/office/groups/", setting_up.groups, name="groups"),
    path("<int:pk>/office/tables/<str:what>/", setting_up.part, name="part"),
    path("<int:pk>/office/step/<str:what>/", office.step, name="step"),
    path("<int:pk>/office/seed/", office.seed, name="seed"),
    path("<int:pk>/office/days/", office.days, name="days"),
    path("<int:pk>/office/letters.<str:form>", office.letters, name="letters"),
    path("<int:pk>/office/drop/", office.drop, name="drop"),
    # Ballots and results.
    path("ballot/", ballot.ballot, name="ballot"),
    path("ballot/thanks/", ballot.thanks, name="thanks"),
    path("<int:pk>/results/", results.results, name="results"),
    path("<int:pk>/results/step/<str:what>/", results.step, name="results_step"),
    path("<int:pk>/results.<str:form>", results.file, name="results_file"),
    path("<int:pk>/survey.<str:form>", survey.file, name="survey_file"),
    path("<int:pk>/survey/<int:question>/", survey.texts, name="survey_texts"),
]
