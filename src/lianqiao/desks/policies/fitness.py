"""Whether a measure is fit for a direct grant, and which of the three is missing.

Source: a province's rule on grants without application: the scope is clear, the standard is
clear, and the data to compare exist.
"""

from __future__ import annotations

from dataclasses import dataclass

from lianqiao.desks.policies.models import Measure, Tally
from lianqiao.desks.policies.queries.writing import last_tally

MOST_UNKNOWN = 0.2


@dataclass(frozen=True, slots=True)
class Fitness:
    """The three conditions of a direct grant; `unknown` is the share that the last run met.

    Without a run nobody knows whether the data exist, and the measure is not fit yet.
    """

    has_scope: bool
    has_standard: bool
    has_data: bool
    unknown: float | None

    @property
    def unknown_percent(self) -> int | None:
        """How many percent of the enterprises could not be judged in the last run."""
        return None if self.unknown is None else round(self.unknown * 100)

    @property
    def is_fit(self) -> bool:
        """Whether all three hold."""
        return self.has_scope and self.has_standard and self.has_data


def fitness_of(measure: Measure) -> Fitness:
    """Judge a measure by its rules and by what the newest run counted of it."""
    unknown = _unknown(last_tally(measure))
    return Fitness(
        has_scope=bool(measure.condition),
        has_standard=bool(measure.payout),
        has_data=unknown is not None and unknown <= MOST_UNKNOWN,
        unknown=unknown,
    )


def _unknown(tally: Tally | None) -> float | None:
    if tally is None:
        return None
    all_of_them = tally.qualifying + tally.unknown + tally.refused
    return tally.unknown / all_of_them if all_of_them else None
