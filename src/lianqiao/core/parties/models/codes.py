"""Code lists: names and codes of national standards, and what a city adds to them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from lianqiao.core.language import speaks_chinese


class Region(models.Model):
    """A province, city or county of GB/T 2260, by its six digits."""

    class Level(models.TextChoices):
        """Levels of administration."""

        PROVINCE = "province", _("Province")
        CITY = "city", _("City")
        COUNTY = "county", _("County")

    code = models.CharField(_("code"), max_length=6, primary_key=True)
    name = models.CharField(_("name"), max_length=60)
    level = models.CharField(_("level"), max_length=8, choices=Level)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name=_("belongs to"),
        null=True,
        blank=True,
        related_name="children",
    )
    pinyin = models.CharField(max_length=120, blank=True, db_index=True)

    class Meta:
        """A region is known by six digits."""

        verbose_name = _("region")
        verbose_name_plural = _("regions")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                name="region_code_six_digits", condition=models.Q(code__regex=r"^[0-9]{6}$")
            )
        ]

    def __str__(self) -> str:
        """Return the name."""
        return self.name


class Zone(models.Model):
    """A functional zone (高新区 and the like): no code of GB/T 2260, but a county it lies in."""

    code = models.SlugField(_("code"), max_length=32, primary_key=True)
    name = models.CharField(_("name"), max_length=60)
    name_en = models.CharField(_("English name"), max_length=120, blank=True)
    region = models.ForeignKey(
        Region, models.PROTECT, verbose_name=_("region"), related_name="zones"
    )

    class Meta:
        """By code."""

        verbose_name = _("zone")
        verbose_name_plural = _("zones")
        ordering = ["code"]

    def __str__(self) -> str:
        """Return the name in the reader's language."""
        return named(self.name, self.name_en)


class Industry(models.Model):
    """A section (A), division (01) or group (011) of GB/T 4754-2017."""

    class Level(models.TextChoices):
        """Levels of the standard that are used here; its classes are not."""

        SECTION = "section", _("Industry section")
        DIVISION = "division", _("Industry division")
        GROUP = "group", _("Industry group")

    code = models.CharField(_("code"), max_length=4, primary_key=True)
    name = models.CharField(_("name"), max_length=80)
    level = models.CharField(_("level"), max_length=8, choices=Level)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name=_("belongs to"),
        null=True,
        blank=True,
        related_name="children",
    )

    class Meta:
        """By code."""

        verbose_name = _("industry")
        verbose_name_plural = _("industries")
        ordering = ["code"]

    def __str__(self) -> str:
        """Return the name."""
        return self.name


class TechnicalField(models.Model):
    """One of the eight high-tech fields that the state supports."""

    code = models.CharField(_("code"), max_length=8, primary_key=True)
    name = models.CharField(_("name"), max_length=40)
    name_en = models.CharField(_("English name"), max_length=80)

    class Meta:
        """By code."""

        verbose_name = _("technical field")
        verbose_name_plural = _("technical fields")
        ordering = ["code"]

    def __str__(self) -> str:
        """Return the name in the reader's language."""
        return named(self.name, self.name_en)


class WorkingDay(models.Model):
    """One day of the working calendar. Provisional until the State Council announces the year."""

    date = models.DateField(_("date"), primary_key=True)
    is_working = models.BooleanField(_("working day"))
    is_provisional = models.BooleanField(_("provisional"), default=False)

    class Meta:
        """By date."""

        verbose_name = _("working day")
        verbose_name_plural = _("working days")
        ordering = ["date"]

    def __str__(self) -> str:
        """Return the date."""
        return self.date.isoformat()


def named(chinese: str, english: str) -> str:
    """Return the name that suits the reader's language; the Chinese one where there is no other."""
    return english if english and not speaks_chinese() else chinese
