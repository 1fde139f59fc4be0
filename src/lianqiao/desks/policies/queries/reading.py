"""What stands on the page of one policy beside its text."""

from __future__ import annotations

from django.db.models import Q, QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from lianqiao.core.errors import NotFound
from lianqiao.core.parties.actors import Actor
from lianqiao.desks.policies.models import Policy, Version, Views
from lianqiao.desks.policies.queries.access import OPEN, PUBLIC, version, visible
from lianqiao.desks.policies.queries.policies import current

OTHERS_SHOWN = 6


def current_version(actor: Actor, policy: int) -> Version:
    """Return the version of a policy that its page shows; a draft if nothing was published."""
    today = timezone.localdate()
    pk = current(today).filter(policy=policy).values_list("pk", flat=True).first()
    if pk is None:
        rows = visible(actor).filter(policy=policy).order_by("-number")
        pk = rows.values_list("pk", flat=True).first()
    if pk is None:
        raise NotFound(_("There is no such policy, or it is not open to you."))
    return version(actor, pk)


def versions_of(actor: Actor, policy: int) -> QuerySet[Version]:
    """All versions of a policy that the actor may read, the newest first."""
    return visible(actor).filter(policy=policy).defer("text", "terms").order_by("-number")


def before(row: Version) -> Version | None:
    """Return the published version that came before this one."""
    earlier = row.policy.versions.filter(stage__in=PUBLIC, number__lt=row.number)
    return earlier.order_by("-number").first()


def current_of(policies: list[int]) -> dict[int, Version]:
    """Return the current version of each of some policies."""
    rows = current(timezone.localdate()).filter(policy__in=policies)
    return {row.policy_id: row for row in rows.defer("text", "terms")}


def replaced(policy: Policy) -> list[Version]:
    """Return what this policy took the place of."""
    keys = list(policy.replaces.values_list("pk", flat=True))
    return list(current_of(keys).values())


def on_the_same_topic(row: Version) -> list[Version]:
    """Return other policies in force on a topic, the widest level first: none hides another."""
    today = timezone.localdate()
    rows = (
        current(today)
        .filter(valid_from__lte=today, topics__overlap=row.topics)
        .filter(Q(valid_to__isnull=True) | Q(valid_to__gte=today))
        .exclude(policy=row.policy_id)
    )
    return list(rows.defer("text", "terms").order_by("-published_on", "-pk")[:OTHERS_SHOWN])


def views_of(policy: int) -> int:
    """Return how often a policy was looked at."""
    return Views.objects.filter(policy=policy).aggregate(sum=Sum("count"))["sum"] or 0


def open_version(policy: int) -> Version | None:
    """Return the version of a policy that is being written, if there is one."""
    return Version.objects.filter(policy=policy, stage__in=OPEN).defer("text", "terms").first()
