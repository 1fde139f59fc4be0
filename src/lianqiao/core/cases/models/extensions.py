"""More time: what an applicant asks for, and what the office says to it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lianqiao.core.cases.models.cases import Case
from lianqiao.core.parties.models import User

MOST_DAYS = 250
"""About a year of working days."""
LONGEST = 2000
"""Characters of a reason and of an answer."""


class Extension(models.Model):
    """A request for more working days in the state that a case is in, and its answer.

    Open until `closed_at`; while it is, the clock lets the case alone. `granted` counts from the
    last day as it stood, or from the answer where that is later. A request is moot once the case
    has moved: the database closes it then, without an answer.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="extensions")
    due_on = models.DateField(_("due on"), help_text="as it stood when more time was asked for")
    working_days = models.PositiveSmallIntegerField(_("working days asked for"))
    reason = models.TextField(_("reason"), max_length=LONGEST)
    asked_at = models.DateTimeField(auto_now_add=True)
    asked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    granted = models.PositiveSmallIntegerField(_("working days granted"), null=True)
    answer = models.TextField(_("answer"), max_length=LONGEST, blank=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        """Newest first; one open at a time; a refusal says why."""

        verbose_name = _("request for more time")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                "case", name="extension_one_open", condition=Q(closed_at__isnull=True)
            ),
            models.CheckConstraint(
                name="extension_in_days",
                condition=Q(working_days__gte=1, working_days__lte=MOST_DAYS)
                & (Q(granted__isnull=True) | Q(granted__gte=1, granted__lte=MOST_DAYS)),
            ),
            models.CheckConstraint(name="extension_says_why", condition=~Q(reason="")),
            models.CheckConstraint(
                name="extension_answered_when_closed",
                condition=Q(closed_at__isnull=False)
                | Q(granted__isnull=True, closed_by__isnull=True, answer=""),
            ),
            models.CheckConstraint(
                name="extension_refused_with_reason",
                condition=Q(granted__isnull=False) | Q(closed_by__isnull=True) | ~Q(answer=""),
            ),
        ]

    def __str__(self) -> str:
        """Return how its reason begins."""
        return self.reason[:40]

    @property
    def is_refused(self) -> bool:
        """Whether somebody of the office said no."""
        return self.closed_by_id is not None and self.granted is None
