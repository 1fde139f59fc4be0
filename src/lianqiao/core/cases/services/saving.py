"""Saving what was typed, field by field; two who write the same field are both heard."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lianqiao.core.cases.documents import fields as f
from lianqiao.core.cases.forms.prefilling import with_own_word
from lianqiao.core.cases.models import Filing
from lianqiao.core.cases.queries import filing as queries
from lianqiao.core.cases.services.applying import FROM, last_values, locked_case, write
from lianqiao.core.errors import Conflict, Invalid, TooLarge
from lianqiao.core.parties.actors import Actor

LARGEST = 2 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Clash:
    """A field that somebody else wrote since: who (an id of a user), in which revision, what."""

    mine: Any
    theirs: Any
    by: int | None
    revision: int


@dataclass(slots=True)
class Saved:
    """A filing after a save: the fields written or equal anyhow, and those that clash.

    Of what clashes nothing was written; send it again based on the clash's revision to insist.
    """

    filing: Filing
    fields: set[str] = field(default_factory=set)
    clashes: dict[str, Clash] = field(default_factory=dict)


@transaction.atomic
def save(
    *,
    actor: Actor,
    filing: int,
    values: Mapping[str, Any],
    based_on: Mapping[str, int],
    page: str = "",
    today: date | None = None,
) -> Saved:
    """Save some fields; `values` have been read by kind, None empties.

    `based_on` gives for each field the revision that its writer had seen, `page` names the open
    page, whose own earlier saves never clash with it. NotFound for a stranger's filing, Invalid for
    a field that the form has not, Conflict where one may not be changed now, TooLarge.
    """
    row = locked(actor, filing)
    _require_open(row, values, today or timezone.localdate())
    done, changed = Saved(row), {}
    for key, value in _joined(row, values).items():
        clash = _clash(row, key, value, based_on.get(key, 0), page)
        if clash:
            done.clashes[key] = clash
            continue
        done.fields.add(key)
        if value != row.buffer.get(key):
            changed[key] = value
    if changed:
        write(row, changed, actor, dict.fromkeys(changed, page))
        _require_small(row)
    return done


@transaction.atomic
def take_over(*, actor: Actor, filing: int, today: date | None = None) -> Filing:
    """Fill what is still empty with what was filed the last time. Conflict where there is none."""
    row = locked(actor, filing)
    number, earlier = last_values(actor, row)
    values = {key: value for key, value in earlier.items() if key not in row.buffer}
    if not values:
        raise Conflict(_("There is nothing more to take over from an earlier filing."))
    _require_open(row, values, today or timezone.localdate())
    write(row, values, actor, dict.fromkeys(values, f"{FROM}{number}"))
    return row


def locked(actor: Actor, pk: int) -> Filing:
    """Lock a filing of the actor's organization, its case first."""
    found = queries.own_filing(actor, pk)
    case = locked_case(actor, found.case_id)
    row = Filing.objects.select_for_update().get(pk=pk)
    row.case = case
    return row


def _require_open(row: Filing, values: Mapping[str, Any], today: date) -> None:
    open_ = queries.access(row, today)
    for key in values:
        if key not in open_.form.fields:
            raise Invalid(_("The form has no field “%(key)s”.") % {"key": key[:40]})
        if key not in open_.fields:
            raise Conflict(open_.why or _("Only the fields named in the request may be changed."))


def _joined(row: Filing, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values as they are to be kept: a fact with what is on record beside it."""
    fields = queries.form_of(row).fields
    return {
        key: with_own_word(row.buffer.get(key), value)
        if isinstance(fields[key], f.FactField)
        else value
        for key, value in values.items()
    }


def _clash(row: Filing, key: str, value: Any, seen: int, page: str) -> Clash | None:
    revision, by, origin = row.marks.get(key) or (0, None, "")
    theirs = row.buffer.get(key)
    if revision <= seen or theirs == value or (page and origin == page):
        return None
    return Clash(value, theirs, by, revision)


def _require_small(row: Filing) -> None:
    if len(json.dumps(row.buffer, ensure_ascii=False).encode()) > LARGEST:
        raise TooLarge(_("This form holds more text than can be kept."))
