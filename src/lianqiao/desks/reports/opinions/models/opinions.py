"""What was said, the answer, and every step between."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lianqiao.core.parties.models import Organization
from lianqiao.desks.reports.opinions.masking import masked


class State(models.TextChoices):
    """How far an opinion has come."""

    RECEIVED = "received", _("Received")
    ROUTED = "routed", _("With the department")
    ANSWERED = "answered", _("Answered")
    HIDDEN = "hidden", _("Not accepted")


class Theme(models.TextChoices):
    """What opinions are about."""

    SCIENCE = "science", _("Science and industry")
    ENTERPRISE = "enterprise", _("Services for enterprises")
    PEOPLE = "people", _("Jobs and talents")
    CHILDREN = "children", _("Education and childcare")
    HEALTH = "health", _("Health care")
    CITY = "city", _("City and environment")
    OTHER = "other", _("Other matters")


class Cause(models.TextChoices):
    """Why an opinion is not accepted; the statistics count it, the reason in words says more."""

    ABUSE = "abuse", _("Insult or threat")
    ADVERTISING = "advertising", _("Advertising")
    REPEATED = "repeated", _("Sent several times")
    ELSEWHERE = "elsewhere", _("No matter of this city's offices")
    UNCLEAR = "unclear", _("Cannot be understood")
    PRIVATE = "private", _("Private matters of others")
    OTHER = "other", _("Other reason")


class Group(models.Model):
    """Opinions that say the same."""

    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """Oldest first."""

        verbose_name = _("group of opinions")
        ordering = ["pk"]

    def __str__(self) -> str:
        """Return its number."""
        return str(self.pk)


class Opinion(models.Model):
    """What a citizen said. Who said it stands in `Contact`, if anywhere."""

    about_type = models.CharField(max_length=40, blank=True)
    about_id = models.BigIntegerField(null=True)
    theme = models.CharField(_("theme"), max_length=12, choices=Theme, default=Theme.OTHER)
    text = models.TextField(_("opinion"), max_length=5000)
    may_publish = models.BooleanField(_("may be published"), default=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.RECEIVED)
    department = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        verbose_name=_("department"),
        related_name="+",
    )
    group = models.ForeignKey(Group, models.SET_NULL, null=True, related_name="opinions")
    is_compared = models.BooleanField(default=False)
    flags = models.JSONField(default=list)
    terms = models.TextField(blank=True)
    vector = models.GeneratedField(
        expression=SearchVector("terms", config="simple"),
        output_field=SearchVectorField(),
        db_persist=True,
    )
    text_sha256 = models.CharField(max_length=64, db_index=True)
    receipt_sha256 = models.CharField(max_length=64, unique=True)
    received_at = models.DateTimeField(_("received"), default=timezone.now)
    routed_at = models.DateTimeField(null=True)
    due_on = models.DateField(_("to be answered by"), null=True)
    answer = models.TextField(_("answer"), max_length=5000, blank=True)
    is_public = models.BooleanField(_("answered in public"), default=False)
    answered_at = models.DateTimeField(_("answered"), null=True)
    is_on_time = models.BooleanField(null=True)
    hidden_for = models.CharField(_("why not accepted"), max_length=12, choices=Cause, blank=True)
    rating = models.PositiveSmallIntegerField(_("rating"), null=True)
    is_invented = models.BooleanField(_("invented"), default=False)

    class Meta:
        """Newest first; an answer has its day, a department its deadline."""

        verbose_name = _("opinion")
        ordering = ["-received_at", "-pk"]
        indexes = [
            GinIndex(fields=["vector"], name="opinion_words"),
            models.Index(fields=["theme", "-received_at"], name="opinion_by_theme"),
            models.Index(fields=["department", "state", "due_on"], name="opinion_queue"),
            models.Index(
                fields=["-answered_at", "-id"],
                name="opinion_published",
                condition=Q(state="answered", is_public=True),
            ),
            models.Index(fields=["id"], name="opinion_to_compare", condition=Q(is_compared=False)),
        ]
        constraints = [
            models.CheckConstraint(name="opinion_says_something", condition=~Q(text="")),
            models.CheckConstraint(
                name="opinion_routed_with_deadline",
                condition=~Q(state__in=["routed", "answered"])
                | Q(department__isnull=False, due_on__isnull=False, routed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="opinion_answer_complete",
                condition=~Q(state="answered")
                | Q(~Q(answer=""), answered_at__isnull=False, is_on_time__isnull=False),
            ),
            models.CheckConstraint(
                name="opinion_published_as_allowed",
                condition=Q(is_public=False) | Q(may_publish=True),
            ),
            models.CheckConstraint(
                name="opinion_hidden_for_a_cause",
                condition=Q(state="hidden", hidden_for__in=Cause.values)
                | Q(~Q(state="hidden"), hidden_for=""),
            ),
            models.CheckConstraint(
                name="opinion_rating_known",
                condition=Q(rating__isnull=True) | Q(rating__range=(1, 5), state="answered"),
            ),
        ]

    def __str__(self) -> str:
        """Return how it begins."""
        return self.shown[:40]

    @property
    def shown(self) -> str:
        """The text without telephones, addresses and numbers of persons."""
        return masked(self.text)

    @property
    def answer_shown(self) -> str:
        """The answer as everybody may read it, masked like what was said."""
        return masked(self.answer)

    @property
    def is_overdue(self) -> bool:
        """Waits for an answer beyond its day."""
        return (
            self.state == State.ROUTED
            and self.due_on is not None
            and self.due_on < timezone.localdate()
        )


class Step(models.Model):
    """What an officer did with an opinion, and why. Append-only."""

    opinion = models.ForeignKey(Opinion, models.PROTECT, related_name="steps")
    state = models.CharField(max_length=10, choices=State)
    department = models.ForeignKey(Organization, models.PROTECT, null=True, related_name="+")
    reason = models.TextField(_("reason"), max_length=1000, blank=True)
    made_by = models.BigIntegerField(null=True)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """In their order; hiding has its reason."""

        verbose_name = _("step of an opinion")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="opinion_hidden_with_reason", condition=~Q(state="hidden") | ~Q(reason="")
            )
        ]

    def __str__(self) -> str:
        """Return the state that it led to."""
        return str(self.get_state_display())
