"""Entries, seals, and which entry stands where in which seal. All append-only."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from lianqiao.core.ledger import kinds, wording


class Entry(models.Model):
    """Something that happened. Ids and quantities only: nothing here must ever be erased.

    `quantities` maps a name to [decimal as text, unit]; `evidence` is a list of
    [type, id, SHA-256 or ""]. A correction restates the entry that it `corrects` in full; a
    `withdrawn` one says that it never happened.
    """

    recorded_at = models.DateTimeField(_("recorded"), db_default=Now())
    happened_at = models.DateTimeField(_("happened"))
    kind = models.CharField(_("kind"), max_length=64)
    subject_type = models.CharField(max_length=32)
    subject_id = models.BigIntegerField()
    organization_id = models.BigIntegerField(null=True)
    department = models.CharField(_("department"), max_length=32)
    region = models.CharField(_("region"), max_length=6, blank=True)
    actor_user = models.BigIntegerField(null=True)
    actor_membership = models.BigIntegerField(null=True)
    quantities = models.JSONField(default=dict)
    evidence = models.JSONField(default=list)
    corrects = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="corrected_by", db_column="corrects"
    )
    withdrawn = models.BooleanField(default=False)
    salt = models.BinaryField(max_length=32)

    # What `queries.shown` adds.
    organization_name: str | None
    region_name: str | None
    correction: int | None
    seal_number: int | None

    class Meta:
        """What is asked of the ledger: by kind and time, by organization, by subject."""

        verbose_name = _("ledger entry")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="entry_withdrawal_corrects",
                condition=Q(withdrawn=False) | Q(corrects__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["kind", "happened_at"], name="entry_of_kind"),
            models.Index(fields=["organization_id", "id"], name="entry_of_organization"),
            models.Index(fields=["subject_type", "subject_id"], name="entry_of_subject"),
        ]

    def __str__(self) -> str:
        """Name the entry by its number."""
        return f"{self.pk} {self.kind}"

    @property
    def kind_label(self) -> str:
        """The kind in words."""
        return wording.kind(self.kind)

    @property
    def department_label(self) -> str:
        """The department in words."""
        return wording.department(self.department)

    @property
    def subject_label(self) -> str:
        """What it is about, in words: a match, a listing."""
        return wording.subject(self.subject_type)

    @property
    def subject_url(self) -> str:
        """Where its subject can be seen; empty where its desk is no longer installed."""
        subject = kinds.subject(self.subject_type)
        return subject.url(self.subject_id) if subject else ""

    @property
    def shown_evidence(self) -> list[tuple[str, int, str]]:
        """What proves it: type in words, number, and a file's SHA-256."""
        return [(wording.subject(type_), number, digest) for type_, number, digest in self.evidence]

    @property
    def shown_quantities(self) -> list[tuple[str, str]]:
        """Names and quantities with units, in words."""
        return list(wording.quantities(self.quantities))


class Seal(models.Model):
    """A Merkle tree over a batch of entries; `chain` hashes its root with the seal before."""

    number = models.BigIntegerField(primary_key=True)
    previous = models.BinaryField(max_length=32)
    root = models.BinaryField(max_length=32)
    chain = models.BinaryField(max_length=32, unique=True)
    size = models.IntegerField()
    sealed_at = models.DateTimeField()

    class Meta:
        """By number."""

        ordering = ["number"]
        constraints = [
            models.CheckConstraint(name="seal_not_empty", condition=Q(size__gt=0)),
            models.CheckConstraint(name="seal_numbered_from_1", condition=Q(number__gt=0)),
        ]

    def __str__(self) -> str:
        """Name the seal by its number."""
        return str(self.number)


class Tree(models.Model):
    """The roots of a seal's blocks of leaves (`merkle.BLOCK`), so that a proof reads one block.

    Nothing rests on them: whatever is proved by them is held against the seal's root.
    """

    seal = models.OneToOneField(Seal, models.PROTECT, primary_key=True, related_name="tree")
    blocks = models.BinaryField()

    class Meta:
        """One for a seal."""

    def __str__(self) -> str:
        """Name the seal."""
        return str(self.seal_id)


class SealedEntry(models.Model):
    """An entry's place in a seal, with the leaf that it had when it was sealed."""

    entry = models.OneToOneField(
        Entry, models.PROTECT, primary_key=True, db_constraint=False, related_name="sealed"
    )
    # The index of (seal, position) serves.
    seal = models.ForeignKey(Seal, models.PROTECT, related_name="entries", db_index=False)
    position = models.IntegerField()
    leaf = models.BinaryField(max_length=32)

    class Meta:
        """One leaf at one place."""

        constraints = [
            models.UniqueConstraint("seal", "position", name="sealed_entry_one_place"),
        ]

    def __str__(self) -> str:
        """Name the place."""
        return f"{self.seal_id}:{self.position}"


class Gap(models.Model):
    """Numbers below the last sealed entry that no visible entry bore at the time of sealing.

    Either their transaction was rolled back, or it had not committed yet and they will be
    sealed when they appear. Kept so that a seal need not search the whole table for them.
    """

    first = models.BigIntegerField(primary_key=True)
    last = models.BigIntegerField()

    class Meta:
        """From first to last, both counted."""

        constraints = [
            models.CheckConstraint(name="gap_ordered", condition=Q(first__lte=models.F("last"))),
        ]

    def __str__(self) -> str:
        """Name both ends."""
        return f"{self.first}-{self.last}"
