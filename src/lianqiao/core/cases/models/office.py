"""What an office keeps beside its cases: views of its queue, and what its officers were told."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lianqiao.core.parties.models import Membership, Organization, User


class QueueView(models.Model):
    """A queue narrowed in some way, under a name: somebody's own, or the office's without `owner`.

    `query` is what stands in the address behind the question mark. The default is shown where
    nothing is asked for; one's own goes before the office's.
    """

    office = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    owner = models.ForeignKey(User, models.CASCADE, null=True, related_name="+")
    name = models.CharField(_("name of the view"), max_length=40)
    query = models.CharField(max_length=2000, blank=True)
    is_default = models.BooleanField(default=False)

    class Meta:
        """The office's first; a name is had once, and one view is the default."""

        verbose_name = _("view of the queue")
        ordering = [models.F("owner").asc(nulls_first=True), "name"]
        constraints = [
            models.UniqueConstraint(
                "office", "owner", "name", name="queue_view_named_once", nulls_distinct=False
            ),
            models.UniqueConstraint(
                "office",
                "owner",
                name="queue_view_one_default",
                condition=Q(is_default=True),
                nulls_distinct=False,
            ),
            models.CheckConstraint(name="queue_view_has_name", condition=~Q(name="")),
        ]

    def __str__(self) -> str:
        """Return the name."""
        return self.name


class Digest(models.Model):
    """What waited for somebody of an office on a day; one for each membership and day.

    Cases due within three working days, overdue, overdue for so long that the procedure tells the
    leads, and cases of the office that are nobody's: the last two are for leads alone.
    """

    membership = models.ForeignKey(Membership, models.CASCADE, related_name="+")
    day = models.DateField()
    due = models.PositiveIntegerField(default=0)
    late = models.PositiveIntegerField(default=0)
    escalated = models.PositiveIntegerField(default=0)
    free = models.PositiveIntegerField(default=0)
    read_at = models.DateTimeField(null=True)

    class Meta:
        """Newest first; it says something."""

        verbose_name = _("digest")
        ordering = ["-day"]
        constraints = [
            models.UniqueConstraint("membership", "day", name="digest_once_a_day"),
            models.CheckConstraint(
                name="digest_says_something",
                condition=Q(due__gt=0) | Q(late__gt=0) | Q(escalated__gt=0) | Q(free__gt=0),
            ),
        ]

    def __str__(self) -> str:
        """Return the day."""
        return self.day.isoformat()
