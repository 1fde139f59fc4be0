"""Officers are told once a working day of all that waits: fifty cases are one letter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import groupby

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from lianqiao.core.cases.models import Definition, Digest
from lianqiao.core.cases.queries.waiting import NOBODY, Waiting, waiting
from lianqiao.core.letters import post
from lianqiao.core.parties.actors import BUREAU_ROLES, Actor, Role
from lianqiao.core.parties.models import Membership, WorkingDay


def tell_officers(*, on: date) -> int:
    """Keep a digest for each officer for whom something waits, and mail it; return how many.

    Nobody is told on a day off, nor twice a day: what is told is kept before it is mailed. A letter
    counts and names no case, since mail is read by others as well.
    """
    if not WorkingDay.objects.filter(date=on, is_working=True).exists():
        return 0
    made = _keep(on)
    with post() as send:
        for one in made:
            if one.membership.user.email:
                send(_letter(one))
    return len(made)


def put_away(*, actor: Actor) -> int:
    """Put away what somebody was told; it is not shown again."""
    rows = Digest.objects.filter(membership=actor.membership, read_at__isnull=True)
    return rows.update(read_at=timezone.now())


@transaction.atomic
def _keep(on: date) -> list[Digest]:
    told = Digest.objects.filter(day=on).values("membership")
    rows = Membership.objects.select_related("user").filter(
        organization__in=Definition.objects.values("office"),
        role__in=BUREAU_ROLES,
        until=None,
        user__is_active=True,
    )
    rows = rows.exclude(pk__in=told).order_by("organization", "pk")
    return Digest.objects.bulk_create(_digests(rows, on))


def _digests(rows: Iterable[Membership], on: date) -> Iterator[Digest]:
    for _office, people in groupby(rows, key=lambda row: row.organization_id):
        members = list(people)
        found = waiting(_actor(members[0]), on)
        yield from filter(_says_something, (_digest(row, found, on) for row in members))


def _digest(row: Membership, found: Mapping[int, Waiting], on: date) -> Digest:
    own = found.get(row.user_id, Waiting())
    made = Digest(membership=row, day=on, due=own.due, late=own.late)
    if _actor(row).leads:
        made.escalated = sum(one.escalated for one in found.values())
        made.free = found.get(NOBODY, Waiting()).all
    return made


def _says_something(one: Digest) -> bool:
    return bool(one.due or one.late or one.escalated or one.free)


def _actor(row: Membership) -> Actor:
    return Actor(row.user_id, row.pk, row.organization_id, Role(row.role))


def _letter(one: Digest) -> EmailMessage:
    with override(settings.LANGUAGE_CODE):
        subject = _("Cases: what waits for you on %(day)s") % {"day": one.day.isoformat()}
        address = f"{settings.BASE_URL}{reverse('cases:queue')}"
        text = "\n".join([*said(one), "", address])
        return EmailMessage(subject, text, settings.DEFAULT_FROM_EMAIL, [one.membership.user.email])


def said(one: Digest) -> list[str]:
    """Return what a digest says, a sentence for each kind of case."""
    sentences = (
        (one.late, ngettext("%(n)d case is overdue.", "%(n)d cases are overdue.", one.late)),
        (
            one.due,
            ngettext(
                "%(n)d case is due within three working days.",
                "%(n)d cases are due within three working days.",
                one.due,
            ),
        ),
        (
            one.escalated,
            ngettext(
                "%(n)d case of the office is overdue for longer than its procedure lets pass.",
                "%(n)d cases of the office are overdue for longer than their procedures let pass.",
                one.escalated,
            ),
        ),
        (
            one.free,
            ngettext(
                "%(n)d case of the office is nobody's.",
                "%(n)d cases of the office are nobody's.",
                one.free,
            ),
        ),
    )
    return [sentence % {"n": n} for n, sentence in sentences if n]
