"""Files of a filing: put in, taken off, and let pass by the scanner for viruses."""

from __future__ import annotations

from datetime import date
from pathlib import PurePath
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lianqiao.core import files, scans
from lianqiao.core.cases.documents import fields as f
from lianqiao.core.cases.models import Attachment, Filing, Snapshot
from lianqiao.core.cases.queries import filing as queries
from lianqiao.core.cases.services.applying import write
from lianqiao.core.cases.services.saving import locked
from lianqiao.core.errors import Conflict, Invalid, NotFound, TooLarge
from lianqiao.core.parties.actors import Actor

MEGABYTE = 1024 * 1024


@transaction.atomic
def attach(
    *,
    actor: Actor,
    filing: int,
    field: str,
    file: UploadedFile[Any],
    page: str = "",
    today: date | None = None,
) -> Attachment:
    """Put a file into a field. Invalid or TooLarge for one that the field does not take.

    A scanner that finds a virus refuses it; one that needs time keeps it closed until then.
    """
    row = locked(actor, filing)
    one = _open_field(row, field, today or timezone.localdate())
    _check(one, file)
    kept = row.buffer.get(field) or []
    if len(kept) >= one.most:
        raise Invalid(_("At most %(most)d files; take one off first.") % {"most": one.most})
    described = files.described(file)
    made = row.attachments.filter(field=field, sha256=described["sha256"]).first()
    if made and made.pk in kept:
        raise Conflict(_("This file is attached already."))
    made = made or _made(row, field, described, actor)
    write(row, {field: [*kept, made.pk]}, actor, {field: page})
    return made


@transaction.atomic
def detach(
    *, actor: Actor, filing: int, attachment: int, page: str = "", today: date | None = None
) -> None:
    """Take a file off. The bytes go with it, unless it was submitted before."""
    row = locked(actor, filing)
    found = row.attachments.filter(pk=attachment).first()
    kept = row.buffer.get(found.field) or [] if found else []
    if found is None or found.pk not in kept:
        raise NotFound(_("There is no such file."))
    _open_field(row, found.field, today or timezone.localdate())
    rest = [pk for pk in kept if pk != found.pk]
    write(row, {found.field: rest or None}, actor, {found.field: page})
    if not _is_submitted(row, found):
        found.delete()
        # Only a commit makes the row's end certain; the bytes go with it, not before.
        transaction.on_commit(lambda: found.file.storage.delete(str(found.file.name)))


@transaction.atomic
def rescan(filing: Filing) -> list[Attachment]:
    """Ask the scanner again about files that wait for it; return those that may not pass yet."""
    closed = []
    for one in filing.attachments.exclude(scan__in=[Attachment.Scan.NONE, Attachment.Scan.CLEAN]):
        if one.scan == Attachment.Scan.PENDING:
            with one.file.open() as opened:
                one.scan = scans.scan(opened, one.sha256)
            one.save(update_fields=["scan"])
        if not one.is_open:
            closed.append(one)
    return closed


def _open_field(row: Filing, key: str, today: date) -> f.FileField:
    open_ = queries.access(row, today)
    one = open_.form.fields.get(key)
    if not isinstance(one, f.FileField):
        raise Invalid(_("This field takes no files."))
    if key not in open_.fields:
        raise Conflict(open_.why or _("Only the fields named in the request may be changed."))
    return one


def _check(one: f.FileField, file: UploadedFile[Any]) -> None:
    files.check(file)
    if (file.size or 0) > one.largest_mb * MEGABYTE:
        raise TooLarge(_("The file is larger than %(limit)d MB.") % {"limit": one.largest_mb})
    if not file.size:
        raise Invalid(_("The file is empty."))
    suffix = PurePath(file.name or "").suffix.lower()
    if one.endings and suffix not in {_with_dot(ending) for ending in one.endings}:
        said = {"endings": ", ".join(one.endings)}
        raise Invalid(_("Only files of these kinds are taken here: %(endings)s.") % said)


def _with_dot(ending: str) -> str:
    return "." + ending.lower().lstrip(".")


def _made(row: Filing, field: str, described: dict[str, Any], actor: Actor) -> Attachment:
    verdict = scans.scan(described["file"], described["sha256"])
    if verdict == scans.Verdict.BAD:
        raise Invalid(_("The scanner for viruses refuses this file."))
    return Attachment.objects.create(
        filing=row, field=field, scan=verdict.value, added_by_id=actor.user, **described
    )


def _is_submitted(row: Filing, found: Attachment) -> bool:
    snapshots = Snapshot.objects.filter(filing=row)
    return any(found.pk in (one.values.get(found.field) or []) for one in snapshots)
