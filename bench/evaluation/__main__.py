"""`python -m bench.evaluation [--quick]`: draw, letters, and the count of a whole round.

Qingdao's four groups of some 3,500 representatives, ten times: 140,000 volunteers, all drawn; as
many ballots on ten departments and five items. The count is held against a plain Python loop over
the same ballots, which must find the same scores.
"""

from __future__ import annotations

import argparse
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

from bench import scratch_database
from bench.tables import Target, at_least, at_most, show, show_targets

from . import filling

VOLUNTEERS, QUICK = 140_000, 8_000
NEAR = 0.0051
# Marks are counted together where they are alike: in a small sample few are.
WANTED = {False: 1.5, True: 0.8}
Ballots = list[tuple[int, dict[str, dict[str, int | None]]]]


def run(quick: bool) -> list[Target]:
    """Make a round, draw it, vote, close it, compare, print."""
    count = QUICK if quick else VOLUNTEERS
    with scratch_database.database() as superuser:
        row, took = _drawn(count)
        filling.vote(superuser, row)
        took["close: shuffle, count, results"] = _timed(lambda: _close(row))
        ours, plain, apart = _compared(row)
    took["count alone"], took["count alone, a plain loop"] = ours, plain
    rows = [[what, f"{seconds:,.2f} s"] for what, seconds in took.items()]
    show(f"Evaluation: {count:,} volunteers, seats and ballots", ["", "took"], rows)
    targets = [
        at_least("plain loop's time beside ours", plain / ours, WANTED[quick]),
        at_most("scores apart from the plain loop's", apart, NEAR),
    ]
    show_targets("Evaluation: targets", targets)
    return targets


def _drawn(count: int) -> tuple[Any, dict[str, float]]:
    from django.utils import timezone

    from lianqiao.desks.reports.evaluation import services

    row, now = filling.round_of(count), timezone.now()
    lead, second = _actor(row, 1), _actor(row, 2)
    day = timedelta(days=1)
    steps: dict[str, Callable[[], Any]] = {
        "close the roll": lambda: services.freeze(row.pk, actor=lead, at=now - 4 * day),
        "enter the seed": lambda: services.enter_seed(
            row.pk, actor=second, seed="4 8 1 5 9", evidence="lottery.example", at=now - day
        ),
        "draw": lambda: services.draw(row.pk, actor=lead),
        "letters": lambda: list(services.make_letters(row.pk, actor=lead)),
        "open the vote": lambda: services.open_voting(row.pk, actor=lead),
    }
    return row, {what: _timed(step) for what, step in steps.items()}


def _close(row: Any) -> None:
    from lianqiao.desks.reports.evaluation import services

    services.close(row.pk, actor=_actor(row, 1))


def _actor(row: Any, user: int) -> Any:
    from lianqiao.core.parties.actors import Actor, Role

    return Actor(user=user, membership=user, organization=row.office_id, role=Role.TEAM_LEAD)


def _compared(row: Any) -> tuple[float, float, float]:
    """Return the seconds of our count and of a plain loop's, and how far they are apart."""
    from lianqiao.desks.reports.evaluation.models import Counted, Group
    from lianqiao.desks.reports.evaluation.services.closing import frame_of, results_of

    groups, frame = list(Group.objects.filter(round=row)), frame_of(row)
    found: list[Any] = []
    ours = _timed(lambda: found.extend(one for group in groups for one in results_of(group, frame)))
    scores: dict[int, float] = {}

    def loop() -> None:
        for group in groups:
            ballots = Counted.objects.filter(group=group).values_list("stratum", "scores")
            scores.update(plain_scores(ballots.iterator(5_000), frame))

    plain = _timed(loop)
    whole = [one for one in found if one.item_id is None and one.stratum_id is None]
    return ours, plain, max(abs(float(one.mean) - scores[one.department_id]) for one in whole)


def plain_scores(ballots: Iterable[tuple[int, Any]], frame: Any) -> dict[int, float]:
    """The same figures as one writes them first: scores by item, by stratum and in all."""
    alone: dict[Any, list[float]] = defaultdict(list)
    for stratum, marks in ballots:
        for department, given in marks.items():
            total = weight = 0.0
            for item, choice in given.items():
                if choice is None:
                    continue
                points = frame.points[choice]
                total += frame.items[int(item)] * points
                weight += frame.items[int(item)]
                alone[department, int(item), stratum].append(points)
            if weight:
                alone[department, None, stratum].append(total / weight)
    means = {key: (sum(values) / len(values), _variance(values)) for key, values in alone.items()}
    departments = {department for department, item, _stratum in means if item is None}
    return {int(one): _stratified(one, means, frame) for one in departments}


def _variance(values: list[float]) -> float:
    mean = sum(values) / len(values)
    return sum((value - mean) ** 2 for value in values) / max(1, len(values) - 1)


def _stratified(department: str, means: Any, frame: Any) -> float:
    heard = [one for one in frame.strata if (department, None, one) in means]
    total = sum(frame.strata[one].weight for one in heard)
    return sum(frame.strata[one].weight / total * means[department, None, one][0] for one in heard)


def _timed(step: Callable[[], Any]) -> float:
    started = time.perf_counter()
    step()
    return time.perf_counter() - started


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m bench.evaluation", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="8,000 volunteers")
    run(parser.parse_args().quick)
