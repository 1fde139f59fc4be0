"""Who may read, write and approve which versions: every other query starts from these."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from lianqiao.core.errors import NotAllowed, NotFound
from lianqiao.core.parties.actors import Actor, Role
from lianqiao.desks.policies.models import Measure, Policy, Stage, Version

OPEN = (Stage.DRAFT, Stage.SUBMITTED)
PUBLIC = (Stage.PUBLISHED, Stage.WITHDRAWN)


def answers_for(actor: Actor, office: int) -> bool:
    """Whether the actor may write and approve for an office: its bureau, or an administrator."""
    return actor.is_bureau and (actor.acts_for(office) or actor.role == Role.ADMINISTRATOR)


def editable(actor: Actor) -> QuerySet[Policy]:
    """Policies for which the actor's office answers; an administrator's are all."""
    if not actor.is_bureau:
        return Policy.objects.none()
    if actor.role == Role.ADMINISTRATOR:
        return Policy.objects.all()
    return Policy.objects.filter(office_id=actor.organization)


def visible(actor: Actor) -> QuerySet[Version]:
    """Versions that an actor may read: what was published, and drafts of his own office."""
    readable = Q(stage__in=PUBLIC)
    if actor.role == Role.ADMINISTRATOR:
        readable |= Q(stage__in=OPEN)
    elif actor.is_bureau:
        readable |= Q(stage__in=OPEN, policy__office_id=actor.organization)
    return Version.objects.filter(readable)


def version(actor: Actor, pk: int) -> Version:
    """Return one version with what its page shows, or NotFound."""
    row = (
        visible(actor)
        .select_related(
            "policy__office", "policy__replaced_by", "region", "drafted_by", "approved_by"
        )
        .prefetch_related("measures", "attachments")
        .filter(pk=pk)
        .first()
    )
    if row is None:
        raise _missing()
    return row


def policy_for_update(actor: Actor, pk: int) -> Policy:
    """Lock and return a policy that the actor may write, or NotFound."""
    row = editable(actor).select_for_update().filter(pk=pk).first()
    if row is None:
        raise _missing()
    return row


def version_for_update(actor: Actor, pk: int) -> Version:
    """Lock a version and its policy, the policy first; NotFound for what the actor can't read.

    NotAllowed where he can read it but his office does not answer for it.
    """
    found = visible(actor).filter(pk=pk).values_list("policy_id", flat=True).first()
    if found is None:
        raise _missing()
    if not editable(actor).filter(pk=found).exists():
        raise NotAllowed(_("Only the office in charge changes this policy."))
    policy = policy_for_update(actor, found)
    row = Version.objects.select_for_update().get(pk=pk)
    row.policy = policy
    return row


def measure(actor: Actor, version: int, pk: int) -> Measure:
    """Return a measure of a version that the actor may read, or NotFound."""
    row = (
        Measure.objects.filter(version__in=visible(actor), version=version, pk=pk)
        .select_related("version__policy__office")
        .first()
    )
    if row is None:
        raise NotFound(_("There is no such measure, or it is not open to you."))
    return row


def _missing() -> NotFound:
    return NotFound(_("There is no such policy, or it is not open to you."))
