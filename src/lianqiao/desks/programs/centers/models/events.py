"""What happened to a center: one row for each, with its ledger entry. Append-only."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lianqiao.desks.programs.centers.models.centers import Center, Grade


class What(models.TextChoices):
    """What can happen to a center; each leaves an entry `programs.center.<value>`."""

    APPROVED = "approved", _("Construction approved")
    ENTERED = "entered", _("Entered from a list")
    RENAMED = "renamed", _("Center renamed")
    HOST = "host_changed", _("Host of a center changed")
    LEADER = "leader_changed", _("Head of a center changed")
    GRADED = "graded", _("Center graded")
    RECTIFYING = "rectifying", _("Center asked to put things right")
    RECTIFIED = "rectified", _("Center has put things right")
    MERGED = "merged", _("Center merged into another")
    REMOVED = "removed", _("Center removed from the register")


class Event(models.Model):
    """Something that happened on a day: old and new in words, and why."""

    center = models.ForeignKey(Center, models.PROTECT, related_name="events")
    what = models.CharField(max_length=16, choices=What)
    on = models.DateField(_("day"))
    old = models.CharField(max_length=200, blank=True)
    new = models.CharField(max_length=200, blank=True)
    reason = models.TextField(_("reason"), max_length=1000, blank=True)
    made_by = models.BigIntegerField(null=True)
    made_at = models.DateTimeField(auto_now_add=True)
    entry = models.BigIntegerField(unique=True)

    class Meta:
        """The newest first; who removes says why."""

        verbose_name = _("event of a center")
        ordering = ["-on", "-pk"]
        indexes = [models.Index(fields=["center", "-on"], name="center_event_by_day")]
        constraints = [
            models.CheckConstraint(
                name="center_removed_with_reason",
                condition=~Q(what__in=["removed", "rectifying", "merged"]) | ~Q(reason=""),
            )
        ]

    def __str__(self) -> str:
        """Return what happened."""
        return str(self.get_what_display())

    @property
    def words(self) -> str:
        """Old and new as a person reads them; '' where nothing was replaced."""
        old, new = (self._said(value) for value in (self.old, self.new))
        return f"{old} → {new}" if old and new else new

    def _said(self, value: str) -> str:
        is_grade = self.what in {What.GRADED, What.RECTIFIED} and value in Grade.values
        return str(Grade(value).label) if is_grade else value
