"""Charts of an indicator: its months beside those of the year before, its districts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from lianqiao.core.charts import columns, tile_map
from lianqiao.core.indicators.models import Version
from lianqiao.core.indicators.periods import MONTHS, Period, PeriodKind
from lianqiao.core.indicators.queries import by_month, districts

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


def districts_map(version: Version, period: Period, values: Mapping[str, float], title: str) -> Any:
    """Draw values by the codes of districts; '' where none has any."""
    if not any(values.values()):
        return ""
    names = dict(districts().values_list("pk", "name"))
    rows = [
        {
            "code": code,
            "label": names[code],
            "value": values[code],
            "url": entries_url(version.code, period, code),
        }
        for code in sorted(values.keys() & names.keys())
    ]
    return tile_map(rows, title=title, heads=(_("District"), version.unit or _("Value")))
