"""How many have voted: while one votes only the whole, coarsened; by stratum when it is over."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.cache import cache
from django.db.models import Count, Q
from django.utils import timezone

from lianqiao.desks.reports.evaluation.models import Counted, Panelist, Round, Stratum, Token
from lianqiao.desks.reports.evaluation.queries.composition import told

STEP = 10
HOUR = 60 * 60


@dataclass(frozen=True, slots=True)
class Turnout:
    """Ballots and seats of a stratum, or of the whole (`stratum` is None).

    `ballots` is None where few would be told.
    """

    stratum: Stratum | None
    ballots: int | None
    seats: int

    @property
    def share(self) -> float | None:
        """Return how many of a hundred have voted."""
        if self.ballots is None:
            return None
        return 100 * self.ballots / self.seats if self.seats else 0.0


def so_far(row: Round) -> Turnout:
    """Return the turnout while one votes: counted once an hour, rounded down to tens.

    Whoever sees every ballot arrive could see whose it is.
    """
    hour = int(timezone.now().timestamp()) // HOUR
    key = f"evaluation-turnout-{row.pk}-{hour}"
    return cache.get_or_set(key, lambda: _so_far(row), HOUR)  # type: ignore[return-value]


def turnout(row: Round) -> tuple[Turnout, list[Turnout]]:
    """Return the turnout of a closed round: the whole, and each stratum's; three queries.

    Few ballots are not told, nor what they could be reckoned from.
    """
    counted = Counted.objects.filter(group__round=row).order_by()
    ballots = dict(counted.values_list("stratum").annotate(Count("pk")))
    panel = Panelist.objects.filter(round=row).order_by()
    seats = dict(panel.values_list("volunteer__stratum").annotate(Count("pk")))
    strata = list(row.strata.all())
    shown = told([ballots.get(one.pk, 0) for one in strata])
    parts = [
        Turnout(one, cast, seats.get(one.pk, 0)) for one, cast in zip(strata, shown, strict=True)
    ]
    return Turnout(None, sum(ballots.values()), sum(seats.values())), parts


def _so_far(row: Round) -> Turnout:
    tokens = Token.objects.filter(group__round=row)
    found = tokens.aggregate(seats=Count("pk"), ballots=Count("pk", filter=Q(is_spent=True)))
    return Turnout(None, found["ballots"] // STEP * STEP, found["seats"])
