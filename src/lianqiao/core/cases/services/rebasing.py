"""Moving open cases to a newer version of their procedure: all or none, never decided ones.

Snapshots stay as they were submitted; the applicant is told, and asked for what is missing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from lianqiao.core.cases.documents.flow import REBASED
from lianqiao.core.cases.models import Case, CaseStep, Message, Version
from lianqiao.core.cases.procedures import procedure
from lianqiao.core.cases.queries.rebasing import Shift, prepared, shifts
from lianqiao.core.cases.rights import works_on
from lianqiao.core.cases.services.correcting import ask_correction
from lianqiao.core.cases.services.moving import note, term_of
from lianqiao.core.errors import Conflict, Invalid, NotFound, explained
from lianqiao.core.parties.actors import Actor

WORKING_DAYS = 10
"""In which an applicant adds what a newer version asks for."""
CHINESE = "zh-hans"


@transaction.atomic
def rebase(
    cases: Sequence[int],
    version: int,
    *,
    actor: Actor,
    working_days: int = WORKING_DAYS,
    today: date | None = None,
) -> list[Case]:
    """Move cases of the actor's office to a version; all of them or none.

    NotFound for a case of another office, Conflict naming each that cannot be moved and why.
    """
    day = today or timezone.localdate()
    target = Version.objects.select_related("definition").filter(pk=version).first()
    if target is None:
        raise NotFound(_("There is no such version."))
    if not cases:
        raise Invalid(_("Choose the cases that are to be moved."))
    found = list(shifts(_locked(cases, actor), target, day))
    stuck = [f"{one.case.number}: {one.refusal}" for one in found if one.refusal]
    if stuck:
        raise Conflict(_("Nothing was moved.") + "\n" + "\n".join(stuck))
    return [_moved(one, target, actor, working_days, day) for one in found]


def _locked(cases: Sequence[int], actor: Actor) -> list[Case]:
    rows = Case.objects.select_for_update(of=("self",)).filter(pk__in=cases).order_by("pk")
    found = list(prepared(rows))
    if len(found) != len(set(cases)) or not all(works_on(actor, case) for case in found):
        raise NotFound(_("There is no such case."))
    return found


def _moved(shift: Shift, version: Version, actor: Actor, working_days: int, day: date) -> Case:
    case, before = shift.case, shift.case.procedure
    case.procedure = f"{version.definition.code}/{version.number}"
    case.changed_at = timezone.now()
    _set_term(case, before)
    decided = Conflict(_("This case is decided by now."))
    with explained({"case_rebase_allowed": decided}), transaction.atomic():
        case.save()
    said = {"old": before.rpartition("/")[2], "new": version.number}
    reason = _("Version %(old)s before, version %(new)s now") % said
    step = note(case, REBASED, actor, reason=reason, quantities={}, evidence=())
    _tell(shift, step, version)
    _ask(shift, actor, working_days, day)
    return Case.objects.get(pk=case.pk)


def _set_term(case: Case, before: str) -> None:
    """A state whose deadline is another one now gets it from today; else it runs on."""
    old, new = (
        procedure(before).terms.get(case.state),
        procedure(case.procedure).terms.get(case.state),
    )
    if old != new:
        case.reminded_on = None
        case.due_on, case.due_is_provisional = term_of(
            procedure(case.procedure), case.state, case.changed_at
        )


def _tell(shift: Shift, step: CaseStep, version: Version) -> None:
    with translation.override(CHINESE):
        title = _("Your case follows version %(number)d of the procedure now")
        Message.objects.create(
            case=shift.case,
            step=step,
            title=title % {"number": version.number},
            text="\n".join(_lines(shift)),
        )


def _lines(shift: Shift) -> Iterator[str]:
    yield _("What you have submitted stays as you submitted it.")
    if shift.lost:
        labels = "、".join(one.label for one in shift.lost)
        yield _("No longer asked for: %(fields)s") % {"fields": labels}
    for one in shift.asked:
        said = {"form": one.form, "fields": "、".join(one.labels)}
        yield _("Please add in “%(form)s”: %(fields)s") % said


def _ask(shift: Shift, actor: Actor, working_days: int, day: date) -> None:
    """Ask for what the newer version lacks: of the filing submitted last; the message names all."""
    if not shift.asked:
        return
    asked = shift.asked[-1]
    with translation.override(CHINESE):
        text = _("The procedure has changed; please add: %(fields)s")
    ask_correction(
        asked.filing,
        asked.fields,
        text % {"fields": "、".join(asked.labels)},
        working_days=working_days,
        actor=actor,
        today=day,
    )
