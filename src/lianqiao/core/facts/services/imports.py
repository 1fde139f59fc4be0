"""Facts from a file: what would happen to each row, and doing it."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import IO

from django.db import connection, transaction
from django.utils.translation import gettext as _

from lianqiao.core.errors import Conflict, Invalid, explained
from lianqiao.core.facts.kinds import IMPORT, IMPORTED
from lianqiao.core.facts.models import FactImport
from lianqiao.core.facts.permissions import require_bureau
from lianqiao.core.facts.reading import FactFile, Given
from lianqiao.core.facts.services.staging import Progress, stage, write
from lianqiao.core.ledger import services as ledger
from lianqiao.core.parties.actors import Actor
from lianqiao.core.sheets import Action, PlannedRow, Problem
from lianqiao.core.sheets.plans import BAD_SHOWN, GOOD_SHOWN

# Any fixed number; other advisory locks of the house have others.
IMPORTER = 71_407_302


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of a file: how many rows of each action, how many facts of how many
    organizations are new, the first bad rows with their problems, and the first others.
    """

    counts: Mapping[Action, int]
    facts: int
    organizations: int
    rows: Sequence[PlannedRow[None]]
    ignored: Sequence[str] = ()

    @property
    def total(self) -> int:
        """All rows."""
        return sum(self.counts.values())

    @property
    def bad(self) -> int:
        """Rows that can't be taken."""
        return self.counts[Action.BAD]

    @property
    def is_clean(self) -> bool:
        """No row is bad and there is something in the file."""
        return bool(self.total) and not self.bad

    @property
    def does_something(self) -> bool:
        """Some good row says something new."""
        return bool(self.facts)

    @property
    def more(self) -> int:
        """How many rows are not among those shown."""
        return self.total - len(self.rows)


def _silent(_done: int) -> None:
    pass


@transaction.atomic
def plan_facts(
    file: IO[bytes], name: str, *, actor: Actor, given: Given, progress: Progress = _silent
) -> Outcome:
    """Tell what an import would do. A row is taken whole or not at all.

    A fact is known by organization, period and source; it is unchanged where that source said the
    same last, as far as was known on the row's day. Empty cells say nothing.
    """
    require_bureau(actor)
    facts = FactFile(file, name, given)
    stage(facts, progress)
    return _outcome(facts.ignored)


@transaction.atomic
def import_facts(
    file: IO[bytes],
    name: str,
    *,
    actor: Actor,
    given: Given,
    without_bad: bool = False,
    progress: Progress = _silent,
) -> Outcome:
    """Do what the plan says and return it. Invalid if a row is bad, unless those are left out."""
    with connection.cursor() as cursor:
        # Two imports at once would both find the same facts new.
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [IMPORTER])
    outcome = plan_facts(file, name, actor=actor, given=given, progress=progress)
    _require_good(outcome, without_bad)
    if outcome.does_something:
        taken = Conflict(_("Somebody has just recorded one of these facts; look at it again."))
        with explained({"fact_known_once": taken}), transaction.atomic():
            write()
        _keep(file, name, outcome, actor)
    return outcome


@transaction.atomic
def bad_rows(
    file: IO[bytes], name: str, *, actor: Actor, given: Given
) -> list[tuple[int, str, str, str]]:
    """Return (line, organization, column, reason) of everything that is wrong in a file."""
    plan_facts(file, name, actor=actor, given=given)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT line, label, heading, reason FROM fact_problem JOIN fact_fate USING (line)"
            " ORDER BY line, heading"
        )
        return list(cursor.fetchall())


def _require_good(outcome: Outcome, without_bad: bool) -> None:
    if not outcome.total:
        raise Invalid(_("The file has headings but no rows."))
    if outcome.bad and not without_bad:
        row = outcome.rows[0]
        problem = row.problems[0]
        said = {"line": row.line, "column": problem.column or "–", "reason": problem.reason}
        raise Invalid(_("Nothing was imported. Line %(line)d, %(column)s: %(reason)s") % said)


def _keep(file: IO[bytes], name: str, outcome: Outcome, actor: Actor) -> None:
    done = FactImport.objects.create(
        file_name=name[-200:],
        sha256=_fingerprint(file),
        rows=outcome.total,
        left_out=outcome.bad,
        facts=outcome.facts,
        organizations=outcome.organizations,
        imported_by_id=actor.user,
    )
    counted = ("rows", "left_out", "facts", "organizations")
    ledger.record(
        IMPORTED,
        subject=done.pk,
        actor=actor,
        quantities={one: Decimal(getattr(done, one)) for one in counted},
        evidence=[ledger.Evidence(IMPORT, done.pk, done.sha256)],
    )


def _fingerprint(file: IO[bytes]) -> str:
    file.seek(0)
    digest = hashlib.sha256()
    for block in iter(lambda: file.read(1 << 20), b""):
        digest.update(block)
    return digest.hexdigest()


COUNT = "SELECT action, count(*) FROM fact_fate GROUP BY action"
NEW = "SELECT count(*), count(DISTINCT organization) FROM fact_new"
ROWS = """
(SELECT line, label, action FROM fact_fate WHERE action = 'bad' ORDER BY line LIMIT %(bad)s)
UNION ALL
(SELECT line, label, action FROM fact_fate WHERE action <> 'bad' ORDER BY line LIMIT %(good)s)
"""
PROBLEMS = "SELECT line, heading, reason FROM fact_problem WHERE line = ANY(%s) ORDER BY heading"


def _outcome(ignored: Sequence[str]) -> Outcome:
    with connection.cursor() as cursor:
        cursor.execute(COUNT)
        found = dict(cursor.fetchall())
        cursor.execute(NEW)
        facts, organizations = cursor.fetchone()
        cursor.execute(ROWS, {"bad": BAD_SHOWN, "good": GOOD_SHOWN})
        rows = cursor.fetchall()
        cursor.execute(PROBLEMS, [[row[0] for row in rows]])
        problems: dict[int, list[Problem]] = defaultdict(list)
        for line, heading, reason in cursor.fetchall():
            problems[line].append(Problem(heading, reason))
    shown: list[PlannedRow[None]] = [
        PlannedRow(line, label, Action(action), problems=problems[line])
        for line, label, action in rows
    ]
    counts = {action: found.get(action, 0) for action in Action}
    return Outcome(counts, facts, organizations, shown, ignored)
