"""Evaluation as a Django app."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EvaluationConfig(AppConfig):
    """Departments judged by panels."""

    name = "lianqiao.desks.reports.evaluation"
    label = "evaluation"
    verbose_name = _("Evaluation")

    def ready(self) -> None:
        """Declare what is written into the ledger."""
        import_module("lianqiao.desks.reports.evaluation.kinds")
