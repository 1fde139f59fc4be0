"""Dated facts of an organization, kept by period and by when they became known."""

from __future__ import annotations

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils import formats
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from lianqiao.core.parties.models.codes import named
from lianqiao.core.parties.models.organizations import Organization

FEN = 100


OWN_WORD = "statement"
"""The source whose facts an organization says of itself."""


class FactSource(models.Model):
    """Who says a fact. Where several say something of a period, the lowest `rank` counts.

    What is not by year counts from the newest period of which a source better than the
    organization's own word speaks; its own word counts where there is none.
    """

    code = models.SlugField(_("code"), max_length=40, primary_key=True)
    rank = models.PositiveSmallIntegerField(_("rank"))
    name = models.CharField(_("name"), max_length=80)
    name_en = models.CharField(_("English name"), max_length=80, blank=True)

    class Meta:
        """No two of a rank: one of them must count."""

        verbose_name = _("source of facts")
        verbose_name_plural = _("sources of facts")
        ordering = ["rank"]
        constraints = [models.UniqueConstraint("rank", name="fact_source_rank_unique")]

    def __str__(self) -> str:
        """Return the name in the reader's language."""
        return named(self.name, self.name_en)


class FactDefinition(models.Model):
    """An entry of the fact dictionary: what a fact's name means, in which unit, by which source.

    A number is kept to `scale` decimals (a percentage to `scale - 2`) and lies between `low` and
    `high`, in its unit (yuan, percent). A yearly fact is asked for by calendar year; of any other
    the newest counts. A register is complete: who is not in it, or no
    longer, is known not to be.
    """

    class Type(models.TextChoices):
        """Types of a fact's value. Money is kept in fen."""

        NUMBER = "number", _("Number")
        MONEY = "money", _("Money")
        BOOL = "bool", _("Yes or no")
        DATE = "date", _("Date")
        TEXT = "text", _("Plain text")

    name = models.SlugField(_("name"), max_length=64, primary_key=True)
    label_zh = models.CharField(_("Chinese label"), max_length=80)
    label_en = models.CharField(_("English label"), max_length=80)
    type = models.CharField(_("type"), max_length=8, choices=Type)
    unit = models.CharField(_("unit"), max_length=16, blank=True)
    definition = models.TextField(_("definition"))
    source = models.CharField(_("source"), max_length=200)
    scale = models.PositiveSmallIntegerField(
        _("decimals"), default=0, validators=[MaxValueValidator(6)]
    )
    low = models.DecimalField(_("least"), max_digits=16, decimal_places=2, null=True, blank=True)
    high = models.DecimalField(_("most"), max_digits=16, decimal_places=2, null=True, blank=True)
    is_yearly = models.BooleanField(_("by year"), default=True)
    can_change = models.BooleanField(_("an organization can change it"), default=True)
    is_register = models.BooleanField(_("complete register"), default=False)

    class Meta:
        """By name."""

        verbose_name = _("fact definition")
        verbose_name_plural = _("fact definitions")
        ordering = ["name"]

    def __str__(self) -> str:
        """Return the label in the reader's language."""
        return named(self.label_zh, self.label_en)


class Fact(models.Model):
    """One value of one organization for one period, as known since `known_at`. Append only."""

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="facts")
    definition = models.ForeignKey(FactDefinition, models.PROTECT, related_name="+")
    period_from = models.DateField()
    period_to = models.DateField()
    number = models.DecimalField(max_digits=24, decimal_places=6, null=True, blank=True)
    text = models.CharField(max_length=400, null=True, blank=True)  # noqa: DJ001 -- null: not a text
    day = models.DateField(null=True, blank=True)
    truth = models.BooleanField(null=True, blank=True)
    source = models.ForeignKey(
        FactSource, models.PROTECT, verbose_name=_("source"), related_name="+"
    )
    evidence = models.CharField(_("evidence"), max_length=200, blank=True)
    known_at = models.DateTimeField()

    class Meta:
        """Exactly one value; a period that does not run backwards."""

        constraints = [
            models.CheckConstraint(
                name="fact_has_one_value",
                condition=Q(
                    number__isnull=False, text__isnull=True, day__isnull=True, truth__isnull=True
                )
                | Q(number__isnull=True, text__isnull=False, day__isnull=True, truth__isnull=True)
                | Q(number__isnull=True, text__isnull=True, day__isnull=False, truth__isnull=True)
                | Q(number__isnull=True, text__isnull=True, day__isnull=True, truth__isnull=False),
            ),
            models.CheckConstraint(
                name="fact_period_ordered", condition=Q(period_from__lte=models.F("period_to"))
            ),
            models.UniqueConstraint(
                "organization",
                "definition",
                "period_from",
                "period_to",
                "source",
                "known_at",
                name="fact_known_once",
            ),
        ]

    def __str__(self) -> str:
        """Name the fact."""
        return self.definition_id

    @property
    def shown(self) -> str:
        """The value with its unit as a person reads it; money in yuan."""
        if self.number is not None:
            if self.definition.type == FactDefinition.Type.MONEY:
                yuan = formats.number_format(self.number / FEN, 2, force_grouping=True)
                return f"{yuan} {pgettext('unit', 'yuan')}"
            plain = f"{self.number:,f}".rstrip("0").rstrip(".")
            return f"{plain} {self.definition.unit}".strip()
        if self.day is not None:
            return formats.date_format(self.day)
        if self.truth is not None:
            return str(_("Yes") if self.truth else _("No"))
        return self.text or ""
