"""Calls for projects: what money there is, for which topics, and until when one applies."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lianqiao.core.parties.models import Organization, TechnicalField
from lianqiao.core.parties.models.codes import named


class CallStage(models.TextChoices):
    """Where a call stands on a day."""

    DRAFT = "draft", _("Being written")
    COMING = "coming", _("Opens soon")
    OPEN = "open", _("Open for applications")
    CLOSED = "closed", _("Closed, being decided")
    DECIDED = "decided", _("Decided, awards published")


class Call(models.Model):
    """A call of an office for a year; money in fen. One applies from `opens_on` to `closes_on`,
    both days whole, in Shanghai.

    Published by another than who wrote it, it stays as it is: only a later last day, with its
    reason, and that it is decided. What is still `coming`, `open` or `closed` follows from the day.
    """

    class State(models.TextChoices):
        """How far the office has come with it."""

        DRAFT = "draft", _("Being written")
        PUBLISHED = "published", _("Published")
        DECIDED = "decided", _("Decided, awards published")

    office = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField(_("year"))
    name = models.CharField(_("name"), max_length=120)
    about = models.TextField(_("what is supported, and who may apply"), max_length=8000)
    opens_on = models.DateField(_("opens on"))
    closes_on = models.DateField(_("last day"))
    budget = models.BigIntegerField(_("budget"))
    most = models.BigIntegerField(_("most for a project"))
    least_own = models.PositiveSmallIntegerField(_("least share of own funds"))
    longest_months = models.PositiveSmallIntegerField(_("longest duration"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    written_by = models.BigIntegerField()
    published_by = models.BigIntegerField(null=True)
    published_at = models.DateTimeField(null=True)
    is_invented = models.BooleanField(_("invented"), default=False)

    class Meta:
        """The newest first."""

        verbose_name = _("call")
        ordering = ["-year", "-pk"]
        constraints = [
            models.UniqueConstraint("office", "year", "name", name="call_named_once"),
            models.CheckConstraint(name="call_named", condition=~Q(name="") & ~Q(about="")),
            models.CheckConstraint(
                name="call_days_ordered", condition=Q(closes_on__gte=F("opens_on"))
            ),
            models.CheckConstraint(
                name="call_money_ordered", condition=Q(most__gt=0, budget__gte=F("most"))
            ),
            models.CheckConstraint(
                name="call_terms_possible",
                condition=Q(least_own__lte=95, longest_months__gte=1, longest_months__lte=120),
            ),
            models.CheckConstraint(
                name="call_published_by_another",
                condition=Q(state="draft", published_by__isnull=True, published_at__isnull=True)
                | Q(state__in=["published", "decided"], published_at__isnull=False)
                & ~Q(published_by=F("written_by")),
            ),
        ]

    def __str__(self) -> str:
        """Return the name."""
        return self.name

    def stage(self, day: date) -> CallStage:
        """Return where it stands on a day in Shanghai; its last day is open to the end."""
        if self.state != self.State.PUBLISHED:
            return CallStage(self.state)
        if day < self.opens_on:
            return CallStage.COMING
        return CallStage.OPEN if day <= self.closes_on else CallStage.CLOSED


class Extension(models.Model):
    """A later last day of a call, and why; everybody reads it. Append-only."""

    call = models.ForeignKey(Call, models.PROTECT, related_name="extensions")
    old = models.DateField()
    new = models.DateField()
    reason = models.TextField(_("reason"), max_length=1000)
    made_by = models.BigIntegerField()
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """The newest first."""

        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="extension_is_later", condition=Q(new__gt=F("old")) & ~Q(reason="")
            )
        ]

    def __str__(self) -> str:
        """Return the new day."""
        return str(self.new)


class Topic(models.Model):
    """What a call wants, and its part of the money in fen; all topics together stay within it."""

    call = models.ForeignKey(Call, models.PROTECT, related_name="topics")
    key = models.SlugField(_("number"), max_length=16)
    name = models.CharField(_("topic"), max_length=120)
    name_en = models.CharField(_("English name"), max_length=160, blank=True)
    about = models.TextField(_("what is to be reached"), max_length=4000)
    field = models.ForeignKey(
        TechnicalField, models.PROTECT, verbose_name=_("technical field"), related_name="+"
    )
    budget = models.BigIntegerField(_("budget"))

    # What `queries.applications.with_promised` adds: fen.
    promised: int

    class Meta:
        """By number."""

        verbose_name = _("topic")
        ordering = ["call", "key"]
        constraints = [
            models.UniqueConstraint("call", "key", name="topic_once"),
            models.CheckConstraint(
                name="topic_complete", condition=Q(budget__gt=0) & ~Q(name="") & ~Q(about="")
            ),
        ]

    def __str__(self) -> str:
        """Return the name in the reader's language."""
        return named(self.name, self.name_en)
