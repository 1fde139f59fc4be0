"""Writing into the ledger: inside the caller's transaction, once, for ever."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lianqiao.core.errors import Conflict, NotFound, explained
from lianqiao.core.ledger import kinds
from lianqiao.core.ledger.models import Entry
from lianqiao.core.parties.actors import ANYONE, Actor

SALT_BYTES = 16
BATCH = 1_000

COLUMNS = (
    "happened_at, kind, subject_type, subject_id, organization_id, department, region,"
    " actor_user, actor_membership, quantities, evidence, corrects, withdrawn, salt"
)
PLACES = "(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s::jsonb, %s::jsonb, %s, %s, %s)"
INSERT = f"INSERT INTO ledger_entry ({COLUMNS}) VALUES "  # noqa: S608 -- our own constants


class LedgerError(Exception):
    """The caller uses the ledger wrongly: a mistake in the code, not a user's."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What proves an entry: a row or file of the house, with the file's SHA-256 in hex."""

    type: str
    id: int
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One entry to be written; the fields are those of `record`."""

    kind: str
    subject: int
    organization: int | None = None
    region: str | None = None
    quantities: Mapping[str, Decimal] = field(default_factory=dict)
    evidence: Sequence[Evidence] = ()
    at: datetime | None = None
    department: str = ""


def record(
    kind: str,
    *,
    subject: int,
    actor: Actor = ANYONE,
    organization: int | None = None,
    region: str | None = None,
    quantities: Mapping[str, Decimal] | None = None,
    evidence: Sequence[Evidence] = (),
    at: datetime | None = None,
    department: str = "",
) -> int:
    """Write one entry in the caller's transaction and return its number.

    `organization` is whose entry it is, `region` a code of GB/T 2260, `at` when it happened
    (now, if not given), `department` the kind's own unless another one is answerable.
    LedgerError outside a transaction, for a time without a zone, and for a quantity that the kind
    does not declare or that is no number.
    """
    line = Line(kind, subject, organization, region, quantities or {}, evidence, at, department)
    return _insert([_values(line, actor)])[0]


def record_many(lines: Iterable[Line], *, actor: Actor = ANYONE) -> int:
    """Write many entries in the caller's transaction; return how many."""
    return len(record_each(lines, actor=actor))


def record_each(lines: Iterable[Line], *, actor: Actor = ANYONE) -> list[int]:
    """Write many entries in the caller's transaction; return their numbers, in the lines' order."""
    rows = [_values(line, actor) for line in lines]
    numbers: list[int] = []
    for start in range(0, len(rows), BATCH):
        numbers += _insert(rows[start : start + BATCH])
    return numbers


@transaction.atomic
def correct(
    entry: int,
    *,
    actor: Actor,
    quantities: Mapping[str, Decimal] | None = None,
    happened_at: datetime | None = None,
    region: str | None = None,
    evidence: Sequence[Evidence] | None = None,
    withdrawn: bool = False,
) -> int:
    """Restate an entry with other values, or withdraw it; return the new entry's number.

    The desk decides who may. What is not given stays as it was. At most one correction names an
    entry: a second one must correct the first correction (Conflict).
    """
    old = Entry.objects.filter(pk=entry).first()
    if old is None:
        raise NotFound(_("There is no such ledger entry."))
    line = _restated(old, quantities, happened_at, region, evidence)
    with _corrected_once():
        return _insert([_values(line, actor, corrects=entry, withdrawn=withdrawn)])[0]


@transaction.atomic
def correct_many(changes: Mapping[int, Mapping[str, Decimal]], *, actor: Actor) -> int:
    """Restate many entries with other quantities, as `correct` does; return how many."""
    old = Entry.objects.in_bulk(list(changes))
    if len(old) < len(changes):
        raise NotFound(_("There is no such ledger entry."))
    rows = [
        _values(_restated(old[entry], quantities), actor, corrects=entry)
        for entry, quantities in changes.items()
    ]
    with _corrected_once():
        for start in range(0, len(rows), BATCH):
            _insert(rows[start : start + BATCH])
    return len(rows)


def _restated(
    old: Entry,
    quantities: Mapping[str, Decimal] | None,
    happened_at: datetime | None = None,
    region: str | None = None,
    evidence: Sequence[Evidence] | None = None,
) -> Line:
    return Line(
        old.kind,
        old.subject_id,
        old.organization_id,
        old.region if region is None else region,
        {name: Decimal(value) for name, (value, _unit) in old.quantities.items()}
        if quantities is None
        else quantities,
        [Evidence(*one) for one in old.evidence] if evidence is None else evidence,
        happened_at or old.happened_at,
        old.department,
    )


@contextmanager
def _corrected_once() -> Iterator[None]:
    taken = Conflict(_("This entry has been corrected already; correct its correction."))
    with explained({"ledger_entry_corrects_key": taken}), transaction.atomic():
        yield


def _values(
    line: Line, actor: Actor, corrects: int | None = None, withdrawn: bool = False
) -> tuple[Any, ...]:
    kind = kinds.kind(line.kind)
    return (
        _aware(line.at) if line.at else timezone.now(),
        kind.code,
        kind.subject,
        line.subject,
        line.organization,
        line.department or kind.department,
        line.region or "",
        actor.user,
        actor.membership,
        _quantities(kind, line.quantities),
        json.dumps([[one.type, one.id, one.sha256] for one in line.evidence]),
        corrects,
        withdrawn,
        secrets.token_bytes(SALT_BYTES),
    )


def _aware(moment: datetime) -> datetime:
    if timezone.is_naive(moment):
        raise LedgerError("a time in the ledger has a zone")
    return moment


def _quantities(kind: kinds.Kind, given: Mapping[str, Decimal]) -> str:
    unknown = [name for name in given if name not in kind.quantities]
    if unknown:
        raise LedgerError(f"{kind.code} declares no quantity {sorted(unknown)}")
    if not all(value.is_finite() for value in given.values()):
        raise LedgerError(f"a quantity of {kind.code} is no number")
    return json.dumps(
        {name: [format(value, "f"), kind.quantities[name]] for name, value in given.items()}
    )


def _insert(rows: Sequence[tuple[Any, ...]]) -> list[int]:
    if not connection.in_atomic_block:
        raise LedgerError("an entry is written in the transaction of what it records")
    # Written by hand: the ORM's own insert takes twice as long, and this is done at every step.
    statement = INSERT + ", ".join([PLACES] * len(rows)) + " RETURNING id"
    with connection.cursor() as cursor:
        cursor.execute(statement, [value for row in rows for value in row])
        return [row[0] for row in cursor.fetchall()]
