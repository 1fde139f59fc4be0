"""Handing a filing in: judged by the server, kept as a snapshot, moved by the procedure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lianqiao.core.cases import followers
from lianqiao.core.cases.documents import fields as f
from lianqiao.core.cases.forms.judging import Judged
from lianqiao.core.cases.forms.kept import judged_form
from lianqiao.core.cases.models import Case, Filing, Snapshot
from lianqiao.core.cases.queries import filing as queries
from lianqiao.core.cases.queries.holding import granted_by, hindrance
from lianqiao.core.cases.queries.versions import document
from lianqiao.core.cases.services.applying import locked_case
from lianqiao.core.cases.services.attaching import rescan
from lianqiao.core.cases.services.correcting import meet
from lianqiao.core.cases.services.deciding import go, require_owner, take
from lianqiao.core.cases.services.saving import locked
from lianqiao.core.errors import Conflict, Invalid
from lianqiao.core.parties.actors import Actor


@transaction.atomic
def submit(
    *, actor: Actor, filing: int, today: date | None = None, at: datetime | None = None
) -> Snapshot:
    """Hand a filing in, or its correction; `at` as in `take`.

    Members fill in; what binds is the owner's. Invalid names each place that is missing or wrong,
    Conflict says that it is closed, or that somebody has handed it in already.
    """
    require_owner(actor)
    day = today or timezone.localdate()
    row = locked(actor, filing)
    open_ = queries.access(row, day)
    if not open_.is_open:
        raise Conflict(open_.why)
    _require_free(row.case, day)
    found = judged_form(open_.form, row.buffer, day)
    _require_complete(open_.form, found)
    _require_scanned(row, found)
    made = _snapshot(row, found.values, actor, at or timezone.now())
    if open_.correction:
        meet(open_.correction, made, day)
        followers.tell_corrected(row.case, row.form, actor=actor)
    elif open_.step:
        go(row.case, open_.step, actor=actor, today=day, at=at)
    return made


@transaction.atomic
def step(
    *, actor: Actor, case: int, step: str, reason: str = "", today: date | None = None
) -> Case:
    """Take a step of the applicant's that files nothing, such as to withdraw."""
    require_owner(actor)
    row = locked_case(actor, case)
    if step not in {one.key for one in queries.applicants_steps(row)}:
        raise Conflict(
            _("This case is at “%(now)s” by now; this step is not possible from there.")
            % {"now": row.state_label}
        )
    return take(row.pk, step, actor=actor, reason=reason, today=today)


def sha256_of(procedure: str, form: str, values: Mapping[str, Any]) -> str:
    """Return the digest of what was submitted: of its JSON with sorted keys, without blanks."""
    whole = {"procedure": procedure, "form": form, "values": values}
    text = json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _require_free(case: Case, day: date) -> None:
    """Raise Conflict where an application is handed in that could not be begun today."""
    wanted = document(case.procedure)
    if wanted.state(case.state).is_first and (
        why := hindrance(granted_by(wanted), case.organization_id, day)
    ):
        raise Conflict(why)


def _snapshot(row: Filing, values: dict[str, Any], actor: Actor, at: datetime) -> Snapshot:
    last = row.snapshots.first()
    return Snapshot.objects.create(
        filing=row,
        number=last.number + 1 if last else 1,
        procedure=row.case.procedure,
        values=values,
        sha256=sha256_of(row.case.procedure, row.form, values),
        at=at,
        by_id=actor.user,
    )


def _require_complete(form: f.Form, found: Judged) -> None:
    if found.is_complete:
        return
    fields = {place: str(sentence) for place, sentence in found.problems.items()}
    fields |= dict.fromkeys(found.missing - fields.keys(), _("This is still to be filled in."))
    in_order = list(form.fields)
    places = sorted(fields, key=lambda place: (in_order.index(place.partition(".")[0]), place))
    raise Invalid(
        _("The form is not complete: what is missing is named below."),
        {place: fields[place] for place in places},
    )


def _require_scanned(row: Filing, found: Judged) -> None:
    for one in rescan(row):
        if one.pk in (found.values.get(one.field) or []):
            said = {"name": one.name, "state": one.get_scan_display()}
            sentence = _("“%(name)s” is not let pass: %(state)s.") % said
            raise Invalid(sentence, {one.field: sentence})
