"""Experts are written to once a day at most, of all that waits: fifty reviews are one letter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from lianqiao.core.cases.models import Assignment
from lianqiao.core.cases.queries.candidates import OPEN
from lianqiao.core.letters import post


def invite(*, on: date) -> int:
    """Write to each expert with an e-mail address to whom something new came; return how many.

    A letter counts what waits and names no case: mail is read by others as well. What is told is
    noted first, so that a worker that is stopped halfway writes to nobody twice; with no mail
    server to be reached nothing is noted.
    """
    with post() as send:
        return sum(send(_letter(email, rows)) for email, rows in _take(on).items())


@transaction.atomic
def _take(on: date) -> Mapping[str, Sequence[Assignment]]:
    rows = list(
        Assignment.objects.select_for_update(skip_locked=True, of=("self",))
        .filter(state__in=OPEN, panel__closed_at__isnull=True, expert__user__is_active=True)
        .exclude(expert__user__email="")
        .select_related("panel", "expert__user")
        .order_by("panel__due_on", "pk")
    )
    new = {row.expert_id for row in rows if row.told_on is None}
    told = {row.expert_id for row in rows if row.told_on == on}
    letters: dict[str, list[Assignment]] = {}
    for row in rows:
        if row.expert_id in new - told:
            letters.setdefault(row.expert.user.email, []).append(row)
    wanted = [row.pk for found in letters.values() for row in found if row.told_on is None]
    Assignment.objects.filter(pk__in=wanted).update(told_on=on)
    return letters


def _letter(email: str, rows: Sequence[Assignment]) -> EmailMessage:
    with override(settings.LANGUAGE_CODE):
        subject = ngettext("%(n)d review waits for you", "%(n)d reviews wait for you", len(rows))
        text = _(
            "The first is due on %(day)s. Sign in to declare whether you may judge them, and to "
            "read the papers:"
        ) % {"day": rows[0].panel.due_on.isoformat()}
        address = f"{settings.BASE_URL}{reverse('cases:reviews')}"
        return EmailMessage(
            subject % {"n": len(rows)}, f"{text}\n\n{address}", settings.DEFAULT_FROM_EMAIL, [email]
        )
