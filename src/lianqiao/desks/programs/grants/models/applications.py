"""What is applied for: a case, tied to its topic, with what it is to be granted."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lianqiao.core.cases.models import Case
from lianqiao.desks.programs.grants.models.calls import Topic


class Application(models.Model):
    """The topic that a case applies for. What it asks stands in what was filed.

    `granted` is what the office proposes to give, in fen, from the public notice on. Of a topic no
    more is ever promised than its budget.
    """

    case = models.OneToOneField(Case, models.PROTECT, related_name="grant_application")
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="applications")
    granted = models.BigIntegerField(_("granted"), null=True)

    # What `queries.applications.of_call` adds of the last filing: a sum in yuan.
    title: str
    asked: str | None

    class Meta:
        """In the order in which they were begun."""

        verbose_name = _("application")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="application_granted_positive",
                condition=Q(granted__isnull=True) | Q(granted__gt=0),
            )
        ]

    def __str__(self) -> str:
        """Return the case's number."""
        return str(self.case)
