"""What a round still lacks before a step, in sentences."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Count, Q, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from lianqiao.desks.reports.evaluation.models import Round, Stratum, Volunteer

FEWEST_CHOICES = 2


@dataclass(frozen=True, slots=True)
class Crowd:
    """A stratum's volunteers: accepted, not checked yet, and the seats in all groups."""

    stratum: Stratum
    accepted: int
    waiting: int
    seats: int

    @property
    def is_short(self) -> bool:
        """Whether fewer are there than seats: all of them are drawn then."""
        return self.accepted < self.seats


def crowds(row: Round) -> list[Crowd]:
    """Return how many volunteers each stratum has; two queries."""
    groups = row.groups.count()
    states = Volunteer.State
    counted = Volunteer.objects.filter(round=row).values("stratum").order_by()
    found = counted.annotate(
        accepted=Count("pk", Q(state=states.ACCEPTED)), waiting=Count("pk", Q(state=states.APPLIED))
    )
    by_stratum = {one["stratum"]: (one["accepted"], one["waiting"]) for one in found}
    return [
        Crowd(one, *by_stratum.get(one.pk, (0, 0)), one.seats * groups)
        for one in row.strata.select_related("region")
    ]


def lacking(row: Round) -> list[str]:
    """Return what must still be set up before volunteers sign up, or the roll is closed."""
    return list(_lacking(row))


def unready(row: Round, at: datetime) -> list[str]:
    """Return what stands against closing the roll at a time."""
    return [*_lacking(row), *_unready(row, at)]


def _lacking(row: Round) -> Iterator[str]:
    if (total := _total(row, "strata")) != 1:
        yield _("The weights of the strata add up to %(total)s, not to 1.") % {"total": total}
    if (total := _total(row, "items")) != 1:
        yield _("The weights of the items add up to %(total)s, not to 1.") % {"total": total}
    if row.choices.count() < FEWEST_CHOICES:
        yield _("There are fewer than two choices.")
    groups = list(row.groups.annotate(size=Count("judged")))
    if not groups:
        yield _("There is no group of departments.")
    for group in groups:
        if not group.size:
            yield _("The group “%(name)s” has no departments.") % {"name": group.name}
    if row.seed_on is None or not (row.seed_source and row.seed_like):
        yield _("It does not say yet where the seed will come from, and when.")


def _unready(row: Round, at: datetime) -> Iterator[str]:
    if at < row.enrol_until:
        yield _("Volunteers can still sign up.")
    if row.seed_on and timezone.localdate(at) >= row.seed_on:
        yield _("The seed may be known by now: promise one that comes to be on a later day.")
    found = crowds(row)
    if waiting := sum(one.waiting for one in found):
        yield _("%(count)s volunteers are not checked yet.") % {"count": f"{waiting:,}"}
    for one in found:
        if not one.accepted:
            yield _("The stratum “%(name)s” has no volunteers.") % {"name": one.stratum.name}


def _total(row: Round, parts: str) -> Decimal:
    found = getattr(row, parts).aggregate(total=Sum("weight"))["total"]
    return (found or Decimal(0)).normalize()
