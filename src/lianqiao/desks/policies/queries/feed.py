"""What was published, for the systems of others: page by page, from where one has read on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from lianqiao.core.errors import Invalid
from lianqiao.desks.policies.models import Version
from lianqiao.desks.policies.queries.access import PUBLIC

OVERLAP = timedelta(minutes=1)
"""What commits late bears an earlier time: who asks again asks from a little before."""


@dataclass(frozen=True, slots=True)
class Feed:
    """A page of versions, oldest change first; `after` leads to the next, if there is one.

    `until` is where to ask from next time.
    """

    versions: Sequence[Version]
    after: str | None
    until: datetime


def feed(*, since: datetime | None, after: str, limit: int) -> Feed:
    """Return published and withdrawn versions changed since a moment; two queries."""
    until = timezone.now() - OVERLAP
    rows = _changed(since, after)[: limit + 1]
    found = list(rows)
    page = found[:limit]
    return Feed(page, _cursor(page[-1]) if len(found) > limit else None, until)


def _changed(since: datetime | None, after: str) -> QuerySet[Version]:
    rows = (
        Version.objects.filter(stage__in=PUBLIC)
        .select_related("policy__office")
        .prefetch_related("measures")
        .defer("text", "terms")
        .order_by("changed_at", "pk")
    )
    if since:
        rows = rows.filter(changed_at__gte=_moment(since))
    if after:
        at, pk = _place(after)
        rows = rows.filter(Q(changed_at__gt=at) | Q(changed_at=at, pk__gt=pk))
    return rows


def _cursor(row: Version) -> str:
    return f"{row.changed_at.isoformat()}_{row.pk}"


def _place(after: str) -> tuple[datetime, int]:
    at, _sep, number = after.rpartition("_")
    try:
        moment, pk = datetime.fromisoformat(at), int(number)
        is_sound = timezone.is_aware(moment) and 0 < pk < 2**63
    except ValueError:
        is_sound = False
    if not is_sound:
        message = _("Take this from `after` of the page before, unchanged.")
        raise Invalid(message, {"after": message})
    return _moment(moment), pk


def _moment(given: datetime) -> datetime:
    """Return a moment in UTC: PostgreSQL does not read every zone that one can write."""
    try:
        return given.astimezone(UTC)
    except OverflowError as error:
        raise Invalid(_("There is no such moment.")) from error
