"""The documents of a claim."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from lianqiao.core import files
from lianqiao.core.errors import Conflict, Invalid, NotFound, explained
from lianqiao.core.parties.actors import Actor
from lianqiao.desks.policies.models import Claim, ClaimFile
from lianqiao.desks.policies.queries import claims as queries
from lianqiao.desks.policies.services.claims.own import require_editable

MAX_FILES = 30
OTHER = ""


@transaction.atomic
def add_file(*, actor: Actor, case: int, document: str, file: UploadedFile[Any]) -> ClaimFile:
    """Add a file for one of the documents that the measure asks for, or '' for another paper."""
    claim = queries.own_claim(actor, case)
    require_editable(claim)
    if document != OTHER and document not in _asked_for(claim):
        raise Invalid(_("The measure asks for no such document."))
    files.check(file)
    if claim.files.count() >= MAX_FILES:
        raise Invalid(_("A claim takes %(limit)d files at most.") % {"limit": MAX_FILES})
    taken = Conflict(_("This file is attached already."))
    with explained({"claim_file_once": taken}), transaction.atomic():
        return ClaimFile.objects.create(claim=claim, document=document, **files.described(file))


@transaction.atomic
def remove_file(*, actor: Actor, case: int, file: int) -> None:
    """Take a file off a claim that can still be changed."""
    claim = queries.own_claim(actor, case)
    require_editable(claim)
    found = claim.files.filter(pk=file).first()
    if found is None:
        raise NotFound(_("There is no such file."))
    found.delete()
    # Only a commit makes the row's end certain; the bytes go with it, not before.
    transaction.on_commit(lambda: found.file.storage.delete(str(found.file.name)))


def _asked_for(claim: Claim) -> set[str]:
    return {one["name"] for one in claim.measure.documents}
