"""Who wants to hear of what: one policy, topics, or every new policy."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from lianqiao.core.errors import Invalid, NotAllowed, NotFound
from lianqiao.core.parties.actors import Actor
from lianqiao.desks.policies.models import Subscription, Topic
from lianqiao.desks.policies.queries import access


@transaction.atomic
def follow_policy(*, actor: Actor, policy: int) -> None:
    """Let the actor hear of new versions of a policy; asked for twice, it is one."""
    _require_member(actor)
    if not access.visible(actor).filter(policy=policy).exists():
        raise NotFound(_("There is no such policy, or it is not open to you."))
    Subscription.objects.get_or_create(**_who(actor), policy_id=policy)


@transaction.atomic
def leave_policy(*, actor: Actor, policy: int) -> None:
    """Let the actor hear no more of a policy."""
    _require_member(actor)
    Subscription.objects.filter(**_who(actor), policy=policy).delete()


@transaction.atomic
def follow_topic(*, actor: Actor, topic: str) -> None:
    """Let the actor hear of policies on a topic; of every new policy where it is ''."""
    _require_member(actor)
    _require_topic(topic)
    wanted = [topic] if topic else []
    row, is_new = Subscription.objects.select_for_update().get_or_create(
        **_who(actor), policy=None, defaults={"topics": wanted}
    )
    # No topic named means all: one more would narrow it.
    if not is_new and row.topics:
        row.topics = sorted({*row.topics, topic}) if topic else []
        row.save(update_fields=["topics"])


@transaction.atomic
def leave_topic(*, actor: Actor, topic: str) -> None:
    """Let the actor hear no more of a topic; of no new policy at all where it is ''."""
    _require_member(actor)
    row = Subscription.objects.select_for_update().filter(**_who(actor), policy=None).first()
    if row is None:
        return
    left = [one for one in row.topics if one != topic] if topic else []
    if left or (topic and not row.topics):
        row.topics = left
        row.save(update_fields=["topics"])
    else:
        row.delete()


def _who(actor: Actor) -> dict[str, Any]:
    return {"organization_id": actor.organization, "user_id": actor.user}


def _require_member(actor: Actor) -> None:
    if not actor.is_known or actor.is_bureau:
        raise NotAllowed(_("Sign in as a member of an enterprise to follow policies."))


def _require_topic(topic: str) -> None:
    if topic and topic not in Topic.values:
        message = _("There is no such topic; choose one of the list.")
        raise Invalid(message, {"topic": message})
