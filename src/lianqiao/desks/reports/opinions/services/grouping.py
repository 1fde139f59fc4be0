"""Opinions that say the same come together; an officer has the last word."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.contrib.postgres.search import SearchQuery
from django.db import transaction
from django.utils.translation import gettext as _

from lianqiao.core.errors import Conflict
from lianqiao.core.parties.actors import Actor
from lianqiao.desks.reports.opinions import words
from lianqiao.desks.reports.opinions.masking import masked
from lianqiao.desks.reports.opinions.models import Group, Opinion, State
from lianqiao.desks.reports.opinions.queries.seeing import handled_by
from lianqiao.desks.reports.opinions.services.routing import locked

LOOKED_AT = 100
RECENT = timedelta(days=90)
BATCH = 500


def compare(row: Opinion) -> None:
    """Put an opinion into the group of the one most like it, if there is one.

    Bounded: at most `LOOKED_AT` recent opinions of its theme that share a telling word.
    """
    group = _joined(_nearest(row))
    Opinion.objects.filter(pk=row.pk).update(is_compared=True)
    if group is not None:
        # A later one may have brought it into a group meanwhile: there it stays.
        Opinion.objects.filter(pk=row.pk, group=None).update(group=group)
    row.refresh_from_db(fields=["is_compared", "group"])


def compare_rest(most: int = 10_000) -> int:
    """Compare what came in by other ways, in batches; return how many."""
    done = 0
    while done < most and (step := _batch()):
        done += step
    return done


@transaction.atomic
def merge(one: int, other: int, *, actor: Actor) -> int:
    """Bring an opinion, with its group, into the group of another; return the group."""
    first, second = (locked(pk, actor) for pk in sorted((one, other)))
    group = first.group_id or second.group_id or Group.objects.create().pk
    old = {first.group_id, second.group_id} - {group, None}
    handled_by(actor).filter(group__in=old).update(group=group)
    Opinion.objects.filter(pk__in=(first.pk, second.pk)).update(group=group)
    return group


@transaction.atomic
def split(pk: int, *, actor: Actor) -> None:
    """Take an opinion out of its group."""
    row = locked(pk, actor)
    if row.group_id is None:
        raise Conflict(_("This opinion is in no group."))
    row.group = None
    row.save(update_fields=["group"])


@transaction.atomic
def _batch() -> int:
    waiting = Opinion.objects.filter(is_compared=False).order_by("pk")
    rows = list(waiting.select_for_update(skip_locked=True)[:BATCH])
    for row in rows:
        compare(row)
    return len(rows)


def _nearest(row: Opinion) -> Opinion | None:
    own = words.counted(row.terms)
    alike = [(words.likeness(own, words.counted(one.terms)), one) for one in _candidates(row)]
    best = max(alike, key=lambda pair: (pair[0], pair[1].pk), default=None)
    return best[1] if best and best[0] >= words.ALIKE else None


def _candidates(row: Opinion) -> Iterable[Opinion]:
    asked = words.telling(masked(row.text))
    if not asked:
        return []
    query = SearchQuery(asked[0], config="simple")
    for term in asked[1:]:
        query |= SearchQuery(term, config="simple")
    near = Opinion.objects.filter(
        theme=row.theme,
        received_at__gte=row.received_at - RECENT,
        received_at__lte=row.received_at,
        vector=query,
    ).exclude(pk=row.pk)
    return near.exclude(state=State.HIDDEN).only("terms", "group_id")[:LOOKED_AT]


def _joined(nearest: Opinion | None) -> int | None:
    if nearest is None:
        return None
    if nearest.group_id is None:
        group = Group.objects.create().pk
        Opinion.objects.filter(pk=nearest.pk, group=None).update(group=group)
        nearest.refresh_from_db(fields=["group"])
    return nearest.group_id
