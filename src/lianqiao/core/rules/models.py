"""Values that rules name: parameters dated in time, and tables."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from lianqiao.core.parties.models.codes import named
from lianqiao.core.rules.tables import Malformed, read_inputs, read_rows


class Parameter(models.Model):
    """A number laid down for a time, such as a threshold that changes on 1 January."""

    code = models.SlugField(_("code"), max_length=40, primary_key=True)
    name = models.CharField(_("name"), max_length=80)
    name_en = models.CharField(_("English name"), max_length=120, blank=True)
    unit = models.CharField(_("unit"), max_length=24, blank=True)

    class Meta:
        """By code."""

        verbose_name = _("parameter")
        verbose_name_plural = _("parameters")
        ordering = ["code"]

    def __str__(self) -> str:
        """Return the name in the reader's language."""
        return named(self.name, self.name_en)


class ParameterValue(models.Model):
    """What a parameter is from a day on, in its unit (yuan, not fen; shares, not percent)."""

    parameter = models.ForeignKey(Parameter, models.CASCADE, related_name="values")
    valid_from = models.DateField(_("valid from"))
    number = models.DecimalField(_("value"), max_digits=20, decimal_places=6)

    class Meta:
        """One value from a day on."""

        verbose_name = _("value")
        verbose_name_plural = _("values")
        ordering = ["valid_from"]
        constraints = [
            models.UniqueConstraint("parameter", "valid_from", name="parameter_value_once_a_day")
        ]

    def __str__(self) -> str:
        """Return the value."""
        return f"{self.number}"


class ScoreTable(models.Model):
    """A bracket scale or decision table. `inputs` is a list of `{type, unit, zh, en}`."""

    code = models.SlugField(_("code"), max_length=40, primary_key=True)
    name = models.CharField(_("name"), max_length=80)
    name_en = models.CharField(_("English name"), max_length=120, blank=True)
    unit = models.CharField(_("unit of the value"), max_length=24, blank=True)
    inputs = models.JSONField(_("inputs"))

    class Meta:
        """By code."""

        verbose_name = _("table")
        verbose_name_plural = _("tables")
        ordering = ["code"]

    def __str__(self) -> str:
        """Return the name in the reader's language."""
        return named(self.name, self.name_en)

    def clean(self) -> None:
        """Refuse inputs that no rule could ask with."""
        try:
            read_inputs(self.inputs)
        except Malformed as error:
            raise ValidationError({"inputs": str(error)}) from error


class ScoreTableVersion(models.Model):
    """The rows of a table from a day on; the first row that holds gives the value.

    `rows` is a list of `{"if": [cell, …], "value": "0.05"}`; a cell is `{"from": "…", "below":
    "…"}` (either may be missing), a list of texts, true, false, or null for anything.
    """

    table = models.ForeignKey(ScoreTable, models.CASCADE, related_name="versions")
    valid_from = models.DateField(_("valid from"))
    rows = models.JSONField(_("rows"))

    class Meta:
        """One version from a day on."""

        verbose_name = _("version of a table")
        verbose_name_plural = _("versions of a table")
        ordering = ["valid_from"]
        constraints = [
            models.UniqueConstraint("table", "valid_from", name="score_table_version_once_a_day")
        ]

    def __str__(self) -> str:
        """Return the day."""
        return self.valid_from.isoformat()

    def clean(self) -> None:
        """Refuse rows that do not fit the table's inputs."""
        try:
            read_rows(self.rows, read_inputs(self.table.inputs))
        except Malformed as error:
            raise ValidationError({"rows": str(error)}) from error


class Revision(models.Model):
    """That something known of an organization changed: its facts, titles, or the register's entry.

    Written by triggers, in the transaction that changed it; `transaction` is its number.
    """

    organization = models.ForeignKey(
        "parties.Organization",
        models.DO_NOTHING,
        db_constraint=False,
        db_index=False,
        related_name="+",
    )
    transaction = models.BigIntegerField()

    class Meta:
        """Appended only, so that no two writers wait for each other."""

        verbose_name = _("revision")

    def __str__(self) -> str:
        """Name both."""
        return f"{self.organization_id}: {self.transaction}"
