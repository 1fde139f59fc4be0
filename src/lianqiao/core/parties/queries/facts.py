"""Facts and titles of an organization, as known at a moment."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import QuerySet
from django.utils import timezone

from lianqiao.core.parties.models import Fact, Title


def facts_of(
    organization: int, *, on: date | None = None, known_at: datetime | None = None
) -> QuerySet[Fact]:
    """Return what was known of an organization at a moment (now, if not given).

    One fact for each name and period: the one known last. With `on`, only periods that have
    ended by that day or hold it.
    """
    facts = Fact.objects.filter(organization=organization, known_at__lte=known_at or timezone.now())
    if on is not None:
        facts = facts.filter(period_from__lte=on)
    period = ("definition_id", "period_from", "period_to")
    return facts.order_by(*period, "-known_at").distinct(*period).select_related("definition")


def titles_of(organization: int, *, on: date | None = None) -> QuerySet[Title]:
    """Return an organization's titles, with `on` those valid that day."""
    titles = Title.objects.filter(organization=organization).select_related("kind")
    if on is not None:
        titles = titles.filter(valid_from__lte=on, valid_to__gte=on)
    return titles.order_by("-valid_from", "pk")
