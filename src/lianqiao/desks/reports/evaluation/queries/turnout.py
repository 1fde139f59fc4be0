"""How many have voted: while one votes only the whole, coarsened; by stratum when it is over."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.cache import cache
from django.db.models import Count, Q
from django.utils import timezone

from lianqiao.desks.reports.evaluation.models import Counted, Panelist, Round, Stratum, Token

STEP = 10
HOUR = 60 * 60


@dataclass(frozen=True, slots=True)
class Turnout:
    """Ballots and seats of a stratum, or of the whole (`stratum` is None)."""

    stratum: Stratum | None
    ballots: int
    seats: int

    @property
    def share(self) -> float:
        """Return how many of a hundred have voted."""
        return 100 * self.ballots / self.seats if self.seats else 0.0


def so_far(row: Round) -> Turnout:
    """Return the turnout while one votes: counted once an hour, rounded down to tens.

    Whoever sees every ballot arrive could see whose it is.
    """
    hour = int(timezone.now().timestamp()) // HOUR
    key = f"evaluation-turnout-{row.pk}-{hour}"
    return cache.get_or_set(key, lambda: _so_far(row), HOUR)  # type: ignore[return-value]


def turnout(row: Round) -> list[Turnout]:
    """Return the turnout of each stratum of a closed round; three queries."""
    counted = Counted.objects.filter(group__round=row).order_by()
    ballots = dict(counted.values_list("stratum").annotate(Count("pk")))
    panel = Panelist.objects.filter(round=row).order_by()
    seats = dict(panel.values_list("volunteer__stratum").annotate(Count("pk")))
    return [Turnout(one, ballots.get(one.pk, 0), seats.get(one.pk, 0)) for one in row.strata.all()]


def whole(parts: list[Turnout]) -> Turnout:
    """Return the turnout of all strata together."""
    return Turnout(None, sum(one.ballots for one in parts), sum(one.seats for one in parts))


def _so_far(row: Round) -> Turnout:
    tokens = Token.objects.filter(group__round=row)
    found = tokens.aggregate(seats=Count("pk"), ballots=Count("pk", filter=Q(is_spent=True)))
    return Turnout(None, found["ballots"] // STEP * STEP, found["seats"])
