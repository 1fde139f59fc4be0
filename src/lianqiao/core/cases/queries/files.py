"""Who may fetch an attached file."""

from __future__ import annotations

from django.utils.translation import gettext as _

from lianqiao.core.cases.models import Attachment
from lianqiao.core.cases.rights import works_on
from lianqiao.core.errors import NotFound
from lianqiao.core.parties.actors import Actor


def file_for(actor: Actor, filing: int, pk: int) -> Attachment:
    """Return a file of a filing: to its applicant, and to the office once it was submitted."""
    rows = Attachment.objects.select_related("filing__case")
    row = rows.filter(pk=pk, filing=filing).first()
    if row is None or not (actor.acts_for(row.filing.case.organization_id) or _is_read(actor, row)):
        raise NotFound(_("There is no such file."))
    return row


def _is_read(actor: Actor, row: Attachment) -> bool:
    """Officers read what was submitted, never what lies in the buffer alone."""
    return works_on(actor, row.filing.case) and any(
        row.pk in (one.values.get(row.field) or []) for one in row.filing.snapshots.all()
    )
