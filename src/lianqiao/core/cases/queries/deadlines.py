"""The days that wait for somebody: for an office its cases' terms, for an applicant his own."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.core import signing
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from lianqiao.core.cases.calendars import Deadline
from lianqiao.core.cases.models import Case, Correction
from lianqiao.core.cases.models.filings import OPEN
from lianqiao.core.cases.queries.filing import own_cases
from lianqiao.core.cases.queries.queue import handed_in, read
from lianqiao.core.cases.queries.seeing import state_labels
from lianqiao.core.errors import NotFound
from lianqiao.core.parties.actors import Actor
from lianqiao.core.parties.models import Membership
from lianqiao.core.parties.services import actor_of

SALT = "cases.calendar"
MOST = 2_000


def token_of(actor: Actor) -> str:
    """Return the secret part of the address of an actor's calendar; NotFound for a visitor.

    A calendar program cannot sign in: who has the address reads the days. It ends with the
    membership.
    """
    if not actor.is_known:
        raise NotFound(_("There is no such page."))
    return signing.dumps(actor.membership, salt=SALT)


def reader_of(token: str) -> Actor:
    """Return for whom a calendar's address was made; NotFound where it was not, or no longer."""
    try:
        membership = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        membership = None
    rows = Membership.objects.select_related("user").filter(until=None, user__is_active=True)
    row = rows.filter(pk=membership).first()
    if row is None:
        raise NotFound(_("There is no such calendar."))
    return actor_of(row.user, row.pk)


def deadlines(actor: Actor, link: Callable[[int], str]) -> Iterator[Deadline]:
    """Yield the days that wait for an actor, the nearest first; `link` gives a case's address."""
    cases = _cases(actor)
    due = list(cases.filter(due_on__isnull=False).order_by("due_on", "pk")[:MOST])
    labels = state_labels(due)
    for case in due:
        assert case.due_on is not None  # noqa: S101 -- filtered above
        title = f"{case.number} {labels[case.pk]}"
        uid = f"case-{case.pk}@lianqiao"
        yield Deadline(
            uid, case.due_on, title, case.organization.name, link(case.pk), case.changed_at
        )
    asked = Correction.objects.filter(OPEN, filing__case__in=cases.values("pk"))
    for row in asked.select_related("filing__case__organization").order_by("due_on", "pk")[:MOST]:
        case = row.filing.case
        title = _("%(number)s correction awaited") % {"number": case.number}
        uid = f"correction-{row.pk}@lianqiao"
        text = case.organization.name
        yield Deadline(uid, row.due_on, title, text, link(case.pk), row.asked_at)


def _cases(actor: Actor) -> QuerySet[Case]:
    rows = handed_in(actor, read(actor)) if actor.is_bureau else own_cases(actor)
    return rows.select_related("organization")
