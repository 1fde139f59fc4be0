"""For which time a figure is counted: a year, a year up to a month, a month, or as of a day.

Each has a short code, which addresses, reports and reported figures bear.

>>> [Period.read(code).code for code in ("2024", "2024-10", "2024M10", "2024-10-31")]
['2024', '2024-10', '2024M10', '2024-10-31']
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import TextChoices
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianqiao.core.errors import Invalid
from lianqiao.core.language import speaks_chinese

# Days are those of the city's clock, whatever zone a server or reader is in.
ZONE = ZoneInfo("Asia/Shanghai")
MONTHS = 12
FIRST_YEAR, LAST_YEAR = 1949, 2999
_CODE = re.compile(r"(\d{4})(?:M(\d{2})|-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


class PeriodKind(TextChoices):
    """Kinds of period that an indicator may be asked for."""

    YEAR = "year", gettext_lazy("Year")
    TO_MONTH = "to_month", gettext_lazy("Year to month")
    MONTH = "month", gettext_lazy("Month")
    AS_OF = "as_of", gettext_lazy("As of a day")


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """From the `first` day to the `last`, both counted; as of a day, `first` is that day."""

    first: date
    last: date
    kind: PeriodKind

    @classmethod
    def year(cls, year: int) -> Period:
        """Return a calendar year."""
        return cls(date(year, 1, 1), date(year, 12, 31), PeriodKind.YEAR)

    @classmethod
    def to_month(cls, year: int, month: int) -> Period:
        """Return a year from January to the end of a month (1至10月)."""
        return cls(date(year, 1, 1), _end(year, month), PeriodKind.TO_MONTH)

    @classmethod
    def month(cls, year: int, month: int) -> Period:
        """Return one month."""
        return cls(date(year, month, 1), _end(year, month), PeriodKind.MONTH)

    @classmethod
    def as_of(cls, day: date) -> Period:
        """Return the state at the end of a day."""
        return cls(day, day, PeriodKind.AS_OF)

    @classmethod
    def read(cls, code: str) -> Period:
        """Return the period of a code. Invalid where it is none.

        >>> Period.read("2024-02").last
        datetime.date(2024, 2, 29)
        """
        found = _CODE.fullmatch(code.strip())
        try:
            if found is None:
                raise ValueError(code)
            year, month, until, day = (int(one) if one else 0 for one in found.groups())
            if not FIRST_YEAR <= year <= LAST_YEAR:
                raise ValueError(code)
            if day:
                return cls.as_of(date(year, until, day))
            if until:
                return cls.to_month(year, until)
            return cls.month(year, month) if month else cls.year(year)
        except ValueError as error:
            message = _(
                "“%(code)s” is no period: write 2024, 2024-10 (January to October), "
                "2024M10 (October) or 2024-10-31 (as of that day)."
            )
            raise Invalid(message % {"code": code}) from error

    @property
    def code(self) -> str:
        """Return the code that `read` takes."""
        form = {
            PeriodKind.YEAR: "%Y",
            PeriodKind.TO_MONTH: "%Y-%m",
            PeriodKind.MONTH: "%YM%m",
            PeriodKind.AS_OF: "%Y-%m-%d",
        }
        return self.last.strftime(form[self.kind])

    @property
    def begins(self) -> datetime:
        """The first moment that counts."""
        return datetime.combine(self.first, time(), ZONE)

    @property
    def ends(self) -> datetime:
        """The first moment after it: midnight in Shanghai."""
        return datetime.combine(self.last + timedelta(days=1), time(), ZONE)

    def before(self) -> Period:
        """Return the same period a year earlier; of 29 February, the 28th."""
        year = self.last.year - 1
        match self.kind:
            case PeriodKind.YEAR:
                return Period.year(year)
            case PeriodKind.TO_MONTH:
                return Period.to_month(year, self.last.month)
            case PeriodKind.MONTH:
                return Period.month(year, self.last.month)
        last = monthrange(year, self.last.month)[1]
        return Period.as_of(self.last.replace(year=year, day=min(self.last.day, last)))

    def __str__(self) -> str:
        """Name it in words."""
        words = {
            PeriodKind.YEAR: _("%(year)s"),
            PeriodKind.TO_MONTH: _("January to %(month)s %(year)s"),
            PeriodKind.MONTH: _("%(month)s %(year)s"),
            PeriodKind.AS_OF: _("As of %(day)s"),
        }
        # Chinese counts its months, English names them.
        month = str(self.last.month) if speaks_chinese() else date_format(self.last, "F")
        given = {"year": self.last.year, "month": month, "day": self.last.isoformat()}
        return words[self.kind] % given


def months_of(year: int) -> Iterator[Period]:
    """Yield the months of a year."""
    return (Period.month(year, month) for month in range(1, MONTHS + 1))


def _end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])
