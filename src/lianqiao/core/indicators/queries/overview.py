"""All indicators with what they come to now, and how that has changed in a year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from lianqiao.core.indicators.models import Scope, Version
from lianqiao.core.indicators.queries.definitions import period_shown, reported_periods
from lianqiao.core.indicators.queries.values import Asked, Value, values


@dataclass(frozen=True, slots=True)
class Line:
    """An indicator, its value now, and that of the same time a year before."""

    version: Version
    now: Value | None
    before: Value | None

    @property
    def change(self) -> Decimal | None:
        """The change in a year as a share of what it was."""
        if self.now is None or self.before is None:
            return None
        return change(self.now.value, self.before.value)


def change(now: Decimal | None, before: Decimal | None) -> Decimal | None:
    """Return by which share a value has changed; None where there is nothing to compare with."""
    return None if now is None or not before else (now - before) / abs(before)


def overview(versions: Sequence[Version], day: date) -> list[Line]:
    """Return indicators with their values for the city; a constant number of queries."""
    asked_of = [one for one in versions if Scope.CITY in one.scopes]
    reported = reported_periods([one.code for one in asked_of if one.is_reported])
    shown = {one.code: period_shown(one, day, reported) for one in asked_of}
    asked = [Asked(one.code, shown[one.code]) for one in asked_of]
    asked += [Asked(one.code, shown[one.code].before()) for one in asked_of]
    found = values(asked)
    half = len(asked_of)
    known = {
        now.indicator: (now, then) for now, then in zip(found[:half], found[half:], strict=True)
    }
    return [Line(one, *known.get(one.code, (None, None))) for one in versions]
