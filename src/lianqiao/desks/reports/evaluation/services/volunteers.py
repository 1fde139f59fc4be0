"""Volunteers sign up, and leave again; each takes the next number of the round."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lianqiao.core.errors import Conflict, Invalid, explained
from lianqiao.core.ledger.services import Line, record, record_many
from lianqiao.core.parties.actors import Actor
from lianqiao.desks.reports.evaluation import kinds
from lianqiao.desks.reports.evaluation.codes import digest, new_code
from lianqiao.desks.reports.evaluation.models import Round, Stage, Stratum, Volunteer
from lianqiao.desks.reports.evaluation.queries.seeing import by_receipt, no_round
from lianqiao.desks.reports.evaluation.services.conditions import Applicant, fitting
from lianqiao.desks.reports.evaluation.services.locking import locked, require_stage

RECEIPT = 20
BATCH = 1_000
State = Volunteer.State
AGAIN = (State.WITHDRAWN, State.REFUSED)


@transaction.atomic
def sign_up(pk: int, given: Applicant) -> tuple[Volunteer, str]:
    """Take a volunteer; return the row and the receipt, which is kept nowhere.

    Whoever withdrew may sign up again under the old number, and so may who was refused, with what
    was wrong put right: the district looks anew. Deputies are not taken here: their congress names
    them.
    """
    row = _taking(pk)
    stratum = row.strata.exclude(kind=Stratum.Kind.DEPUTIES).filter(pk=given.stratum).first()
    if stratum is None:
        raise Invalid(_("Choose for whom you judge."), {"stratum": _("Choose for whom you judge.")})
    values = fitting(row, stratum, given)
    receipt = new_code(RECEIPT)
    values |= {"receipt_sha256": digest(receipt), "state": State.APPLIED, "reason": ""}
    found = _back(row, values) or _new(row, values)
    record(kinds.SIGNED_UP, subject=found.pk, region=stratum.region_id, organization=row.office_id)
    return found, receipt


@transaction.atomic
def withdraw(receipt: str) -> Volunteer:
    """Take one's name off the roll, as long as it is open."""
    pk = by_receipt(receipt).pk
    round_ = Volunteer.objects.values_list("round", flat=True).get(pk=pk)
    row = Round.objects.select_for_update().get(pk=round_)
    if row.stage != Stage.ENROLLING:
        raise Conflict(_("The roll is closed. Nobody must vote: leave the letter unused."))
    found = Volunteer.objects.select_related("round", "stratum").get(pk=pk)
    if found.state == State.WITHDRAWN:
        raise Conflict(_("You have withdrawn already."))
    found.state, found.born_on = State.WITHDRAWN, None
    found.save(update_fields=["state", "born_on"])
    record(kinds.WITHDRAWN, subject=pk, region=found.stratum.region_id, organization=row.office_id)
    return found


@transaction.atomic
def enter_many(pk: int, people: Sequence[Applicant], *, actor: Actor) -> int:
    """Enter volunteers of a list, all or none; deputies among them are accepted at once."""
    row = locked(pk, actor, Stage.ENROLLING)
    strata = {one.pk: one for one in row.strata.all()}
    made = [
        Volunteer(round=row, number=row.last_number + at, **_listed(row, strata, one))
        for at, one in enumerate(people, 1)
    ]
    with explained({"volunteer_once_a_round": _twice()}), transaction.atomic():
        Volunteer.objects.bulk_create(made, BATCH)
    row.last_number += len(made)
    row.save(update_fields=["last_number"])
    record_many(_lines(row, made), actor=actor)
    return len(made)


def _taking(pk: int) -> Round:
    row = Round.objects.select_for_update().exclude(stage=Stage.PREPARING).filter(pk=pk).first()
    if row is None:
        raise no_round()
    require_stage(row, Stage.ENROLLING)
    if timezone.now() >= row.enrol_until:
        raise Conflict(_("Sign-up has ended."))
    return row


def _back(row: Round, values: dict[str, object]) -> Volunteer | None:
    again = {"identity_hmac": values["identity_hmac"], "state__in": AGAIN}
    found = row.volunteers.filter(**again).first()
    if found:
        for name, value in values.items():
            setattr(found, name, value)
        found.save()
    return found


def _new(row: Round, values: dict[str, object]) -> Volunteer:
    row.last_number += 1
    row.save(update_fields=["last_number"])
    with explained({"volunteer_once_a_round": _twice()}), transaction.atomic():
        return Volunteer.objects.create(round=row, number=row.last_number, **values)


def _listed(row: Round, strata: dict[int, Stratum], given: Applicant) -> dict[str, object]:
    stratum = strata[given.stratum]
    values = fitting(row, stratum, given)
    if stratum.kind == Stratum.Kind.DEPUTIES:
        values |= {"state": State.ACCEPTED, "born_on": None}
    return values


def _lines(row: Round, made: Sequence[Volunteer]) -> list[Line]:
    lines = []
    for one in made:
        given = {"region": one.stratum.region_id, "organization": row.office_id}
        lines.append(Line(kinds.SIGNED_UP, one.pk, **given))
        if one.state == State.ACCEPTED:
            lines.append(Line(kinds.ACCEPTED, one.pk, **given))
    return lines


def _twice() -> Conflict:
    return Conflict(_("This identity number has signed up already."))
