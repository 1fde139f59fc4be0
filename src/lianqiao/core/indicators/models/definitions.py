"""What an indicator counts, as data. A change is a new version; old ones stay for good."""

from __future__ import annotations

from decimal import Decimal

from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from lianqiao.core.indicators.periods import PeriodKind
from lianqiao.core.language import speaks_chinese
from lianqiao.core.parties.models import Organization
from lianqiao.core.parties.models.codes import named

ENGLISH_UNITS = {
    "%": "%",
    "个百分点": "percentage points",
    "人": "people",
    "人次": "visits",
    "元": "yuan",
    "万元": "10,000 yuan",
    "亿元": "100 million yuan",
    "美元": "US dollars",
    "吨": "tonnes",
    "公里": "km",
    "平方米": "m²",
    "亩": "mu",
    "小时": "hours",
    "天": "days",
    "个工作日": "working days",
    "年": "years",
    "岁": "years",
}
CODE = r"^[a-z][a-z0-9_]*(\.[a-z0-9_]+)*$"


class Aggregate(models.TextChoices):
    """How entries become one number."""

    COUNT = "count", _("Number of entries")
    DISTINCT = "distinct", _("Number of different subjects")
    ORGANIZATIONS = "organizations", _("Number of different organizations")
    SUM = "sum", _("Sum of a quantity")
    LAST = "last", _("Last value of each subject, added up")
    VALID = "valid", _("Number of subjects that hold it on the last day")
    RATIO = "ratio", _("Ratio of two indicators")
    REPORTED = "reported", _("Reported by the department, not counted")

    @property
    def needs_quantity(self) -> bool:
        """Whether it adds up a quantity."""
        return self in {Aggregate.SUM, Aggregate.LAST}

    @property
    def is_counted(self) -> bool:
        """Whether it looks at entries of the ledger itself."""
        return self not in {Aggregate.RATIO, Aggregate.REPORTED}


class Scope(models.TextChoices):
    """For what an indicator may be asked."""

    CITY = "city", _("The whole city")
    DISTRICT = "district", _("District")
    ZONE = "zone", _("Zone")


class Indicator(models.Model):
    """A figure that is known by its code, whatever its versions say."""

    code = models.CharField(
        _("code"), max_length=64, primary_key=True, validators=[RegexValidator(CODE)]
    )
    is_public = models.BooleanField(_("public"), default=True)

    class Meta:
        """By code."""

        verbose_name = _("indicator")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(name="indicator_code_form", condition=Q(code__regex=CODE))
        ]

    def __str__(self) -> str:
        """Return the code."""
        return self.code


_COUNTED = [one for one in Aggregate if one.is_counted]


class Version(models.Model):
    """What an indicator meant from a moment on. Append-only.

    `kinds` are those of the ledger's entries that count, `condition` a rule over one of them
    (docs/rules.md), empty for all. Of `valid`, `ends` are kinds that end it, and `quantity` says
    for how many days it holds. A ratio is `numerator / denominator * factor`.
    """

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    name = models.CharField(_("name"), max_length=120)
    name_en = models.CharField(_("English name"), max_length=200, blank=True)
    department = models.ForeignKey(
        Organization, models.PROTECT, verbose_name=_("department"), related_name="+"
    )
    unit = models.CharField(_("unit"), max_length=32, blank=True)
    definition = models.TextField(_("definition"), max_length=2000, blank=True)
    definition_en = models.TextField(_("English definition"), max_length=2000, blank=True)
    aggregate = models.CharField(_("counted as"), max_length=16, choices=Aggregate)
    kinds = ArrayField(models.CharField(max_length=64), verbose_name=_("entries"), default=list)
    condition = models.TextField(_("condition"), max_length=2000, blank=True)
    quantity = models.CharField(_("quantity"), max_length=64, blank=True)
    ends = ArrayField(models.CharField(max_length=64), verbose_name=_("ended by"), default=list)
    numerator = models.ForeignKey(
        Indicator, models.PROTECT, verbose_name=_("numerator"), null=True, related_name="+"
    )
    denominator = models.ForeignKey(
        Indicator, models.PROTECT, verbose_name=_("denominator"), null=True, related_name="+"
    )
    factor = models.DecimalField(_("factor"), max_digits=12, decimal_places=4, default=Decimal(1))
    periods = ArrayField(
        models.CharField(max_length=16, choices=PeriodKind), verbose_name=_("periods")
    )
    scopes = ArrayField(models.CharField(max_length=16, choices=Scope), verbose_name=_("scopes"))
    recorded_at = models.DateTimeField(db_default=Now())
    recorded_by = models.BigIntegerField(null=True)

    class Meta:
        """Each number once, and nothing that cannot be counted."""

        verbose_name = _("version of an indicator")
        ordering = ["indicator", "-number"]
        constraints = [
            models.UniqueConstraint("indicator", "number", name="indicator_version_once"),
            models.CheckConstraint(
                name="indicator_kinds_where_counted",
                condition=(Q(aggregate__in=_COUNTED) & ~Q(kinds=[]))
                | (~Q(aggregate__in=_COUNTED) & Q(kinds=[], condition="")),
            ),
            models.CheckConstraint(
                name="indicator_quantity_where_added",
                condition=~Q(aggregate__in=[Aggregate.SUM, Aggregate.LAST]) | ~Q(quantity=""),
            ),
            models.CheckConstraint(
                name="indicator_parts_of_ratio",
                condition=Q(
                    aggregate=Aggregate.RATIO,
                    numerator__isnull=False,
                    denominator__isnull=False,
                )
                | (
                    ~Q(aggregate=Aggregate.RATIO)
                    & Q(numerator__isnull=True, denominator__isnull=True)
                ),
            ),
            models.CheckConstraint(name="indicator_named", condition=~Q(name="")),
            models.CheckConstraint(
                name="indicator_periods_and_scopes", condition=~Q(periods=[]) & ~Q(scopes=[])
            ),
        ]

    def __str__(self) -> str:
        """Return the name in the reader's language."""
        return named(self.name, self.name_en)

    @property
    def code(self) -> str:
        """The indicator's code."""
        return str(self.indicator_id)

    @property
    def meaning(self) -> str:
        """The definition in the reader's language."""
        return named(self.definition, self.definition_en)

    @property
    def is_reported(self) -> bool:
        """Whether a department says it, without records here."""
        return self.aggregate == Aggregate.REPORTED

    @property
    def unit_name(self) -> str:
        """The unit in the reader's language; classifiers (家, 个, 项) have no English."""
        return self.unit if speaks_chinese() else ENGLISH_UNITS.get(self.unit, "")
