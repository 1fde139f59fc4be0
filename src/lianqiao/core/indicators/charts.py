"""Charts of an indicator: its months beside those of the year before, its districts."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from lianqiao.core.charts import pairs, tile_map
from lianqiao.core.indicators.models import Version
from lianqiao.core.indicators.periods import MONTHS, Period, PeriodKind
from lianqiao.core.indicators.queries import by_month, districts

HAVE_MONTHS = {PeriodKind.YEAR, PeriodKind.TO_MONTH, PeriodKind.MONTH}


def entries_url(code: str, period: Period, region: str = "") -> str:
    """Return the address of the entries behind a figure."""
    asked = urlencode({"period": period.code, **({"region": region} if region else {})})
    return f"{reverse('indicators:entries', args=[code])}?{asked}"


def months_chart(version: Version, year: int, region: str) -> Any:
    """Draw each month of a year beside the same one of the year before; '' where is nothing."""
    if version.is_reported or not HAVE_MONTHS & set(version.periods):
        return ""
    now, before = _until_today(version, year, region), _until_today(version, year - 1, region)
    if not any(now.values()) and not any(before.values()):
        return ""
    rows = [
        {
            "month": month,
            "before": before.get(month),
            "now": now.get(month),
            "url": entries_url(version.code, Period.month(year, month), region),
        }
        for month in range(1, MONTHS + 1)
    ]
    unit = f" ({version.unit_name})" if version.unit_name else ""
    heads = {"month": _("Month"), "before": f"{year - 1}{unit}", "now": f"{year}{unit}"}
    title = _("Month by month, %(before)d and %(year)d") % {"before": year - 1, "year": year}
    return pairs(rows, "month", "before", "now", title=title, heads=heads)


def _until_today(version: Version, year: int, region: str) -> dict[int, Decimal | None]:
    """Return what the months of a year come to that have begun."""
    found, today = by_month(version.code, year, region), timezone.localdate()
    return {one.period.last.month: one.value for one in found if one.period.first <= today}


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
    return tile_map(rows, title=title, heads=(_("District"), version.unit_name or _("Value")))
