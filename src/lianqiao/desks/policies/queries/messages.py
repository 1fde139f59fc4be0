"""What an organization was told of, and what a person follows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import F, QuerySet
from django.db.models.lookups import IsNull

from lianqiao.core.parties.actors import Actor
from lianqiao.desks.policies.models import Message, Subscription, Topic, Version
from lianqiao.desks.policies.queries.reading import current_of


@dataclass(frozen=True, slots=True)
class Followed:
    """What a person follows for an organization: policies, topics, or every new policy."""

    policies: Sequence[Version]
    topics: Sequence[Topic]
    everything: bool


def inbox(actor: Actor) -> QuerySet[Message]:
    """Return what the actor's organization was told, the unread and then the newest first."""
    if not actor.is_known or actor.is_bureau:
        return Message.objects.none()
    rows = Message.objects.filter(organization=actor.organization).select_related("version__policy")
    rows = rows.defer("version__text", "version__terms")
    return rows.order_by(IsNull(F("read_at"), True).desc(), "-at", "-pk")


def unread(actor: Actor) -> int:
    """Return how many messages the actor's organization has not read; one query at most."""
    if not actor.is_known or actor.is_bureau:
        return 0
    return Message.objects.filter(organization=actor.organization, read_at=None).count()


def followed(actor: Actor) -> Followed:
    """Return what the actor follows for the organization; two queries."""
    rows = list(_subscriptions(actor))
    by_topic = next((row for row in rows if row.policy_id is None), None)
    policies = current_of([row.policy_id for row in rows if row.policy_id])
    topics = [Topic(code) for code in by_topic.topics] if by_topic else []
    return Followed(
        policies=sorted(policies.values(), key=lambda row: row.title),
        topics=topics,
        everything=by_topic is not None and not topics,
    )


def follows_policy(actor: Actor, policy: int) -> bool:
    """Whether the actor hears of new versions of a policy."""
    return _subscriptions(actor).filter(policy=policy).exists()


def follows_topic(actor: Actor, topic: str) -> bool:
    """Whether the actor hears of policies on a topic."""
    row = _subscriptions(actor).filter(policy=None).first()
    return row is not None and (not row.topics or topic in row.topics)


def _subscriptions(actor: Actor) -> QuerySet[Subscription]:
    if not actor.is_known or actor.is_bureau:
        return Subscription.objects.none()
    rows = Subscription.objects.filter(organization=actor.organization, user=actor.user)
    return rows.order_by("pk")
