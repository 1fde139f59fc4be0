"""Reminding the holders of titles in one press: a word in each case, one letter for each firm."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from lianqiao.core.cases.models import Case
from lianqiao.core.cases.services import telling
from lianqiao.core.errors import Invalid
from lianqiao.core.letters import send_each
from lianqiao.core.parties.actors import Actor
from lianqiao.core.parties.models import Title
from lianqiao.core.parties.queries import mail_of_owners
from lianqiao.desks.programs.models import About, TitleReminder
from lianqiao.desks.programs.queries import duties, holders


@dataclass(frozen=True, slots=True)
class Reminded:
    """Of how many titles holders were reminded, and how many letters went out."""

    titles: int
    letters: int


def remind_of_data(*, actor: Actor) -> Reminded:
    """Remind all who owe the office the data of the year, each once a day at most."""
    today = timezone.localdate()
    owing = duties.holders(actor, today).filter(is_told=False)
    return _remind(Title.objects.filter(pk__in=owing.values("title")), About.DATA, actor, today)


def remind_of_end(wanted: holders.Wanted, *, actor: Actor) -> Reminded:
    """Remind all on a list of titles that run out and go on by none, each once a day at most.

    Invalid for a list that is not narrowed to those that run out.
    """
    if not wanted.ends:
        raise Invalid(_("Choose within how many days the titles run out."))
    ending = holders.held(actor, wanted)
    titles = Title.objects.filter(pk__in=ending.order_by().values("pk"))
    return _remind(titles, About.END, actor, timezone.localdate())


def _remind(titles: QuerySet[Title], about: About, actor: Actor, today: date) -> Reminded:
    """Note first what is told, so that a mail server that fails has nobody told twice.

    Invalid where nobody is left to remind today.
    """
    rows = _note(titles, about, actor, today)
    return Reminded(len(rows), send_each(_letters(rows, about, today)))


@transaction.atomic
def _note(titles: QuerySet[Title], about: About, actor: Actor, today: date) -> list[Title]:
    told = TitleReminder.objects.filter(about=about, on=today)
    rows = list(titles.exclude(pk__in=told.values("title")).select_related("kind"))
    if not rows:
        raise Invalid(_("Whoever is concerned was reminded today already."))
    TitleReminder.objects.bulk_create(
        TitleReminder(title=row, about=about, on=today, by=actor.user or 0) for row in rows
    )
    cases = Case.objects.filter(certificates__title__in=rows).order_by("pk")
    of_title = dict(cases.values_list("certificates__title", "pk"))
    known = cases.in_bulk()
    for row in rows:
        if case := known.get(of_title.get(row.pk, 0)):
            telling.say(case, *_words(row, about, today))
    return rows


def _letters(rows: Iterable[Title], about: About, today: date) -> list[EmailMessage]:
    of_firm: dict[int, list[Title]] = defaultdict(list)
    for row in rows:
        of_firm[row.organization_id].append(row)
    addresses = mail_of_owners(of_firm)
    return [
        _letter(addresses[firm], found, about, today)
        for firm, found in of_firm.items()
        if firm in addresses
    ]


def _letter(to: list[str], rows: Sequence[Title], about: About, today: date) -> EmailMessage:
    said = [_words(row, about, today) for row in rows]
    page = f"{settings.BASE_URL}{reverse('programs:mine')}"
    text = "\n\n".join(f"{title}\n{text}" for title, text in said)
    return EmailMessage(said[0][0], f"{text}\n\n{page}", settings.DEFAULT_FROM_EMAIL, to)


def _words(title: Title, about: About, today: date) -> tuple[str, str]:
    """Return title and text of a reminder, in the language of the office."""
    with override(settings.LANGUAGE_CODE):
        if about == About.END:
            head = _("“%(title)s” ends on %(day)s")
            text = _("Apply for its renewal in time; who lets the day pass loses the title.")
            named = {"title": str(title.kind), "day": title.valid_to.isoformat()}
        else:
            head = _("“%(title)s”: the data of %(year)s are missing")
            text = _("They are due by %(day)s; who does not bring them is not prolonged.")
            named = {"title": str(title.kind), "year": str(today.year - 1)}
        return head % named, text % {"day": duties.due_on(today).isoformat()}
