"""Measures: who gets how much, under which conditions, by which way, out of which budget."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lianqiao.desks.policies.models.policies import Policy, Version


class Route(models.TextChoices):
    """How a measure reaches the enterprise."""

    DIRECT = "direct", _("Direct grant, no application")
    APPLICATION = "application", _("On application")
    INFORMATION = "information", _("Information only")


class Period(models.TextChoices):
    """For what a subject can have a measure once."""

    YEAR = "year", _("Once a year")
    MONTH = "month", _("Once a month")
    ONCE = "once", _("Once only")


class Measure(models.Model):
    """One thing that a version grants; its rules are in the language of `engines.rules`.

    `code` stays the same through the versions of a policy. Money in fen. Measures with the same
    `stack` exclude each other for one subject and period. `documents` is a list of
    `{"name": str, "required": bool}`. `condition` and `payout` are checked when saved.
    """

    version = models.ForeignKey(Version, models.CASCADE, related_name="measures")
    position = models.PositiveSmallIntegerField(default=0)
    code = models.SlugField(_("code"), max_length=60)
    title = models.CharField(_("title"), max_length=200)
    summary = models.CharField(_("benefit in one sentence"), max_length=300, blank=True)
    route = models.CharField(_("way"), max_length=12, choices=Route)
    condition = models.TextField(_("condition"), blank=True)
    payout = models.TextField(_("amount"), blank=True)
    cap = models.BigIntegerField(_("cap"), null=True, blank=True)
    budget = models.BigIntegerField(_("budget"), null=True, blank=True)
    period = models.CharField(_("how often"), max_length=8, choices=Period, default=Period.YEAR)
    stack = models.SlugField(_("excludes others marked"), max_length=40, blank=True)
    opens_on = models.DateField(_("opens on"), null=True, blank=True)
    closes_on = models.DateField(_("closes on"), null=True, blank=True)
    notice_days = models.PositiveSmallIntegerField(_("working days of public notice"), default=5)
    documents = models.JSONField(_("documents"), default=list, blank=True)
    office = models.CharField(_("office"), max_length=120, blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    telephone = models.CharField(_("telephone"), max_length=40, blank=True)

    class Meta:
        """Amounts above zero; a window that does not close before it opens."""

        verbose_name = _("measure")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint("version", "code", name="measure_code_unique"),
            models.CheckConstraint(name="measure_route_known", condition=Q(route__in=Route.values)),
            models.CheckConstraint(
                name="measure_cap_positive", condition=Q(cap__isnull=True) | Q(cap__gt=0)
            ),
            models.CheckConstraint(
                name="measure_budget_positive", condition=Q(budget__isnull=True) | Q(budget__gt=0)
            ),
            models.CheckConstraint(
                name="measure_window_ordered",
                condition=Q(opens_on__isnull=True)
                | Q(closes_on__isnull=True)
                | Q(opens_on__lte=F("closes_on")),
            ),
        ]

    def __str__(self) -> str:
        """Return the title."""
        return self.title


class Budget(models.Model):
    """The money of one measure in one year, in fen. It can't be overspent: a constraint says so.

    `reserved` is what is approved and not yet paid, `paid` what the bank has confirmed.
    """

    policy = models.ForeignKey(Policy, models.PROTECT, related_name="budgets")
    measure = models.SlugField(_("measure"), max_length=60)
    year = models.PositiveSmallIntegerField(_("year"))
    total = models.BigIntegerField(_("budget"))
    reserved = models.BigIntegerField(_("reserved"), default=0)
    paid = models.BigIntegerField(_("paid"), default=0)

    class Meta:
        """Once for a measure and year."""

        verbose_name = _("budget")
        constraints = [
            models.UniqueConstraint("policy", "measure", "year", name="budget_once"),
            models.CheckConstraint(
                name="budget_not_overspent", condition=Q(total__gte=F("reserved") + F("paid"))
            ),
            models.CheckConstraint(
                name="budget_sums_not_negative", condition=Q(reserved__gte=0, paid__gte=0)
            ),
        ]

    def __str__(self) -> str:
        """Name the measure and the year."""
        return f"{self.measure} {self.year}"
