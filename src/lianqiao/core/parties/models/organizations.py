"""Organizations and the names they bore."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lianqiao.core.parties.models.codes import named


class Organization(models.Model):
    """An enterprise, institute, bureau or other body; `uscc` is its unified social credit code."""

    class Kind(models.TextChoices):
        """Kinds of organization that the desks tell apart."""

        ENTERPRISE = "enterprise", _("Enterprise")
        INSTITUTE = "institute", _("Research institute")
        UNIVERSITY = "university", _("University")
        HOSPITAL = "hospital", _("Hospital")
        SCHOOL = "school", _("School")
        BANK = "bank", _("Bank or fund")
        BUREAU = "bureau", _("Bureau")
        PARK = "park", _("Park")

    uscc = models.CharField(_("credit code"), max_length=18, null=True, blank=True)  # noqa: DJ001 -- some have none, and those are not equal
    name = models.CharField(_("name"), max_length=200)
    name_en = models.CharField(_("English name"), max_length=200, blank=True)
    pinyin = models.CharField(max_length=400, blank=True, db_index=True)
    kind = models.CharField(_("kind"), max_length=16, choices=Kind)
    region = models.ForeignKey(
        "parties.Region", models.PROTECT, null=True, blank=True, related_name="+"
    )
    zone = models.ForeignKey(
        "parties.Zone", models.PROTECT, null=True, blank=True, related_name="+"
    )
    industry = models.ForeignKey(
        "parties.Industry", models.PROTECT, null=True, blank=True, related_name="+"
    )
    founded_on = models.DateField(_("founded on"), null=True, blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    contact_name = models.CharField(_("contact"), max_length=80, blank=True)
    contact_phone = models.CharField(_("telephone"), max_length=40, blank=True)
    contact_email = models.EmailField(_("e-mail"), blank=True)
    is_invented = models.BooleanField(_("invented"), default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """One organization for one credit code."""

        verbose_name = _("organization")
        ordering = ["pinyin", "pk"]
        constraints = [
            models.UniqueConstraint("uscc", name="organization_uscc_unique"),
            models.CheckConstraint(
                name="organization_uscc_form",
                condition=Q(uscc__isnull=True) | Q(uscc__regex=r"^[0-9A-HJ-NP-RTUW-Y]{18}$"),
            ),
            models.CheckConstraint(name="organization_named", condition=~Q(name="")),
            # Without a code, the name is all that tells two organizations apart.
            models.UniqueConstraint(
                "name", name="organization_name_unique_without_code", condition=Q(uscc__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        """Return the name in the reader's language."""
        return named(self.name, self.name_en)


class FormerName(models.Model):
    """A name that an organization bore until a day."""

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="former_names")
    name = models.CharField(max_length=200, db_index=True)
    until = models.DateField()

    class Meta:
        """Once a day at most."""

        constraints = [
            models.UniqueConstraint("organization", "until", name="former_name_once_a_day")
        ]
        ordering = ["-until"]

    def __str__(self) -> str:
        """Return the name."""
        return self.name
