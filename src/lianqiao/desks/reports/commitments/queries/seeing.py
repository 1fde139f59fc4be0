"""Who may see and do what with which commitments."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from lianqiao.core.errors import NotFound
from lianqiao.core.parties.actors import Actor, Role
from lianqiao.core.parties.models import Organization
from lianqiao.desks.reports.commitments.models import (
    Attachment,
    Commitment,
    Progress,
    Stage,
    files_and_takedowns,
)


def seen_by(actor: Actor) -> QuerySet[Commitment]:
    """Return what is published; for a department also what it is writing."""
    rows = Commitment.objects.select_related("department")
    if actor.role == Role.ADMINISTRATOR:
        return rows
    open_to = Q(stage=Stage.PUBLISHED)
    if actor.is_bureau:
        open_to |= Q(department=actor.organization)
    return rows.filter(open_to)


def waiting(actor: Actor) -> QuerySet[Commitment]:
    """Return what the actor's department is writing or has to approve."""
    rows = seen_by(actor).exclude(stage=Stage.PUBLISHED)
    return rows.order_by("-year", "department__pinyin", "number")


def commitment_for(actor: Actor, pk: int) -> Commitment:
    """Return one commitment. NotFound where there is none for this actor."""
    row = seen_by(actor).filter(pk=pk).first()
    if row is None:
        raise NotFound(_("There is no such commitment, or it is not open to you."))
    return row


def entry_for(actor: Actor, pk: int) -> Progress:
    """Return an entry. NotFound where there is none for this actor."""
    rows = Progress.objects.select_related("commitment__department", "place")
    row = rows.filter(pk=pk, commitment__in=seen_by(actor).values("pk")).first()
    if row is None:
        raise NotFound(_("There is no such entry."))
    return row


def own_entry(actor: Actor, pk: int) -> Progress:
    """Return an entry that the actor may correct. NotFound for everybody else."""
    row = entry_for(actor, pk)
    if not answers_for(row.commitment, actor):
        raise NotFound(_("There is no such entry."))
    return row


def file_for(actor: Actor, pk: int) -> Attachment:
    """Return a photo or document. NotFound where there is none for this actor, or no more."""
    seen = seen_by(actor).values("pk")
    row = files_and_takedowns().filter(pk=pk, progress__commitment__in=seen).first()
    if row is None:
        raise NotFound(_("There is no such file."))
    if row.gone_at is not None:
        raise NotFound(_("This file was withdrawn; its page says why."))
    return row


def own_file(actor: Actor, pk: int) -> Attachment:
    """Return a file that the actor may withdraw. NotFound for everybody else."""
    row = file_for(actor, pk)
    if not may_withdraw(row.progress, actor):
        raise NotFound(_("There is no such file."))
    return row


def answers_for(row: Commitment, actor: Actor) -> bool:
    """Its own department's people act on a commitment, an administrator on every one."""
    own = actor.is_bureau and actor.acts_for(row.department_id)
    return own or actor.role == Role.ADMINISTRATOR


def may_write(row: Commitment, actor: Actor) -> bool:
    """Whether this actor may change it now."""
    return answers_for(row, actor) and row.stage == Stage.DRAFT


def may_publish(row: Commitment, actor: Actor) -> bool:
    """A team lead who has not written it publishes what was submitted."""
    decides = actor.leads and answers_for(row, actor)
    return decides and row.stage == Stage.SUBMITTED and row.author != actor.user


def may_report(row: Commitment, actor: Actor) -> bool:
    """Whether this actor may say how far it has come."""
    return answers_for(row, actor) and row.is_published


def may_withdraw(entry: Progress, actor: Actor) -> bool:
    """Whether this actor may withdraw the files of an entry: a second person, or a team lead."""
    second = actor.leads or actor.user != entry.author
    return second and may_report(entry.commitment, actor)


def withdrawable(entries: Iterable[Progress], actor: Actor) -> set[int]:
    """Return of which entries this actor may withdraw the files, by their keys."""
    return {row.pk for row in entries if may_withdraw(row, actor)}


def may_amend(row: Commitment, actor: Actor) -> bool:
    """Whether this actor may change it although it is published."""
    return actor.leads and may_report(row, actor)


def departments() -> QuerySet[Organization]:
    """Return the departments that have promised something."""
    named = Commitment.objects.filter(stage=Stage.PUBLISHED).values("department")
    return Organization.objects.filter(pk__in=named)


def require_bureau(actor: Actor) -> None:
    """Raise NotFound for everybody else."""
    if not actor.is_bureau:
        raise NotFound(_("There is no such page."))
