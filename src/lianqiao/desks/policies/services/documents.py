"""Files that belong to a version of a policy."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from lianqiao.core import files
from lianqiao.core.errors import Conflict, Invalid, NotFound, explained
from lianqiao.core.parties.actors import Actor
from lianqiao.desks.policies.models import Attachment
from lianqiao.desks.policies.services import opened

MAX_FILES = 20


@transaction.atomic
def attach(*, actor: Actor, version: int, file: UploadedFile[Any]) -> Attachment:
    """Add a file to a draft."""
    row = opened.open_draft(actor, version)
    files.check(file)
    if row.attachments.count() >= MAX_FILES:
        raise Invalid(_("A policy takes %(limit)d files at most.") % {"limit": MAX_FILES})
    once = Conflict(_("This file is attached already."))
    with explained({"policy_attachment_once": once}), transaction.atomic():
        return Attachment.objects.create(version=row, **files.described(file))


@transaction.atomic
def detach(*, actor: Actor, version: int, attachment: int) -> None:
    """Take a file off a draft."""
    row = opened.open_draft(actor, version)
    found = row.attachments.filter(pk=attachment).first()
    if found is None:
        raise NotFound(_("There is no such file on this policy."))
    found.delete()
    # Only a commit makes the row's end certain; the bytes go with it, not before.
    transaction.on_commit(lambda: found.file.storage.delete(found.file.name))
