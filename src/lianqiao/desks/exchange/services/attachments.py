"""Files that explain a listing."""

from __future__ import annotations

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from lianqiao.core import files
from lianqiao.core.errors import Conflict, Invalid, NotFound, explained
from lianqiao.core.parties.actors import Actor
from lianqiao.desks.exchange import queries
from lianqiao.desks.exchange.models import Attachment

MAX_FILES = 10


@transaction.atomic
def attach(*, actor: Actor, listing: int, file: UploadedFile) -> Attachment:
    """Add a file to a listing of one's own."""
    row = queries.own_for_update(actor, listing)
    files.check(file)
    if row.attachments.count() >= MAX_FILES:
        raise Invalid(_("A listing takes %(limit)d files at most.") % {"limit": MAX_FILES})
    with explained({"attachment_once": Conflict(_("This file is attached already."))}):
        return Attachment.objects.create(listing=row, **files.described(file))


@transaction.atomic
def detach(*, actor: Actor, listing: int, attachment: int) -> None:
    """Take a file off a listing of one's own."""
    row = queries.own_for_update(actor, listing)
    found = row.attachments.filter(pk=attachment).first()
    if found is None:
        raise NotFound(_("There is no such file on this listing."))
    found.delete()
    # Only a commit makes the row's end certain; the bytes go with it, not before.
    transaction.on_commit(lambda: found.file.storage.delete(found.file.name))
