"""Charts of an indicator: its months beside those of the year before, its districts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from lianqiao.core.charts import columns, tile_map
from lianqiao.core.indicators.models import Version
from lianqiao.core.indicators.periods import MONTHS, Period, PeriodKind
from lianqiao.core.indicators.queries import Value, by_month
from lianqiao.core.parties.models import Region

HAVE_MONTHS = {PeriodKind.YEAR, PeriodKind.TO_MONTH, PeriodKind.MONTH}


def entries_url(code: str, period: Period, region: str = "") -> str:
    """Return the address of the entries behind a figure."""
    asked = urlencode({"period": period.code, **({"region": region} if region else {})})
    return f"{reverse('indicators:entries', args=[code])}?{asked}"


def months_chart(version: Version, year: int, region: str) -> Any:
    """Draw each month of a year beside that of the year before; '' where there is nothing."""
    if version.is_reported or not HAVE_MONTHS & set(version.periods):
        return ""
    rows = [
        {
            "month": _("%(month)d/%(year)d") % {"month": one.period.last.month, "year": shown},
            "value": one.value,
            "url": entries_url(version.code, one.period, region),
        }
        for shown in (year - 1, year)
        for one in by_month(version.code, shown, region)
        if one.value is not None
    ]
    if not any(row["value"] for row in rows):
        return ""
    heads = {"month": _("Month"), "value": version.unit or _("Value")}
    title = _("Month by month, %(before)d and %(year)d") % {"before": year - 1, "year": year}
    return columns(rows[-2 * MONTHS :], "month", "value", title=title, heads=heads)


def regions_map(version: Version, period: Period, ranked: Sequence[Value]) -> Any:
    """Draw the districts with their values; '' where none has records."""
    if not any(one.value for one in ranked):
        return ""
    names = dict(Region.objects.filter(parent=settings.CITY).values_list("pk", "name"))
    rows = [
        {
            "code": one.region,
            "label": names[one.region],
            "value": float(one.value or 0),
            "url": entries_url(version.code, period, one.region),
        }
        for one in sorted(ranked, key=lambda one: one.region)
    ]
    return tile_map(rows, title=_("By district"), heads=(_("District"), version.unit or _("Value")))
