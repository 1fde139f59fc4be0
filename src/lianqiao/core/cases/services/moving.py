"""Opening a case and moving it: the only way a case changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lianqiao.core.cases.models import Case, CaseStep
from lianqiao.core.cases.procedures import Procedure, family, procedure
from lianqiao.core.errors import Conflict, Invalid
from lianqiao.core.ledger.services import Evidence, record
from lianqiao.core.parties.actors import Actor
from lianqiao.core.parties.models import Organization
from lianqiao.core.parties.queries import deadline


@transaction.atomic
def open_case(
    code: str,
    *,
    state: str,
    number: str,
    organization: Organization,
    actor: Actor,
    office: int | None = None,
    quantities: Mapping[str, Decimal] | None = None,
    at: datetime | None = None,
) -> Case:
    """Open a case in one of the states that its procedure may begin in."""
    moment = at or timezone.now()
    case = Case(
        procedure=code,
        number=number,
        state=state,
        organization=organization,
        office_id=office,
        opened_at=moment,
        changed_at=moment,
    )
    _set_term(case, procedure(code))
    case.save()
    note(case, "open", actor, reason="", quantities=quantities or {}, evidence=())
    return case


@transaction.atomic
def move(
    case: int,
    step: str,
    *,
    actor: Actor,
    reason: str = "",
    officer: int | None = None,
    working_days: int | None = None,
    quantities: Mapping[str, Decimal] | None = None,
    evidence: Sequence[Evidence] = (),
    at: datetime | None = None,
) -> Case:
    """Take a step: lock, check, write, record. The desk decides who may.

    `working_days` sets another term for the new state than the procedure's. Conflict when the
    case is no longer where the step begins (somebody else was faster), Invalid without a reason
    where the step asks for one.
    """
    row = Case.objects.select_for_update(of=("self",)).select_related("organization").get(pk=case)
    rules = procedure(row.procedure)
    found = rules.transition(step)
    if row.state not in found.sources:
        raise Conflict(
            _("This case is at “%(now)s” by now; “%(step)s” is not possible from there.")
            % {"now": row.state_label, "step": found.label}
        )
    if found.needs_reason and not reason.strip():
        message = _("Give the reason: the other side will read it.")
        raise Invalid(message, {"reason": message})
    row.state, row.changed_at = found.target, at or timezone.now()
    row.officer_id = officer or row.officer_id
    _set_term(row, rules, working_days)
    row.save()
    note(row, step, actor, reason=reason.strip(), quantities=quantities or {}, evidence=evidence)
    return row


@transaction.atomic
def assign(case: int, *, officer: int | None) -> Case:
    """Say who works on a case; no step, so nothing is recorded. The desk decides who may."""
    row = Case.objects.select_for_update(of=("self",)).get(pk=case)
    row.officer_id = officer
    row.save(update_fields=["officer"])
    return row


def keep_term(case: Case, *, since: datetime) -> None:
    """Let a locked case's term run as if its state had been entered at an earlier moment.

    For a desk that follows the case: what interrupts a state gives nobody more time in it.
    """
    case.due_on, case.due_is_provisional = term_of(procedure(case.procedure), case.state, since)
    case.save(update_fields=["due_on", "due_is_provisional"])


@transaction.atomic
def hand_over(case: int, *, organization: int) -> Case:
    """Let another organization carry a case on; the desk decides who may, and records it."""
    row = Case.objects.select_for_update(of=("self",)).get(pk=case)
    row.organization_id = organization
    row.save(update_fields=["organization"])
    return row


def term_of(
    rules: Procedure, state: str, entered: datetime, working_days: int | None = None
) -> tuple[date | None, bool]:
    """Return the last day of a state entered at a moment, and whether that day is provisional.

    `working_days` stands in for the procedure's own term; (None, False) where there is neither.
    """
    term = rules.terms.get(state)
    days = working_days or (term.working_days if term else None)
    return deadline(timezone.localdate(entered), days) if days else (None, False)


def _set_term(case: Case, rules: Procedure, working_days: int | None = None) -> None:
    case.reminded_on = None
    case.due_on, case.due_is_provisional = term_of(rules, case.state, case.changed_at, working_days)


def note(
    case: Case,
    step: str,
    actor: Actor,
    *,
    reason: str,
    quantities: Mapping[str, Decimal],
    evidence: Sequence[Evidence],
) -> CaseStep:
    """Write what happened to a case into the ledger, and as a step with its reason beside it."""
    entry = record(
        f"{family(case.procedure)}.{step}",
        subject=case.pk,
        actor=actor,
        organization=case.organization_id,
        region=case.organization.region_id,
        quantities=quantities,
        evidence=evidence,
        at=case.changed_at,
    )
    return CaseStep.objects.create(
        case=case,
        name=step,
        state=case.state,
        at=case.changed_at,
        by_id=actor.user,
        reason=reason,
        entry=entry,
    )
