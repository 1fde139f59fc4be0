"""Days and standings of policies in words for people."""

from __future__ import annotations

from datetime import date

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from lianqiao.desks.policies.models import Measure, Route, Stage, Version
from lianqiao.desks.policies.queries.policies import NOW, OVER, STATES, state

BADGES = {NOW: "ok", OVER: "bad"}


def standing(version: Version) -> tuple[str, str]:
    """Return a version's standing today as (kind of badge, words)."""
    if version.stage != Stage.PUBLISHED:
        return "warn", str(version.get_stage_display())
    found = state(version.valid_from, version.valid_to, timezone.localdate())
    return BADGES.get(found, "warn"), str(STATES[found])


def window(measure: Measure) -> str:
    """Return when a measure can be asked for, with the days that are left."""
    today = timezone.localdate()
    opens, closes = days(measure)
    if closes and closes < today:
        return _("Closed since %(day)s") % {"day": date_format(closes)}
    if opens and opens > today:
        return _opens(opens, closes)
    if closes:
        return _("Until %(day)s, %(days)d days left") % {
            "day": date_format(closes),
            "days": (closes - today).days,
        }
    return _("At any time")


def days(measure: Measure) -> tuple[date | None, date | None]:
    """Return the first and last day of a measure: of its window, within those of its version."""
    version = measure.version
    begins = [day for day in (measure.opens_on, version.valid_from) if day]
    ends = [day for day in (measure.closes_on, version.valid_to) if day]
    return max(begins, default=None), min(ends, default=None)


def is_open(measure: Measure, today: date) -> bool:
    """Whether a measure is granted on application and can be asked for on a day."""
    opens, closes = days(measure)
    is_granted = measure.version.stage == Stage.PUBLISHED and measure.route == Route.APPLICATION
    return is_granted and (opens or today) <= today <= (closes or today)


def _opens(opens: date, closes: date | None) -> str:
    if closes is None:
        return _("Opens on %(day)s") % {"day": date_format(opens)}
    return _("From %(opens)s to %(closes)s") % {
        "opens": date_format(opens),
        "closes": date_format(closes),
    }
