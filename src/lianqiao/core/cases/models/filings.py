"""What is filed in a case: a private buffer, the snapshots that were submitted, what was said."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lianqiao.core.cases.models.cases import Case
from lianqiao.core.parties.models import User


class Filing(models.Model):
    """One form of a case as its applicant is filling it in.

    `buffer` holds {field key: value}; `marks` {field key: [revision, user, origin]} says in which
    save a field was last written, by whom, and on which open page ("from:<number of a case>" where
    it was taken over from there). `period` tells filings of one form apart, as years do.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="filings")
    form = models.CharField(max_length=40)
    period = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    buffer = models.JSONField(default=dict)
    marks = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=0)
    opened_at = models.DateTimeField(auto_now_add=True)
    saved_at = models.DateTimeField(_("saved"), null=True)

    class Meta:
        """One for each form and year of a case."""

        verbose_name = _("filing")
        ordering = ["case", "pk"]
        constraints = [
            models.UniqueConstraint(
                "case", "form", "period", name="filing_once", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        """Return the form's key."""
        return self.form


class Snapshot(models.Model):
    """A filing as it was submitted: what officers read, and reviews judge. Append-only."""

    filing = models.ForeignKey(Filing, models.PROTECT, related_name="snapshots")
    number = models.PositiveIntegerField()
    procedure = models.CharField(max_length=40)
    values = models.JSONField()
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField(_("submitted"))
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        """Newest first."""

        verbose_name = _("submitted filing")
        ordering = ["-number"]
        constraints = [models.UniqueConstraint("filing", "number", name="snapshot_once")]

    def __str__(self) -> str:
        """Return its number."""
        return str(self.number)


class Attachment(models.Model):
    """A file put into a field of a filing; what a snapshot names is never removed.

    Nobody fetches a file, and none is submitted, while a scanner has not let it pass.
    """

    class Scan(models.TextChoices):
        """What a scanner for viruses said; `none` where the house has none."""

        NONE = "none", _("not scanned")
        PENDING = "pending", _("being scanned for viruses")
        CLEAN = "clean", _("scanned")
        BAD = "bad", _("refused by the scanner for viruses")

    filing = models.ForeignKey(Filing, models.PROTECT, related_name="attachments")
    field = models.CharField(max_length=40)
    file = models.FileField(upload_to="cases/%Y/%m")
    name = models.CharField(_("file name"), max_length=200)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    scan = models.CharField(max_length=8, choices=Scan, default=Scan.NONE)
    added_at = models.DateTimeField(auto_now_add=True)
    added_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        """In the order in which they came."""

        verbose_name = _("attachment")
        ordering = ["pk"]
        indexes = [models.Index(fields=["filing", "field"], name="attachment_of_field")]
        constraints = [
            models.UniqueConstraint("filing", "field", "sha256", name="filed_once"),
        ]

    def __str__(self) -> str:
        """Return the file's name."""
        return self.name

    @property
    def is_open(self) -> bool:
        """Whether it may be fetched and submitted."""
        return self.scan in {self.Scan.NONE, self.Scan.CLEAN}


class Remark(models.Model):
    """Something said about a field, or about the case where `field` is ''. Append-only.

    What is private is read by the office alone.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="remarks")
    filing = models.ForeignKey(Filing, models.CASCADE, null=True, related_name="remarks")
    field = models.CharField(max_length=40, blank=True)
    text = models.TextField(_("remark"), max_length=5000)
    is_private = models.BooleanField(default=False)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        """Oldest first."""

        verbose_name = _("remark")
        ordering = ["pk"]
        indexes = [models.Index(fields=["case"], name="remark_of_case")]
        constraints = [models.CheckConstraint(name="remark_says_something", condition=~Q(text=""))]

    def __str__(self) -> str:
        """Return how it begins."""
        return self.text[:40]


OPEN = Q(met_by__isnull=True, withdrawn_at__isnull=True, missed_at__isnull=True)
"""Where a correction is still awaited."""


class Correction(models.Model):
    """A request to put right named fields of a filing until a day; open until met, withdrawn, or
    until the clock went on because it did not come.

    While one is open the applicant may change exactly those fields, the case takes no other step,
    and its own term rests: `days_left` working days of it remain.
    """

    filing = models.ForeignKey(Filing, models.PROTECT, related_name="corrections")
    fields = models.JSONField(help_text="keys of fields")
    text = models.TextField(_("what is to be put right"), max_length=5000)
    due_on = models.DateField(_("due on"))
    due_is_provisional = models.BooleanField(default=False)
    days_left = models.PositiveSmallIntegerField(null=True)
    asked_at = models.DateTimeField(auto_now_add=True)
    asked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    met_by = models.OneToOneField(Snapshot, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    missed_at = models.DateTimeField(null=True)

    class Meta:
        """Newest first; one open at a time."""

        verbose_name = _("request for correction")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint("filing", name="correction_one_open", condition=OPEN),
            models.CheckConstraint(name="correction_says_what", condition=~Q(text="")),
            models.CheckConstraint(
                name="correction_ends_once",
                condition=Q(met_by__isnull=True, withdrawn_at__isnull=True)
                | Q(met_by__isnull=True, missed_at__isnull=True)
                | Q(withdrawn_at__isnull=True, missed_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        """Return how it begins."""
        return self.text[:40]
