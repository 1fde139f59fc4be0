"""What organizations were told, by e-mail: one letter to a person for all of it, once a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from django.conf import settings
from django.core.mail import get_connection
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lianqiao.core.parties.actors import Role
from lianqiao.core.parties.models import Membership
from lianqiao.desks.policies.models import Message, Subscription
from lianqiao.desks.policies.services.letters import Letter, send_all

MOST_IN_A_LETTER = 20


def send() -> int:
    """Write what is unread and was in no letter yet to owners and followers; return how many.

    An organization that was written to today waits until tomorrow. What is sent is noted first,
    so that a worker that is stopped halfway sends nothing twice; with no mail server to be
    reached nothing is noted.
    """
    with get_connection() as connection:
        people = _people(_take())
        return send_all((_letter(email, rows) for email, rows in people.items()), connection)


@transaction.atomic
def _take() -> Mapping[int, Sequence[Message]]:
    today = timezone.localdate()
    had = Message.objects.filter(organization=OuterRef("organization"), mailed_at__date=today)
    rows = list(
        Message.objects.select_for_update(skip_locked=True, of=["self"])
        .filter(~Exists(had), read_at=None, mailed_at=None)
        .select_related("organization", "version")
        .defer("version__text", "version__terms")
        .order_by("-at", "-pk")
    )
    Message.objects.filter(pk__in=[row.pk for row in rows]).update(mailed_at=timezone.now())
    found: dict[int, list[Message]] = defaultdict(list)
    for row in rows:
        found[row.organization_id].append(row)
    return found


def _people(told: Mapping[int, Sequence[Message]]) -> Mapping[str, Sequence[Message]]:
    """Return what goes to each address: of all organizations of a person in one letter."""
    follows = Subscription.objects.filter(
        organization=OuterRef("organization"), user=OuterRef("user")
    )
    members = (
        Membership.objects.filter(organization__in=told, until=None, user__is_active=True)
        .filter(Q(role=Role.OWNER) | Exists(follows))
        .exclude(user__email="")
        .order_by("organization__pinyin", "organization", "pk")
    )
    letters: dict[str, list[Message]] = defaultdict(list)
    for email, organization in members.values_list("user__email", "organization"):
        letters[email].extend(told[organization])
    return letters


def _letter(email: str, rows: Sequence[Message]) -> Letter:
    subject = ngettext("%(count)d message on policies", "%(count)d messages on policies", len(rows))
    parts = [_told(row) for row in rows[:MOST_IN_A_LETTER]]
    if len(rows) > MOST_IN_A_LETTER:
        parts.append(_("And %(count)d more.") % {"count": len(rows) - MOST_IN_A_LETTER})
    parts.append(
        _("Sign in and open Messages: there you read all, and choose what you want to hear of.")
    )
    return subject % {"count": len(rows)}, "\n\n".join(parts), settings.DEFAULT_FROM_EMAIL, [email]


def _told(row: Message) -> str:
    return "\n".join(
        [f"{row.version.title}（{row.organization}）", *(f"· {why}" for why in row.said)]
    )
