"""Results of a project: subjects of the ledger that its host or a partner has a part in."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from lianqiao.core.errors import Conflict, Invalid, NotAllowed, NotFound, explained
from lianqiao.core.ledger import services as ledger
from lianqiao.core.parties.actors import Actor
from lianqiao.desks.programs.grants.models import Output, Project
from lianqiao.desks.programs.grants.queries.outputs import Subject, proof_of
from lianqiao.desks.programs.grants.services.writing import checked_text, locked, tell

LONGEST_TITLE = 200


@transaction.atomic
def link(pk: int, subject: Subject, title: str, *, actor: Actor) -> Output:
    """Name something that came of a project; its host does, under its own word.

    Invalid where the ledger knows no entry of it with the host or a partner, Conflict if linked.
    """
    row = locked(pk)
    _require_host(actor, row)
    plain = checked_text(title, "title", LONGEST_TITLE)
    proof = proof_of(row, subject)
    if proof is None:
        message = _("The ledger knows nothing of this that the host or a partner had a part in.")
        raise Invalid(message, {"address": message})
    taken = Conflict(_("This is linked already."))
    with explained({"output_once": taken}), transaction.atomic():
        return Output.objects.create(
            project=row,
            title=plain,
            kind=proof.kind,
            subject_type=subject.type,
            subject_id=subject.id,
            proof=proof.pk,
            entry=tell(row, "output", actor=actor),
        )


@transaction.atomic
def unlink(output: int, *, actor: Actor) -> None:
    """Take a link away again; the ledger keeps that it was withdrawn."""
    found = Output.objects.filter(pk=output).first()
    if found is None:
        raise NotFound(_("There is no such output."))
    _require_host(actor, locked(found.project_id))
    ledger.correct(found.entry, actor=actor, withdrawn=True)
    found.delete()


def _require_host(actor: Actor, row: Project) -> None:
    if not actor.acts_for(row.host_id):
        raise NotAllowed(_("Only the host of a project names what came of it."))
