"""What the dashboard of the policies desk counts: for everybody, and more for offices.

Of money the public reads sums of at least `FEWEST` enterprises: smaller groups are put together,
so that nobody learns what one enterprise got. Offices read all, each with its list.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Q, QuerySet, Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from lianqiao.core.parties.actors import Actor
from lianqiao.core.parties.models import Organization
from lianqiao.desks.policies.models import Claim, Measure, Version, Views
from lianqiao.desks.policies.queries import paid, queue, unclaimed
from lianqiao.desks.policies.queries.paid import Duration, Group, Selection
from lianqiao.desks.policies.queries.policies import NOW, current
from lianqiao.desks.policies.queries.reading import current_of

FEWEST = 5
MOST_SHOWN = 10

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Dashboard:
    """All that the dashboard shows of one year; `unclaimed` is None for who may not see it."""

    year: int
    policies: int
    measures: int
    views: int
    handed_in: int
    paid: Group | None
    applied: Duration
    direct: Duration
    by_office: Sequence[Row]
    most_viewed: Sequence[Row]
    claims: Sequence[Row]
    by_policy: Sequence[Group]
    by_region: Sequence[Group]
    by_industry: Sequence[Group]
    by_size: Sequence[Group]
    unclaimed: Mapping[str, int] | None
    unclaimed_by_measure: Sequence[Row]


def dashboard(actor: Actor, year: int) -> Dashboard:
    """Count everything of a year for who asks; a fixed number of queries."""
    today, money = timezone.localdate(), Selection(year)
    in_force = _in_force(today)
    offices = _offices(in_force)
    applied, direct = (_told(actor, one) for one in paid.durations(year))
    return Dashboard(
        year=year,
        policies=sum(row["count"] for row in offices),
        measures=Measure.objects.filter(version__in=in_force.values("pk")).count(),
        views=_views(year).aggregate(sum=Sum("count"))["sum"] or 0,
        handed_in=_handed_in(year),
        paid=next(iter(shown(actor, [paid.total(money)])), None),
        applied=applied,
        direct=direct,
        by_office=offices,
        most_viewed=_most_viewed(year),
        claims=_claims(actor),
        by_policy=shown(actor, paid.by_policy(money), overlapping=True),
        by_region=shown(actor, paid.by_region(money)),
        by_industry=shown(actor, paid.by_industry(money)),
        by_size=shown(actor, paid.by_size(money)),
        unclaimed=unclaimed.totals(actor, unclaimed.Narrowed()) if actor.is_bureau else None,
        unclaimed_by_measure=_unclaimed(actor) if actor.is_bureau else [],
    )


def shown(actor: Actor, groups: Sequence[Group], *, overlapping: bool = False) -> Sequence[Group]:
    """Return what an actor may see of sums: the public no group of fewer than `FEWEST`.

    Small groups are one, and where that is too small still (or may be, as the same enterprises
    can be in several), the smallest of the others joins it.
    """
    if actor.is_bureau:
        return groups
    large = [_plain(one) for one in groups if one.enterprises >= FEWEST]
    small = [one for one in groups if one.enterprises < FEWEST]
    if small and (overlapping or sum(one.enterprises for one in small) < FEWEST):
        if not large:
            return []
        small.append(large.pop(large.index(min(large, key=lambda one: one.enterprises))))
    return [*large, _put_together(small)] if small else large


def _plain(one: Group) -> Group:
    return replace(one, url="")


def _put_together(groups: Sequence[Group]) -> Group:
    return Group(
        _("Other"),
        sum(one.payments for one in groups),
        sum(one.enterprises for one in groups),
        sum(one.amount for one in groups),
    )


def _told(actor: Actor, one: Duration) -> Duration:
    is_told = actor.is_bureau or one.payments >= FEWEST
    return one if is_told else Duration(None, 0)


def _in_force(today: date) -> QuerySet[Version]:
    """Return the versions that the list shows as in force."""
    ends = Q(valid_to=None) | Q(valid_to__gte=today)
    return current(today).filter(ends, valid_from__lte=today)


def _offices(in_force: QuerySet[Version]) -> list[Row]:
    rows = in_force.order_by().values("policy__office").annotate(count=Count("pk"))
    names = Organization.objects.in_bulk([row["policy__office"] for row in rows])
    found = [
        {
            "name": str(names[row["policy__office"]]),
            "count": row["count"],
            "url": _list(state=NOW, office=row["policy__office"]),
        }
        for row in rows
    ]
    return sorted(found, key=lambda row: (-row["count"], row["name"]))


def _views(year: int) -> QuerySet[Views]:
    return Views.objects.filter(day__year=year)


def _most_viewed(year: int) -> list[Row]:
    rows = _views(year).order_by().values_list("policy").annotate(sum=Sum("count"))
    most = list(rows.order_by("-sum", "policy")[:MOST_SHOWN])
    titles = current_of([policy for policy, _sum in most])
    return [
        {
            "name": titles[policy].title,
            "count": count,
            "url": reverse("policies:policy", args=[policy]),
        }
        for policy, count in most
        if policy in titles
    ]


def _handed_in(year: int) -> int:
    rows = paid.within(year).filter(kind=paid.SUBMITTED)
    return int(rows.aggregate(count=Count("subject_id", distinct=True))["count"])


def _claims(actor: Actor) -> list[Row]:
    """Return claims by where they stand: an office's own with their lists, else the city's."""
    everybody = Claim.objects.exclude(case__state="draft")
    rows = queue.open_claims(actor) if actor.is_bureau else everybody
    counts = dict(rows.order_by().values_list("case__state").annotate(Count("pk")))
    found = [
        {
            "name": str(label),
            "count": sum(counts.get(state, 0) for state in states),
            "url": f"{reverse('policies:claims')}?group={group}" if actor.is_bureau else None,
        }
        for group, (label, states) in queue.OFFICE.items()
    ]
    return found if any(row["count"] for row in found) else []


def _unclaimed(actor: Actor) -> list[Row]:
    rows = unclaimed.by_measure(actor, unclaimed.Narrowed())[:MOST_SHOWN]
    return [
        {
            "name": title,
            "count": count,
            "url": f"{reverse('policies:unclaimed')}?{urlencode({'measure': measure})}",
        }
        for measure, title, count, _amount in rows
    ]


def _list(**parameters: Any) -> str:
    return f"{reverse('policies:list')}?{urlencode(parameters)}"
