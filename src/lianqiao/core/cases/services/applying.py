"""Beginning a case, and its filings: what stands in them before anybody has typed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lianqiao.core.cases import followers
from lianqiao.core.cases.documents.procedure import Document
from lianqiao.core.cases.forms.prefilling import on_record, taken_over
from lianqiao.core.cases.models import Case, Definition, Filing, Version
from lianqiao.core.cases.queries import filing as queries
from lianqiao.core.cases.queries.holding import granted_by, hindrance
from lianqiao.core.cases.queries.versions import document, in_force
from lianqiao.core.cases.services.granting import next_number
from lianqiao.core.cases.services.moving import open_case
from lianqiao.core.errors import Conflict, NotAllowed, NotFound
from lianqiao.core.parties.actors import Actor
from lianqiao.core.parties.models import Organization

LONGEST_PREFIX = 19
FROM = "from:"
"""How marks say that a value was taken over from another case."""


@transaction.atomic
def start(
    *,
    actor: Actor,
    code: str,
    takes_over: bool = True,
    another: bool = False,
    today: date | None = None,
    at: datetime | None = None,
) -> Case:
    """Begin a case under the version in force, its first form filled in with what is known.

    `at` is the moment of a case that was begun before the house kept it; now unless given.
    NotFound for a procedure that takes no cases today, NotAllowed for a kind of organization that
    may not apply, Conflict where a draft was begun already, unless `another` is wanted, and where
    the title is held or barred (`queries/holding`).
    """
    day = today or timezone.localdate(at)
    version = version_for(code, day)
    wanted = document(str(version))
    organization = _applicant(actor, wanted)
    if why := hindrance(granted_by(wanted), organization.pk, day):
        raise Conflict(why)
    if not another and (begun := queries.drafts(actor, code)):
        message = _("You already have a draft of this: %(number)s. Go on with it.")
        raise Conflict(message % {"number": begun[0].number})
    first = next(state for state in wanted.states if state.is_first)
    case = open_case(
        str(version),
        state=first.key,
        number=next_number(f"{code.upper()[:LONGEST_PREFIX]}-", day.year),
        organization=organization,
        actor=actor,
        office=version.definition.office_id,
        at=at,
    )
    if first.form:
        open_filing(actor=actor, case=case.pk, takes_over=takes_over, today=day)
    return case


def version_for(code: str, day: date) -> Version:
    """Return the version under which cases of a procedure are opened on a day, or NotFound."""
    definition = Definition.objects.filter(code=code, is_open=True).first()
    version = in_force(definition, day) if definition else None
    if version is None:
        raise NotFound(_("This procedure takes no applications now."))
    return version


@transaction.atomic
def open_filing(
    *,
    actor: Actor,
    case: int,
    period: int | None = None,
    takes_over: bool = True,
    today: date | None = None,
) -> Filing:
    """Open the form that a case's present state asks for; one opened before is returned as it is.

    `period` tells filings of one form apart, as years do. NotFound where the state asks for none.
    """
    row = locked_case(actor, case)
    key = document(row.procedure).state(row.state).form
    if key is None or queries.submitting(row) is None:
        raise NotFound(_("Nothing is to be filled in now."))
    day = today or timezone.localdate()
    year, values = followers.opened(row, key, period, day)
    filing, is_new = Filing.objects.get_or_create(case=row, form=key, period=year)
    if is_new:
        _fill_in(actor, filing, takes_over, day)
        if values:
            write(filing, values, actor)
    return filing


def locked_case(actor: Actor, pk: int) -> Case:
    """Lock a case of the actor's organization: whoever writes in a case does this first."""
    rows = queries.own_cases(actor).select_for_update(of=("self",))
    row = rows.select_related("organization").filter(pk=pk).first()
    if row is None:
        raise NotFound(_("There is no such case."))
    return row


def _applicant(actor: Actor, wanted: Document) -> Organization:
    """Return the actor's organization, locked: two colleagues must not begin at once."""
    rows = Organization.objects.select_for_update(no_key=True).filter(kind__in=wanted.applicants)
    found = rows.filter(pk=actor.organization).first() if actor.organization else None
    if found is None:
        raise NotAllowed(_("Organizations of your kind cannot apply here."))
    return found


def _fill_in(actor: Actor, filing: Filing, takes_over: bool, today: date) -> None:
    form, case = queries.form_of(filing), filing.case
    year = filing.period or today.year
    values = on_record(form, case.organization_id, today, year)
    origins: dict[str, str] = {}
    if takes_over:
        earlier = last_values(actor, filing)
        values |= earlier[1]
        origins = dict.fromkeys(earlier[1], f"{FROM}{earlier[0]}")
    write(filing, values, actor, origins)


def last_values(actor: Actor, filing: Filing) -> tuple[str, dict[str, Any]]:
    """Return the number of the case in which a form was last filed, and what can be taken over."""
    code = filing.case.procedure.partition(queries.BUILT)[0]
    last = queries.last_filed(actor, code, filing.form)
    if last is None:
        return "", {}
    try:
        earlier = document(last.procedure).form(filing.form)
    except KeyError:
        return "", {}
    return last.filing.case.number, taken_over(queries.form_of(filing), earlier, last.values)


def write(
    filing: Filing,
    values: Mapping[str, Any],
    actor: Actor,
    origins: Mapping[str, str] | None = None,
) -> None:
    """Put values into a locked filing as its next revision; None empties a field."""
    filing.revision += 1
    said = {key: one.replace("\x00", "") for key, one in (origins or {}).items()}
    for key, value in values.items():
        filing.buffer.pop(key, None)
        if value is not None:
            filing.buffer[key] = value
        filing.marks[key] = [filing.revision, actor.user, said.get(key, "")]
    filing.saved_at = timezone.now()
    filing.save()
