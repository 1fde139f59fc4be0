"""Writing a policy: drafts of its versions, and what becomes of them."""

from __future__ import annotations

from datetime import datetime

from django.db import connection, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from lianqiao.core.errors import Conflict, Invalid, NotAllowed, explained
from lianqiao.core.parties.actors import Actor, Role
from lianqiao.core.parties.models import Organization, Region
from lianqiao.desks.policies.drafts import PolicyDraft, draft_of
from lianqiao.desks.policies.models import Policy, Version
from lianqiao.desks.policies.queries import access
from lianqiao.desks.policies.services import measures, opened


@transaction.atomic
def save_draft(
    *,
    actor: Actor,
    draft: PolicyDraft,
    policy: int | None = None,
    version: int | None = None,
    changed_at: datetime | None = None,
    code: str = "",
    office: int | None = None,
    is_invented: bool = False,
) -> Version:
    """Write a draft: of a new policy, of a policy's next version, or over the draft `version`.

    `changed_at` is when the writer's copy was saved: a Conflict rises if somebody saved since,
    and nothing is overwritten. `code` and `office` count for a new policy only. Rules that the
    language refuses rise as Invalid with the fields `measures.0.condition`.
    """
    if version is not None:
        row = opened.open_draft(actor, version, changed_at)
    elif policy is not None:
        row = _next(access.policy_for_update(actor, policy))
    else:
        row = _next(_new_policy(actor, code, office, is_invented))
    _refuse_unknown(actor, draft)
    for name, value in draft.columns().items():
        setattr(row, name, value)
    with explained(opened.refusals()), transaction.atomic():
        row.save()
        if draft.measures is not None:
            measures.replace(row, draft.measures)
    opened.touch(row, actor)
    return row


@transaction.atomic
def new_version(*, actor: Actor, policy: int) -> Version:
    """Begin the next version as a copy of the newest published one; its days are left open."""
    row = access.policy_for_update(actor, policy)
    newest = row.versions.filter(stage__in=access.PUBLIC).order_by("-number").first()
    if newest is None:
        raise Conflict(_("This policy has not been published yet; change its draft."))
    copied = _next(row)
    draft = draft_of(newest)
    for name, value in draft.columns().items():
        setattr(copied, name, value)
    copied.published_on = copied.valid_from = copied.valid_to = copied.replaces_id = None
    copied.save()
    measures.replace(copied, draft.measures or ())
    opened.touch(copied, actor)
    return copied


@transaction.atomic
def discard(*, actor: Actor, version: int) -> None:
    """Throw a draft away, and its policy with it if nothing else was written of it."""
    row = opened.open_draft(actor, version)
    policy = row.policy
    files = list(row.attachments.all())
    row.delete()
    if not policy.versions.exists():
        policy.delete()
    transaction.on_commit(lambda: [one.file.storage.delete(one.file.name) for one in files])


def _new_policy(actor: Actor, code: str, office: int | None, is_invented: bool) -> Policy:
    if not actor.is_bureau:
        raise NotAllowed(_("Only a bureau publishes policies."))
    if office not in {None, actor.organization} and actor.role != Role.ADMINISTRATOR:
        raise NotAllowed(_("You can write for your own office only."))
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('policies_policy', 'id'))")
        number = cursor.fetchone()[0]
    taken = _("There is a policy with the code “%(code)s” already.") % {"code": code}
    with (
        explained({"policies_policy_code_key": Conflict(taken)}),
        transaction.atomic(),
    ):
        return Policy.objects.create(
            pk=number,
            code=code or f"p{number}",
            office_id=office or actor.organization,
            is_invented=is_invented,
        )


def _next(policy: Policy) -> Version:
    """Return the next version of a locked policy, not saved yet; one at a time is written."""
    if policy.versions.filter(stage__in=access.OPEN).exists():
        raise Conflict(_("A new version of this policy is being written already; go on with it."))
    last = policy.versions.aggregate(last=Max("number"))["last"] or 0
    return Version(policy=policy, number=last + 1)


def _refuse_unknown(actor: Actor, draft: PolicyDraft) -> None:
    if draft.region and not Region.objects.filter(pk=draft.region).exists():
        message = _("No list has the code “%(code)s”.") % {"code": draft.region}
        raise Invalid(message, {"region": message})
    kinds = set(Organization.Kind.values)
    if unknown := [one for one in draft.audience if one not in kinds]:
        message = _("No list has the code “%(code)s”.") % {"code": unknown[0]}
        raise Invalid(message, {"audience": message})
    if draft.replaces and not access.editable(actor).filter(pk=draft.replaces).exists():
        message = _("Your office answers for no such policy; it can't be replaced here.")
        raise Invalid(message, {"replaces": message})
