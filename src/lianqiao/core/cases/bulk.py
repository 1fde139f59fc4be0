"""Many cases at once: opened, or taken the same steps, in a few statements for each thousand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lianqiao.core.cases.models import Case, CaseStep
from lianqiao.core.cases.procedures import family, procedure
from lianqiao.core.cases.services import term_of
from lianqiao.core.errors import Conflict, Invalid
from lianqiao.core.ledger.services import Line, record_each
from lianqiao.core.parties.actors import Actor
from lianqiao.core.parties.models import Organization

BATCH = 1_000


@dataclass(frozen=True, slots=True)
class Opening:
    """A case to be opened: its number, whose it is, what its ledger entry counts."""

    number: str
    organization: Organization
    quantities: Mapping[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Move:
    """A step that one case is to take, as `services.move` takes it."""

    case: int
    step: str
    reason: str = ""
    quantities: Mapping[str, Decimal] = field(default_factory=dict)


@transaction.atomic
def open_cases(
    code: str,
    *,
    state: str,
    openings: Sequence[Opening],
    actor: Actor,
    office: int | None = None,
    at: datetime | None = None,
) -> list[Case]:
    """Open many cases of one procedure, in the order given."""
    moment = at or timezone.now()
    due_on, is_provisional = term_of(procedure(code), state, moment)
    cases = Case.objects.bulk_create(
        [
            Case(
                procedure=code,
                number=one.number,
                state=state,
                organization=one.organization,
                office_id=office,
                opened_at=moment,
                changed_at=moment,
                due_on=due_on,
                due_is_provisional=is_provisional,
            )
            for one in openings
        ],
        BATCH,
    )
    moves = [
        Move(case.pk, "open", quantities=one.quantities)
        for case, one in zip(cases, openings, strict=True)
    ]
    _note(cases, moves, actor, moment)
    return cases


@transaction.atomic
def move_cases(
    moves: Iterable[Move],
    *,
    actor: Actor,
    working_days: int | None = None,
    at: datetime | None = None,
) -> list[Case]:
    """Take a step with each of many cases, all or none; they are locked in the order of their ids.

    Conflict names the first case that is no longer where its step begins.
    """
    wanted = sorted(moves, key=lambda one: one.case)
    rows = Case.objects.select_for_update(of=("self",)).select_related("organization")
    cases = list(rows.filter(pk__in=[one.case for one in wanted]).order_by("pk"))
    moment = at or timezone.now()
    together: dict[tuple[str, str], list[int]] = defaultdict(list)
    for case, one in zip(cases, wanted, strict=True):
        _advance(case, one, moment)
        together[case.procedure, case.state].append(case.pk)
    for (code, state), keys in sorted(together.items()):
        due_on, is_provisional = term_of(procedure(code), state, moment, working_days)
        Case.objects.filter(pk__in=keys).update(
            state=state,
            changed_at=moment,
            due_on=due_on,
            due_is_provisional=is_provisional,
            reminded_on=None,
        )
    _note(cases, wanted, actor, moment)
    return cases


def _advance(case: Case, one: Move, moment: datetime) -> None:
    found = procedure(case.procedure).transition(one.step)
    if case.state not in found.sources:
        raise Conflict(
            _("Case %(number)s is at “%(now)s” by now; “%(step)s” is not possible from there.")
            % {"number": case.number, "now": case.state_label, "step": found.label}
        )
    if found.needs_reason and not one.reason.strip():
        raise Invalid(_("Give the reason: the other side will read it."))
    case.state, case.changed_at = found.target, moment


def _note(cases: Sequence[Case], moves: Sequence[Move], actor: Actor, moment: datetime) -> None:
    entries = record_each(
        [
            Line(
                f"{family(case.procedure)}.{one.step}",
                subject=case.pk,
                organization=case.organization_id,
                region=case.organization.region_id,
                quantities=one.quantities,
                at=moment,
            )
            for case, one in zip(cases, moves, strict=True)
        ],
        actor=actor,
    )
    CaseStep.objects.bulk_create(
        [
            CaseStep(
                case=case,
                name=one.step,
                state=case.state,
                at=moment,
                by_id=actor.user,
                reason=one.reason.strip(),
                entry=entry,
            )
            for case, one, entry in zip(cases, moves, entries, strict=True)
        ],
        BATCH,
    )
