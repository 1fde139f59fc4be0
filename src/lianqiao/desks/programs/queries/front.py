"""The desk at a glance: titles held, centers, grants; what is open to everybody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Sum

from lianqiao.core.parties.actors import Actor
from lianqiao.core.parties.models import TitleKind
from lianqiao.core.rules.scorecards import LADDER
from lianqiao.desks.programs.centers.models import CenterStage
from lianqiao.desks.programs.centers.queries import register
from lianqiao.desks.programs.grants.models import Call, CallStage, Project
from lianqiao.desks.programs.grants.queries import calls
from lianqiao.desks.programs.queries.holders import valid_on

SHOWN = 3


@dataclass(frozen=True, slots=True)
class Front:
    """How many hold each title of the ladder, how many centers stand where, the calls that are open
    with the first to close on top, and how many projects run with how much money in fen."""

    titles: Sequence[tuple[TitleKind, int]]
    centers: Sequence[tuple[CenterStage, int]]
    calls: Sequence[Call]
    projects: int
    granted: int


def front(actor: Actor, day: date) -> Front:
    """Return the desk as it stands on a day; a fixed number of queries."""
    held = dict(valid_on(day).order_by().values_list("kind__code").annotate(Count("pk")))
    kinds = {kind.code: kind for kind in TitleKind.objects.filter(code__in=LADDER)}
    running = Project.objects.filter(state=Project.State.RUNNING)
    counted = running.aggregate(count=Count("pk"), granted=Sum("granted", default=0))
    open_calls = calls.listed(actor, CallStage.OPEN, day).order_by("closes_on", "pk")
    return Front(
        [(kinds[code], held.get(code, 0)) for code in LADDER if code in kinds],
        register.by_stage(register.Wanted()),
        list(open_calls[:SHOWN]),
        counted["count"],
        counted["granted"],
    )
