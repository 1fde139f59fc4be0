"""Reminding all that owe the report of a year: a word in each case, one letter for each host."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from lianqiao.core.cases.services import telling
from lianqiao.core.errors import Invalid
from lianqiao.core.letters import send_each
from lianqiao.core.parties.actors import Actor
from lianqiao.core.parties.queries import mail_of_owners
from lianqiao.desks.programs.centers.models import Center, Reminder
from lianqiao.desks.programs.centers.operating import operating
from lianqiao.desks.programs.centers.queries.duties import owing
from lianqiao.desks.programs.centers.services.writing import require_officer


@dataclass(frozen=True, slots=True)
class Reminded:
    """How many centers were reminded, and how many letters went out."""

    centers: int
    letters: int


def remind_all(year: int, *, actor: Actor) -> Reminded:
    """Remind every center that owes the report of a year, each once a day at most.

    What is told is noted first, so that a mail server that fails has nobody told twice. Invalid
    where nobody is left to remind today.
    """
    require_officer(actor)
    rows = _note(year, actor)
    return Reminded(len(rows), send_each(_letters(rows, year)))


@transaction.atomic
def _note(year: int, actor: Actor) -> list[Center]:
    today = timezone.localdate()
    told = Reminder.objects.filter(year=year, on=today)
    rows = list(owing(year).exclude(pk__in=told.values("center")))
    if not rows:
        raise Invalid(_("Whoever owes this report was reminded today already."))
    Reminder.objects.bulk_create(
        Reminder(center=row, year=year, on=today, by=actor.user or 0) for row in rows
    )
    for row in rows:
        if row.case:
            telling.say(row.case, *_words(1, year))
    return rows


def _letters(rows: Iterable[Center], year: int) -> list[EmailMessage]:
    of_host: dict[int, list[Center]] = defaultdict(list)
    for row in rows:
        of_host[row.host_id].append(row)
    addresses = mail_of_owners(of_host)
    return [
        _letter(addresses[host], found, year)
        for host, found in of_host.items()
        if host in addresses
    ]


def _letter(to: list[str], rows: Sequence[Center], year: int) -> EmailMessage:
    title, text = _words(len(rows), year)
    pages = "\n".join(f"{settings.BASE_URL}{reverse('centers:center', args=[r.pk])}" for r in rows)
    return EmailMessage(title, f"{text}\n\n{pages}", settings.DEFAULT_FROM_EMAIL, to)


def _words(count: int, year: int) -> tuple[str, str]:
    """Return title and text of a reminder, in the language of the office."""
    with override(settings.LANGUAGE_CODE):
        title = ngettext(
            "The yearly report of %(year)d is missing",
            "%(n)d yearly reports of %(year)d are missing",
            count,
        )
        text = _("It was due on %(day)s. Open the center's page, fill it in and hand it in.")
        if timezone.localdate() <= (due := operating().due(year)):
            text = _("It is due on %(day)s. Open the center's page, fill it in and hand it in.")
        return title % {"n": count, "year": year}, text % {"day": due.isoformat()}
