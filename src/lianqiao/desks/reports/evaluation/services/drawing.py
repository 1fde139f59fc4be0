"""The roll is closed, the seed comes, the panel is drawn: three steps that anybody can repeat.

Within a stratum volunteers stand in the order of SHA-256(seed, line feed, stratum, line feed,
number). The one at place p (from 0) sits in group p mod the number of groups, as long as p is less
than the stratum's seats in all groups together. One rule serves where there are too few
volunteers as well: all are drawn, and no group has two more than another.
"""

from __future__ import annotations

from datetime import datetime

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lianqiao.core.errors import Conflict, Invalid
from lianqiao.core.parties.actors import Actor
from lianqiao.desks.reports.evaluation import kinds
from lianqiao.desks.reports.evaluation.models import Round, Stage, Volunteer
from lianqiao.desks.reports.evaluation.queries.readiness import unready
from lianqiao.desks.reports.evaluation.queries.roll import roll_digest
from lianqiao.desks.reports.evaluation.seeds import fits
from lianqiao.desks.reports.evaluation.services.locking import locked, noted, require_lead

LONGEST_SEED, LONGEST_EVIDENCE = 200, 500
DRAW = """
INSERT INTO evaluation_panelist (round_id, group_id, volunteer_id, rank, has_voted)
SELECT %(round)s, g.id, o.id, o.place, false
FROM (
    SELECT v.id, s.seats, row_number() OVER (
        PARTITION BY s.id
        ORDER BY sha256(convert_to(
            %(seed)s || E'\\n' || s.code || E'\\n' || v.number, 'UTF8')), v.number
    ) AS place
    FROM evaluation_volunteer v JOIN evaluation_stratum s ON s.id = v.stratum_id
    WHERE v.round_id = %(round)s AND v.state = 'accepted'
) o
JOIN (
    SELECT id, row_number() OVER (ORDER BY position) - 1 AS turn, count(*) OVER () AS groups
    FROM evaluation_group WHERE round_id = %(round)s
) g ON (o.place - 1) %% g.groups = g.turn
WHERE o.place <= o.seats * g.groups
"""


@transaction.atomic
def freeze(pk: int, *, actor: Actor, at: datetime | None = None) -> Round:
    """Close the roll; `at` is when (now, if not given). Invalid with all that stands against it."""
    row = locked(pk, actor, Stage.ENROLLING)
    require_lead(actor)
    at = at or timezone.now()
    if problems := unready(row, at):
        raise Invalid(" ".join(problems))
    row.roll_sha256, row.stage = roll_digest(row), Stage.FROZEN
    row.frozen_at, row.frozen_by = at, actor.user
    row.save(update_fields=["roll_sha256", "stage", "frozen_at", "frozen_by"])
    volunteers = Volunteer.objects.filter(round=row, state=Volunteer.State.ACCEPTED).count()
    noted(kinds.FROZEN, row, actor, volunteers=volunteers)
    return row


@transaction.atomic
def enter_seed(
    pk: int, *, actor: Actor, seed: str, evidence: str, at: datetime | None = None
) -> Round:
    """Enter the seed that has come to be, once; `evidence` says where everybody can look it up.

    Somebody else than who closed the roll does it, not before the promised day, and in the promised
    spelling.
    """
    row = locked(pk, actor, Stage.FROZEN)
    at, seed, evidence = at or timezone.now(), seed.strip(), evidence.strip()
    if row.seed:
        raise Conflict(_("The seed is entered already: %(seed)s") % {"seed": row.seed})
    if actor.user is None or actor.user == row.frozen_by:
        raise Conflict(_("Another person than the one who closed the roll enters the seed."))
    if row.seed_on is None or timezone.localdate(at) < row.seed_on:
        raise Conflict(_("The seed does not exist before the promised day."))
    _require_text(seed, evidence, row.seed_like)
    row.seed, row.seed_evidence, row.seeded_at, row.seeded_by = seed, evidence, at, actor.user
    row.save(update_fields=["seed", "seed_evidence", "seeded_at", "seeded_by"])
    noted(kinds.SEEDED, row, actor)
    return row


@transaction.atomic
def draw(pk: int, *, actor: Actor) -> int:
    """Draw the panel from roll and seed, in one statement; return how many were drawn."""
    row = locked(pk, actor, Stage.FROZEN)
    require_lead(actor)
    if not row.seed:
        raise Conflict(_("There is no seed yet."))
    with connection.cursor() as cursor:
        cursor.execute(DRAW, {"round": row.pk, "seed": row.seed})
        seats = cursor.rowcount
    row.stage = Stage.DRAWN
    row.save(update_fields=["stage"])
    noted(kinds.DRAWN, row, actor, seats=seats)
    return seats


def _require_text(seed: str, evidence: str, promised: str) -> None:
    wrong = {}
    if not seed or len(seed) > LONGEST_SEED or not seed.isprintable():
        wrong["seed"] = _("Enter the seed, at most 200 characters in one line.")
    elif not fits(seed, promised):
        said = _("It was promised to be written like this, digit for digit: %(like)s")
        wrong["seed"] = said % {"like": promised}
    if not evidence or len(evidence) > LONGEST_EVIDENCE or "\0" in evidence:
        wrong["evidence"] = _("Say where everybody can look the seed up.")
    if wrong:
        raise Invalid(_("The seed cannot be taken like this."), wrong)
