"""Taking a step of a case whose procedure is data: the one way, for people and for the clock."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lianqiao.core.cases import followers
from lianqiao.core.cases.documents.flow import By, Step
from lianqiao.core.cases.models import Case, CaseStep, Correction
from lianqiao.core.cases.models.filings import OPEN
from lianqiao.core.cases.queries.filed import holds
from lianqiao.core.cases.queries.versions import document
from lianqiao.core.cases.rights import parts_of
from lianqiao.core.cases.services.closing import close_panels
from lianqiao.core.cases.services.granting import grant, take_back
from lianqiao.core.cases.services.moving import move
from lianqiao.core.cases.services.telling import tell
from lianqiao.core.errors import Conflict, Invalid, NotAllowed, NotFound
from lianqiao.core.parties.actors import Actor, Role

LONGEST = 5_000
"""Characters of a reason."""


@transaction.atomic
def take(
    case: int,
    step: str,
    *,
    actor: Actor,
    reason: str = "",
    today: date | None = None,
    at: datetime | None = None,
) -> Case:
    """Take a step as a person: who may, then as `go`.

    NotFound for a stranger, NotAllowed for the wrong part, Invalid for a step that files a form:
    `submit` alone takes it, with what is filed.
    """
    row = Case.objects.select_for_update(of=("self",)).filter(pk=case).first()
    parts = parts_of(actor, row) if row else frozenset()
    if row is None or not parts:
        raise NotFound(_("There is no such case."))
    found = _step_of(row, step)
    if found.by not in parts:
        raise NotAllowed(_("“%(step)s” is not yours to do.") % {"step": found.label})
    if found.by == By.APPLICANT:
        require_owner(actor)
    if found.files:
        form = document(row.procedure).form(_form_before(row, found))
        raise Invalid(_("Open “%(form)s”, fill it in and hand it in there.") % {"form": form.label})
    return go(row, found, actor=actor, reason=reason, today=today, at=at)


@transaction.atomic
def go(
    case: Case,
    step: Step,
    *,
    actor: Actor,
    reason: str = "",
    today: date | None = None,
    at: datetime | None = None,
) -> Case:
    """Go on by a step of a locked case: nothing open, its condition; then move, grant, tell.

    The caller has asked whether the actor may. `at` is the moment of a step that was taken before
    the house kept it; now unless given. Conflict where somebody was faster or a correction is
    awaited, Invalid where the step's condition does not hold of what was filed.
    """
    said = _readable(reason)
    require_nothing_open(case)
    _require_condition(case, step, today or timezone.localdate())
    moved = move(case.pk, step.key, actor=actor, reason=said, at=at)
    close_panels(moved)
    taken = CaseStep.objects.filter(case=moved).latest("pk")
    if step.grants:
        grant(moved, step.grants, actor=actor, on=timezone.localdate(taken.at))
    if step.revokes:
        why = said or str(step.label)
        take_back(moved, actor=actor, reason=why, on=timezone.localdate(taken.at))
    if step.message:
        tell(moved, step.message, taken)
    followers.tell(moved, step.key, actor=actor, reason=said)
    return moved


def require_owner(actor: Actor) -> None:
    """Raise NotAllowed for a member who may fill in but not bind the organization."""
    if actor.role != Role.OWNER:
        raise NotAllowed(_("Handing in and withdrawing bind the organization: its owner does it."))


def require_nothing_open(case: Case) -> None:
    """Raise Conflict while a correction is awaited: it ends by being met or withdrawn."""
    if Correction.objects.filter(OPEN, filing__case=case).exists():
        message = _("A correction is awaited; withdraw the request first, or wait for it.")
        raise Conflict(message)


def _readable(reason: str) -> str:
    """Return a reason without what no text may hold; Invalid for one that nobody would read."""
    said = reason.replace("\x00", "").strip()
    if len(said) > LONGEST:
        message = _("At most %(most)d characters.") % {"most": LONGEST}
        raise Invalid(message, {"reason": message})
    return said


def _step_of(case: Case, key: str) -> Step:
    try:
        return document(case.procedure).step(key)
    except KeyError:
        raise NotFound(_("The procedure has no such step.")) from None


def _form_before(case: Case, step: Step) -> str:
    """Return the key of the form that a step files; every state before such a step has one."""
    return document(case.procedure).state(step.sources[0]).form or ""


def _require_condition(case: Case, step: Step, today: date) -> None:
    if step.condition.strip() and holds(case, step.condition, today) is not True:
        message = _("“%(step)s” is possible only where this holds of what was filed: %(rule)s")
        raise Invalid(message % {"step": step.label, "rule": step.condition})
