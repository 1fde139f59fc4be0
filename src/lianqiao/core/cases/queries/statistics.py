"""How long cases stay where, and how many are late: by state of each procedure of an office."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Count, Q

from lianqiao.core.cases.procedures import family
from lianqiao.core.cases.queries.queue import Documents, handed_in
from lianqiao.core.parties.actors import Actor

# A stay ends with the next step that the case took; the last one lasts still and is not counted.
# More time and a newer version leave a case where it is.
STAYS = """
SELECT split_part(c.procedure, '/', 1), s.state, count(*),
    percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM s.until - s.at)) / 86400
FROM (
    SELECT case_id, state, at, lead(at) OVER (PARTITION BY case_id ORDER BY at, id) AS until
    FROM cases_casestep
    WHERE name NOT IN ('extended', 'rebased')
        AND case_id IN (SELECT id FROM cases_case WHERE office_id = %s)
) s JOIN cases_case c ON c.id = s.case_id
WHERE s.until IS NOT NULL AND c.procedure = ANY(%s)
GROUP BY 1, 2
"""


@dataclass(frozen=True, slots=True)
class Stage:
    """A state of a procedure: how many cases are there now and overdue, how many have been through
    it, and the median of their stays in days; None where none has left it yet."""

    procedure: str
    label: str
    state: str
    state_label: str
    now: int
    late: int
    through: int
    median: float | None

    @property
    def late_share(self) -> float | None:
        """Of the cases that are there now, how many are overdue, in percent."""
        return 100 * self.late / self.now if self.now else None


def stages(actor: Actor, found: Documents, today: date) -> list[Stage]:
    """Return the states of an office's procedures that cases are or were in; two queries."""
    stays, standing = _stays(actor, found), _standing(actor, found, today)
    return [
        Stage(code, label, state, state_label, *now, *stays.get((code, state), (0, None)))
        for code, label, state, state_label in _states(found)
        if any(now := standing.get((code, state), (0, 0))) or (code, state) in stays
    ]


def _states(found: Documents) -> Iterator[tuple[str, str, str, str]]:
    """Yield each state once that any version has, with its newest label."""
    newest = sorted(found.items(), key=lambda one: -int(one[0].partition("/")[2]))
    seen: dict[tuple[str, str], tuple[str, str, str, str]] = {}
    for full, document in newest:
        code = family(full)
        for state in document.states:
            said = (code, str(document.label), state.key, str(state.label))
            seen.setdefault((code, state.key), said)
    yield from sorted(seen.values(), key=lambda one: one[0])


def _standing(
    actor: Actor, found: Documents, today: date
) -> dict[tuple[str, str], tuple[int, int]]:
    rows = handed_in(actor, found).order_by().values_list("procedure", "state")
    counted = rows.annotate(number=Count("pk"), late=Count("pk", filter=Q(due_on__lt=today)))
    sums: dict[tuple[str, str], tuple[int, int]] = {}
    for procedure, state, number, late in counted:
        key = (family(procedure), state)
        before = sums.get(key, (0, 0))
        sums[key] = (before[0] + number, before[1] + late)
    return sums


def _stays(actor: Actor, found: Documents) -> dict[tuple[str, str], tuple[int, float]]:
    with connection.cursor() as cursor:
        cursor.execute(STAYS, [actor.organization, list(found)])
        rows = cursor.fetchall()
    return {(code, state): (number, float(days)) for code, state, number, days in rows}
