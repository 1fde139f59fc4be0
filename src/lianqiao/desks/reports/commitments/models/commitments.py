"""A promise of a department for a year, and the places that it names."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lianqiao.core.language import speaks_chinese
from lianqiao.core.parties.models import Organization, Region
from lianqiao.core.parties.models.codes import named

DIGITS, PLACES = 18, 4


class Stage(models.TextChoices):
    """How far a promise has come before it counts."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Waits for approval")
    PUBLISHED = "published", _("Published")


class Commitment(models.Model):
    """What a department promises for a year: so much of something, by a day.

    Counting begins at 0 on `begins_on`. Once published, only an `Amendment` changes it; `revision`
    counts the savings of the draft.
    """

    year = models.PositiveSmallIntegerField(_("year"))
    department = models.ForeignKey(
        Organization, models.PROTECT, verbose_name=_("department"), related_name="+"
    )
    number = models.PositiveSmallIntegerField(_("number in the list"))
    title = models.CharField(_("title"), max_length=120)
    title_en = models.CharField(_("English title"), max_length=200, blank=True)
    promise = models.TextField(_("what is promised"), max_length=2000)
    promise_en = models.TextField(_("English text"), max_length=4000, blank=True)
    target = models.DecimalField(_("target"), max_digits=DIGITS, decimal_places=PLACES)
    unit = models.CharField(_("unit"), max_length=16)
    begins_on = models.DateField(_("begins on"))
    due_on = models.DateField(_("due on"))
    stage = models.CharField(_("stage"), max_length=10, choices=Stage, default=Stage.DRAFT)
    revision = models.PositiveIntegerField(default=1)
    author = models.BigIntegerField()
    note = models.TextField(_("why it was sent back"), max_length=1000, blank=True)
    approved_by = models.BigIntegerField(null=True)
    published_at = models.DateTimeField(_("published"), null=True)
    is_invented = models.BooleanField(_("invented"), default=False)

    class Meta:
        """As the list of a year has them; who published is not who wrote."""

        verbose_name = _("commitment")
        ordering = ["-year", "department", "number"]
        constraints = [
            models.UniqueConstraint("year", "department", "number", name="commitment_number_once"),
            models.CheckConstraint(
                name="commitment_says_what",
                condition=~Q(title="") & ~Q(promise="") & ~Q(unit=""),
            ),
            models.CheckConstraint(name="commitment_target_positive", condition=Q(target__gt=0)),
            models.CheckConstraint(
                name="commitment_days_ordered", condition=Q(due_on__gt=F("begins_on"))
            ),
            models.CheckConstraint(
                name="commitment_published_by_a_second_person",
                condition=~Q(stage="published")
                | Q(~Q(approved_by=F("author")), approved_by__isnull=False)
                & Q(published_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        """Return the title in the reader's language."""
        return named(self.title, self.title_en)

    @property
    def words(self) -> str:
        """What is promised, in the reader's language."""
        return named(self.promise, self.promise_en)

    @property
    def unit_name(self) -> str:
        """The unit in the reader's language: classifiers have no English."""
        return self.unit if speaks_chinese() or self.unit.isascii() else ""

    @property
    def is_published(self) -> bool:
        """Whether everybody can read it."""
        return self.stage == Stage.PUBLISHED


class Place(models.Model):
    """Where a promise is kept. `target` is the place's own part of it, where it has one.

    After publication a place comes and goes by an amendment only, and is never removed.
    """

    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="places")
    name = models.CharField(_("name"), max_length=80)
    region = models.ForeignKey(Region, models.PROTECT, verbose_name=_("district"), related_name="+")
    address = models.CharField(_("address"), max_length=200, blank=True)
    target = models.DecimalField(
        _("own target"), max_digits=DIGITS, decimal_places=PLACES, null=True, blank=True
    )
    added_by = models.ForeignKey(
        "commitments.Amendment", models.PROTECT, null=True, related_name="added"
    )
    dropped_by = models.ForeignKey(
        "commitments.Amendment", models.PROTECT, null=True, related_name="dropped"
    )

    class Meta:
        """In the order of the list; one of a name."""

        verbose_name = _("place of a commitment")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                "commitment",
                "name",
                name="commitment_place_once",
                condition=Q(dropped_by__isnull=True),
            ),
            models.CheckConstraint(name="commitment_place_named", condition=~Q(name="")),
            models.CheckConstraint(
                name="commitment_place_target_positive",
                condition=Q(target__isnull=True) | Q(target__gt=0),
            ),
        ]

    def __str__(self) -> str:
        """Return the name."""
        return self.name
