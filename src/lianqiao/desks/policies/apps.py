"""The policies desk as a Django app."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PoliciesConfig(AppConfig):
    """Policies from text to payout."""

    name = "lianqiao.desks.policies"
    label = "policies"
    verbose_name = _("Policies")

    def ready(self) -> None:
        """Declare the courses of claims, what the desk writes into the ledger, and its tasks."""
        import_module("lianqiao.desks.policies.kinds")
        import_module("lianqiao.desks.policies.tasks_claims")
        import_module("lianqiao.desks.policies.tasks_messages")
        opening = import_module("lianqiao.desks.policies.queries.openings")
        import_module("lianqiao.core.rules.openings").declare(opening.openings)
