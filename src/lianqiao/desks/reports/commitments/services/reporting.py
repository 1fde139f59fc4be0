"""A department reports how far a promise has come; what was wrong is restated, never changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lianqiao.core.errors import Conflict, Invalid, NotFound, explained
from lianqiao.core.ledger import services as ledger
from lianqiao.core.ledger.services import Evidence
from lianqiao.core.parties.actors import Actor
from lianqiao.desks.reports.commitments import kinds, pictures
from lianqiao.desks.reports.commitments.models import (
    Attachment,
    Commitment,
    Place,
    Progress,
    Stage,
    Takedown,
    files_and_takedowns,
)
from lianqiao.desks.reports.commitments.models.progress import CHINA
from lianqiao.desks.reports.commitments.services.checking import fits, require_said
from lianqiao.desks.reports.commitments.services.declaring import locked, require_stage
from lianqiao.desks.reports.commitments.services.settling import settle
from lianqiao.desks.reports.commitments.writing import plain

LONGEST = {"location": 200, "note": 2000}
MOST_FILES = 6
POSITION_PLACES = Decimal("0.000001")


@dataclass(frozen=True, slots=True)
class Reached:
    """What is reported: how much was added on a day, where, and what shows it.

    `place` is the key of one of the promise's places; longitude and latitude are in degrees, both
    or neither.
    """

    amount: Decimal
    on: date
    place: int | None = None
    location: str = ""
    longitude: Decimal | None = None
    latitude: Decimal | None = None
    note: str = ""
    files: Sequence[UploadedFile[Any]] = field(default_factory=tuple)


@transaction.atomic
def report(pk: int, reached: Reached, *, actor: Actor) -> Progress:
    """Add an entry to a published promise. NotFound for another department's, Invalid by field."""
    row = locked(pk, actor)
    require_stage(row, Stage.PUBLISHED)
    return _add(row, reached, actor)


@transaction.atomic
def report_many(items: Iterable[tuple[int, Reached]], *, actor: Actor) -> int:
    """Add many entries, all or none; return how many."""
    # In the order of the promises, so that two lists at once cannot wait for each other.
    ordered = sorted(items, key=lambda item: item[0])
    return len([report(pk, reached, actor=actor) for pk, reached in ordered])


@transaction.atomic
def correct(entry: int, reached: Reached, *, actor: Actor, reason: str) -> Progress:
    """Restate a wrong entry in full; it stays and is marked. Without new files it keeps its own."""
    require_said([reason], "reason", LONGEST["note"])
    row, wrong = _correctable(entry, actor)
    return _add(row, reached, actor, corrects=wrong, reason=reason)


@transaction.atomic
def withdraw(entry: int, *, actor: Actor, reason: str) -> Progress:
    """Say that an entry should not have been made; it stays and is marked."""
    require_said([reason], "reason", LONGEST["note"])
    row, wrong = _correctable(entry, actor)
    number = ledger.correct(wrong.entry, actor=actor, withdrawn=True)
    values = {name: getattr(wrong, name) for name in ("place", "amount", "on")}
    made = _insert(row, actor, number, corrects=wrong, note=reason, withdrawn=True, **values)
    settle(row.pk, actor)
    return made


def _correctable(entry: int, actor: Actor) -> tuple[Commitment, Progress]:
    found = Progress.objects.filter(pk=entry).first()
    if found is None:
        raise NotFound(_("There is no such entry."))
    row = locked(found.commitment_id, actor)
    if found.withdrawn or Progress.objects.filter(corrects=found).exists():
        raise _corrected()
    return row, found


def _corrected() -> Conflict:
    return Conflict(_("This entry has been corrected already; correct its correction."))


def _add(
    row: Commitment,
    reached: Reached,
    actor: Actor,
    *,
    corrects: Progress | None = None,
    reason: str = "",
) -> Progress:
    place = _checked(row, reached)
    pk, kept = _next_key(), [pictures.taken_in(file) for file in reached.files]
    if corrects and not kept:
        files = files_and_takedowns().filter(progress=corrects, gone_at=None)
        kept = [_again(one) for one in files]
    evidence = [Evidence(kinds.PROGRESS, pk, one["sha256"]) for one in kept]
    values: dict[str, Any] = {
        "quantities": {"progress": plain(reached.amount)},
        "region": place.region_id if place else settings.CITY,
        "evidence": evidence,
    }
    if corrects:
        moment = noon(reached.on)
        number = ledger.correct(corrects.entry, actor=actor, happened_at=moment, **values)
    else:
        values |= {"organization": row.department_id, "at": noon(reached.on)}
        number = ledger.record(kinds.PROGRESSED, subject=row.pk, actor=actor, **values)
    names = ("amount", "on", "location", "longitude", "latitude")
    given = {name: getattr(reached, name) for name in names}
    note = "\n".join(text.strip() for text in (reason, reached.note) if text.strip())
    made = _insert(
        row, actor, number, pk=pk, place=place, corrects=corrects, note=note[:2000], **given
    )
    _attach(made, kept)
    settle(row.pk, actor)
    return made


def _insert(row: Commitment, actor: Actor, number: int, **values: Any) -> Progress:
    with explained({"commitments_progress_corrects_key": _corrected()}), transaction.atomic():
        return Progress.objects.create(
            commitment=row, author=actor.user or 0, entry=number, **values
        )


def _attach(made: Progress, kept: list[dict[str, Any]]) -> None:
    known = {one["sha256"] for one in kept}
    if Takedown.objects.filter(commitment=made.commitment_id, sha256__in=known).exists():
        gone = _("This file was withdrawn from here; it does not come back.")
        raise Invalid(gone, {"photo": gone})
    twice = _("The same file is attached twice.")
    with explained({"progress_file_once": Invalid(twice, {"photo": twice})}), transaction.atomic():
        for one in kept:
            Attachment.objects.create(progress=made, **one)


def _again(one: Attachment) -> dict[str, Any]:
    return {name: getattr(one, name) for name in ("file", "name", "size", "sha256", "media")}


def _next_key() -> int:
    """Return the key of the entry to come: its ledger entry names it before it is there."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id'))", ["commitments_progress"])
        return int(cursor.fetchone()[0])


def noon(day: date) -> datetime:
    """Return a day's noon, or now while it is not noon yet."""
    return min(timezone.make_aware(datetime.combine(day, time(12))), timezone.now())


def _checked(row: Commitment, reached: Reached) -> Place | None:
    """Return the place that is meant. Invalid with all that is wrong, by field."""
    wrong = wrong_in(row, reached)
    place = None
    if reached.place is not None:
        place = row.places.filter(pk=reached.place, dropped_by=None).first()
        if place is None:
            wrong["place"] = _("Choose one of the commitment's places.")
    if wrong:
        raise Invalid(_("The entry cannot be taken like this."), wrong)
    return place


def wrong_in(row: Commitment, reached: Reached) -> dict[str, str]:
    """Return what is wrong in an entry, by field; its place is not looked at."""
    wrong = {
        name: _("At most %(most)d characters.") % {"most": longest}
        for name, longest in LONGEST.items()
        if len(getattr(reached, name)) > longest or "\0" in getattr(reached, name)
    }
    if not fits(reached.amount) or reached.amount < 0:
        wrong["amount"] = _("A number of at least 0 with at most 4 decimal places.")
    if not row.begins_on <= reached.on <= timezone.localdate():
        said = _("A day from %(first)s to today.")
        wrong["on"] = said % {"first": row.begins_on.isoformat()}
    if len(reached.files) > MOST_FILES:
        wrong["photo"] = _("At most %(most)d files.") % {"most": MOST_FILES}
    if not _is_position(reached):
        wrong["longitude"] = _("Give longitude and latitude in degrees, both or neither.")
    return wrong


def _is_position(reached: Reached) -> bool:
    given = {"longitude": reached.longitude, "latitude": reached.latitude}
    if set(given.values()) == {None}:
        return True
    return all(
        value is not None
        and value.is_finite()
        and CHINA[name][0] <= value <= CHINA[name][1]
        and value == value.quantize(POSITION_PLACES)
        for name, value in given.items()
    )
