"""An answer is mailed to who left an address: once, as it was given."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import override
from procrastinate.contrib.django import app

from lianqiao.core.letters import post
from lianqiao.desks.reports.opinions.models import Contact, Opinion, State


def mail_later(row: Opinion) -> None:
    """Have the answer mailed where there is an address, with the answer's own transaction."""
    if Contact.objects.filter(opinion=row).exclude(email="").exists():
        # By name: the tasks' module imports the services.
        app.configure_task("opinions.mail_answer").defer(pk=row.pk)


def mail_answer(pk: int) -> int:
    """Mail the answer of an opinion unless it was; return how many letters went.

    What is told is noted first, so that a worker that is stopped halfway writes to nobody twice.
    """
    contact = _take(pk)
    if contact is None:
        return 0
    with post() as send:
        return int(send(_letter(contact)))


@transaction.atomic
def _take(pk: int) -> Contact | None:
    given = F("opinion__answered_at")
    rows = Contact.objects.select_for_update(of=("self",)).select_related("opinion__department")
    told = Q(answered_at__isnull=False, answered_at__gte=given)
    found = rows.filter(pk=pk, opinion__state=State.ANSWERED).exclude(email="").exclude(told)
    contact = found.first()
    if contact is not None:
        contact.answered_at = contact.opinion.answered_at
        contact.save(update_fields=["answered_at"])
    return contact


def _letter(contact: Contact) -> EmailMessage:
    row = contact.opinion
    with override(settings.LANGUAGE_CODE):
        said = {
            "department": str(row.department),
            "day": date_format(localtime(row.received_at), "DATE_FORMAT"),
        }
        lines = [
            _("%(department)s has answered what you wrote on %(day)s:") % said,
            row.answer,
            _("With your receipt you can see it here, and say whether it helps:"),
            f"{settings.BASE_URL}{reverse('opinions:receipt')}",
        ]
        subject = _("Your opinion is answered")
        text = "\n\n".join(lines)
        return EmailMessage(subject, text, settings.DEFAULT_FROM_EMAIL, [contact.email])
