"""Drawing the experts of a panel, and filling the seat of whoever gives it back."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from lianqiao.core.cases import kinds
from lianqiao.core.cases.documents.reviews import Review
from lianqiao.core.cases.draws import in_order, seated
from lianqiao.core.cases.models import Assignment, Case, Expert, Panel, Snapshot
from lianqiao.core.cases.queries.candidates import Candidate, candidates, in_sentence, left_out
from lianqiao.core.cases.queries.filed import filed
from lianqiao.core.cases.queries.versions import document
from lianqiao.core.cases.rights import works_on
from lianqiao.core.cases.services.deciding import require_nothing_open
from lianqiao.core.errors import Conflict, Invalid, NotAllowed, NotFound
from lianqiao.core.ledger.services import record
from lianqiao.core.parties.actors import Actor
from lianqiao.core.parties.queries import deadline

State = Assignment.State
SITTING = (State.ASKED, State.OPENED, State.FILED)
LONGEST = 1000
"""Characters of a reason."""


@transaction.atomic
def draw(
    case: int,
    review: str,
    *,
    actor: Actor,
    reason: str = "",
    seed: str = "",
    today: date | None = None,
) -> Panel:
    """Draw the panel that reviews what was filed last; once it is done, the one of an appeal.

    The seed is the machine's own (`seed` is for repeating), so nobody draws until he likes the
    result. Conflict where the review does not run now or a panel is at work, NotAllowed where
    anybody but a team lead lets an appeal go to a second panel, Invalid where too few experts are
    left, with the reasons counted.
    """
    row, reason = _locked(case, actor), _plain(reason)
    found = _running(row, review)
    snapshot = filed(row).get(found.form)
    if snapshot is None:
        raise Conflict(_("Nothing has been submitted yet."))
    # Panels before experts, as whoever recuses himself locks them.
    running = Panel.objects.filter(
        snapshot__filing__case=row, review=review, closed_at__isnull=True
    )
    list(running.select_for_update(of=("self",)).order_by("pk"))
    number = _number(snapshot, found, actor, reason)
    pool = _able(snapshot, found, appeal=number > 1)
    due_on, is_provisional = deadline(today or timezone.localdate(), found.working_days)
    seed = seed or secrets.token_hex(16)
    made = Panel.objects.create(
        snapshot=snapshot,
        review=review,
        number=number,
        wanted=found.experts.number,
        seed=seed,
        pool=in_order(seed, (one.pk for one in pool if not one.why_not)),
        left_out=left_out(pool),
        due_on=due_on,
        due_is_provisional=is_provisional,
        reason=reason if number > 1 else "",
        drawn_at=timezone.now(),
        drawn_by_id=actor.user,
    )
    _seat(made, pool)
    running.exclude(snapshot=snapshot).update(closed_at=made.drawn_at)
    _note(kinds.APPEALED if number > 1 else kinds.DRAWN, row, actor)
    return made


@transaction.atomic
def fill(panel: int, *, actor: Actor, today: date | None = None) -> int:
    """Fill the empty seats of a panel with the next of the draw; return how many were filled.

    Invalid where nobody is left.
    """
    row = _panel_of(panel, actor)
    filled = refill(row, today or timezone.localdate())
    if empty_seats(row):
        found = _candidates(row)
        message = _("Nobody else can be drawn: %(why)s.")
        raise Invalid(message % {"why": in_sentence(left_out(found)) or _("the pool is empty")})
    return filled


@transaction.atomic
def release(assignment: int, *, actor: Actor, reason: str, today: date | None = None) -> Assignment:
    """Take a seat back that was not filed, with a reason; the next of the draw follows."""
    found = Assignment.objects.filter(pk=assignment).values_list("panel", flat=True).first()
    panel = _panel_of(found or 0, actor)
    row = Assignment.objects.select_for_update(of=("self",)).get(pk=assignment)
    if row.state not in {State.ASKED, State.OPENED}:
        raise Conflict(_("This seat is closed by now: %(state)s.") % {"state": row})
    give_back(row, State.RELEASED, reason)
    _note(kinds.RELEASED, panel.snapshot.filing.case, actor)
    refill(panel, today or timezone.localdate())
    return row


def give_back(row: Assignment, state: Assignment.State, reason: str) -> None:
    """Empty a seat within the caller's transaction. Invalid without a reason."""
    said = _plain(reason)
    if not said:
        message = _("Give the reason: the office will read it.")
        raise Invalid(message, {"reason": message})
    row.state, row.reason, row.ended_at = state, said, timezone.now()
    row.draft = {}
    row.save()


def refill(panel: Panel, today: date) -> int:
    """Seat the next of the draw where seats are empty; who is new in the pool comes behind.

    The caller holds the panel's row. Whoever comes late has as many days as the first.
    """
    found, empty = {one.pk: one for one in _candidates(panel)}, empty_seats(panel)
    if not empty:
        return 0
    able = [pk for pk, one in found.items() if not one.why_not]
    panel.pool = [*panel.pool, *in_order(panel.seed, set(able) - set(panel.pool))]
    sitting = panel.assignments.filter(state__in=SITTING).values_list("expert", flat=True)
    taken = {home for pk in sitting for home in found[pk].homes}
    chosen = seated(
        [pk for pk in panel.pool if pk in set(able)],
        {pk: found[pk].homes for pk in able},
        empty,
        taken,
    )
    if chosen:
        review = document(panel.snapshot.procedure).review(panel.review)
        panel.due_on, panel.due_is_provisional = deadline(today, review.working_days)
    panel.save()
    _ask(panel, chosen, timezone.now())
    return len(chosen)


def empty_seats(panel: Panel) -> int:
    """Return how many seats of a panel nobody has."""
    return panel.wanted - panel.assignments.filter(state__in=SITTING).count()


def locked_panel(pk: int) -> Panel:
    """Lock a panel that is at work. Conflict where it is closed."""
    rows = Panel.objects.select_for_update(of=("self",)).select_related("snapshot__filing__case")
    row = rows.get(pk=pk)
    if row.closed_at:
        raise Conflict(_("This review is closed: the case has gone on."))
    return row


def _locked(case: int, actor: Actor) -> Case:
    row = Case.objects.select_for_update(of=("self",)).filter(pk=case).first()
    if row is None or not works_on(actor, row):
        raise NotFound(_("There is no such case."))
    return row


def _running(case: Case, key: str) -> Review:
    read = document(case.procedure)
    if read.state(case.state).review != key:
        message = _("This review does not run while the case is at “%(state)s”.")
        raise Conflict(message % {"state": case.state_label})
    require_nothing_open(case)
    return read.review(key)


def _number(snapshot: Snapshot, review: Review, actor: Actor, reason: str) -> int:
    """Return 1 for the first panel and 2 for that of an appeal, if one may be drawn now."""
    last = Panel.objects.filter(snapshot=snapshot, review=review.key).last()
    if last is None:
        return 1
    if last.number > 1:
        raise Conflict(_("An appeal has been reviewed by a second panel already."))
    if last.assignments.filter(state=State.FILED).count() < last.wanted:
        raise Conflict(_("A panel is at work; a second one follows when all have filed."))
    if not actor.leads:
        raise NotAllowed(_("A team lead lets an appeal go to a second panel."))
    if not reason:
        message = _("Say why the case goes to a second panel.")
        raise Invalid(message, {"reason": message})
    return last.number + 1


def _able(snapshot: Snapshot, review: Review, *, appeal: bool) -> list[Candidate]:
    """Return who can be drawn, the pool's rows locked so that nobody is drawn beyond his load."""
    list(Expert.objects.select_for_update().order_by("pk").values_list("pk", flat=True))
    return candidates(snapshot, review, appeal=appeal)


def _seat(panel: Panel, found: Sequence[Candidate]) -> None:
    chosen = seated(panel.pool, {one.pk: one.homes for one in found}, panel.wanted)
    if len(chosen) < panel.wanted:
        said = {
            "wanted": panel.wanted,
            "able": len(panel.pool),
            "pool": len(found),
            "why": in_sentence(panel.left_out) or _("nobody"),
        }
        raise Invalid(
            _(
                "%(wanted)d experts are wanted, no two of one organization; of %(pool)d in the "
                "pool %(able)d can be drawn. Left out: %(why)s."
            )
            % said
        )
    _ask(panel, chosen, panel.drawn_at)


def _ask(panel: Panel, experts: Sequence[int], at: datetime) -> None:
    """Seat experts behind those who were asked before: places are of the draw, in its order."""
    last = panel.assignments.aggregate(last=Max("place"))["last"] or 0
    Assignment.objects.bulk_create(
        Assignment(
            panel=panel, snapshot_id=panel.snapshot_id, expert_id=pk, place=place, asked_at=at
        )
        for place, pk in enumerate(experts, last + 1)
    )


def _candidates(panel: Panel) -> list[Candidate]:
    list(Expert.objects.select_for_update().order_by("pk").values_list("pk", flat=True))
    review = document(panel.snapshot.procedure).review(panel.review)
    return candidates(panel.snapshot, review, appeal=panel.number > 1)


def _panel_of(pk: int, actor: Actor) -> Panel:
    found = Panel.objects.select_related("snapshot__filing__case").filter(pk=pk).first()
    if found is None or not works_on(actor, found.snapshot.filing.case):
        raise NotFound(_("There is no such panel."))
    return locked_panel(pk)


def _plain(reason: str) -> str:
    """Return a reason without what no text may hold, as long as can be kept."""
    return reason.replace("\x00", "").strip()[:LONGEST]


def _note(kind: str, case: Case, actor: Actor) -> None:
    record(kind, subject=case.pk, actor=actor, organization=case.organization_id)
