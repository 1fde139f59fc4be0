"""A photo or document that should never have been published is withdrawn."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from lianqiao.core.errors import Conflict, NotAllowed, NotFound, explained
from lianqiao.core.ledger import services as ledger
from lianqiao.core.ledger.services import Evidence
from lianqiao.core.parties.actors import Actor
from lianqiao.desks.reports.commitments import kinds
from lianqiao.desks.reports.commitments.models import Attachment, Takedown
from lianqiao.desks.reports.commitments.queries.seeing import may_withdraw
from lianqiao.desks.reports.commitments.services.checking import require_said
from lianqiao.desks.reports.commitments.services.declaring import locked

LONGEST = 1000


@transaction.atomic
def withdraw_file(pk: int, *, actor: Actor, reason: str) -> Takedown:
    """Withdraw a file from all entries of its promise; fingerprint, reason and ledger entry stay.

    The file itself goes once this is committed: a job of the same transaction removes it, so that
    nothing is forgotten where the process dies. NotAllowed for who attached it and leads no team,
    NotFound for another department's, Conflict where it is withdrawn already.
    """
    require_said([reason], "reason", LONGEST)
    file = Attachment.objects.filter(pk=pk).select_related("progress__commitment").first()
    if file is None:
        raise NotFound(_("There is no such file."))
    row = locked(file.progress.commitment_id, actor)
    if not may_withdraw(file.progress, actor):
        raise NotAllowed(
            _("A second person of the department or a team lead withdraws what one has published.")
        )
    entry = ledger.record(
        kinds.FILE_WITHDRAWN,
        subject=row.pk,
        actor=actor,
        organization=row.department_id,
        evidence=[Evidence(kinds.PROGRESS, file.progress_id, file.sha256)],
    )
    gone = Conflict(_("This file has been withdrawn already."))
    with explained({"commitment_takedown_once": gone}), transaction.atomic():
        made = Takedown.objects.create(
            commitment=row,
            sha256=file.sha256,
            reason=reason.strip(),
            made_by=actor.user or 0,
            entry=entry,
        )
    _remove_soon(made)
    return made


def _remove_soon(made: Takedown) -> None:
    rows = Attachment.objects.filter(progress__commitment=made.commitment_id, sha256=made.sha256)
    app.configure_task("commitments.remove_files").defer(
        names=sorted(set(rows.values_list("file", flat=True)))
    )


def remove(names: Sequence[str]) -> None:
    """Remove withdrawn files from where files are kept; one that is gone already is no matter."""
    for name in names:
        default_storage.delete(name)
