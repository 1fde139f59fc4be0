"""A citizen leaves an opinion."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lianqiao.core.errors import Invalid, TooLarge
from lianqiao.core.ledger.services import record
from lianqiao.core.parties.models import Organization
from lianqiao.desks.reports.opinions import kinds, words
from lianqiao.desks.reports.opinions.guard import Proof, digest
from lianqiao.desks.reports.opinions.masking import masked
from lianqiao.desks.reports.opinions.models import Contact, Opinion, RealName, Rules, Theme
from lianqiao.desks.reports.opinions.queries.answering import answering
from lianqiao.desks.reports.opinions.queries.rules import rules
from lianqiao.desks.reports.opinions.services.abuse import flags_of
from lianqiao.desks.reports.opinions.services.arriving import let_in
from lianqiao.desks.reports.opinions.services.grouping import compare
from lianqiao.desks.reports.opinions.services.routing import route_at_once
from lianqiao.desks.reports.opinions.subjects import About

LONGEST = 5_000
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
RECEIPT = 20


@dataclass(frozen=True, slots=True)
class Said:
    """An opinion as it comes in."""

    text: str
    theme: str = Theme.OTHER
    department: int | None = None
    about: About = field(default_factory=About)
    may_publish: bool = True
    name: str = ""
    phone: str = ""
    email: str = ""
    is_invented: bool = False


@transaction.atomic
def leave(said: Said, proof: Proof) -> tuple[Opinion, str]:
    """Take an opinion in; return it and the receipt, which is kept nowhere.

    It goes to its department at once, unless something in it must be looked at first.
    """
    kept = rules()
    _require(said, kept)
    let_in(proof, kept)
    receipt = "".join(secrets.choice(ALPHABET) for _place in range(RECEIPT))
    row = Opinion.objects.create(
        about_type=said.about.type,
        about_id=said.about.id,
        theme=said.theme,
        text=said.text.strip(),
        may_publish=said.may_publish,
        is_invented=said.is_invented,
        flags=flags_of(said.text, kept),
        terms=words.terms(masked(said.text)),
        text_sha256=digest(said.text.strip()),
        receipt_sha256=digest(receipt),
    )
    _keep_contact(row, said, kept)
    department = said.department or answering(said.about)
    record(kinds.RECEIVED, subject=row.pk, region=settings.CITY, organization=department)
    if department:
        route_at_once(row, department, kept)
    compare(row)
    return row, receipt


def _require(said: Said, kept: Rules) -> None:
    if len(said.text) > LONGEST:
        raise TooLarge(_("An opinion has at most %(most)s characters.") % {"most": f"{LONGEST:,}"})
    wrong = {}
    if not said.text.strip() or "\0" in said.text:
        wrong["text"] = _("Write what you want to say.")
    if said.theme not in Theme.values:
        wrong["theme"] = _("Choose a theme.")
    if kept.real_name == RealName.REQUIRED and not said.name.strip():
        wrong["name"] = _("An opinion carries a name here; it is not published.")
    if said.department and not _is_department(said.department):
        wrong["department"] = _("Choose a department.")
    if wrong:
        raise Invalid(_("The opinion cannot be taken like this."), wrong)


def _is_department(pk: int) -> bool:
    return Organization.objects.filter(pk=pk, kind=Organization.Kind.BUREAU).exists()


def _keep_contact(row: Opinion, said: Said, kept: Rules) -> None:
    name = "" if kept.real_name == RealName.NONE else said.name.strip()
    if name or said.phone or said.email:
        until = timezone.localdate() + timedelta(days=kept.keep_days)
        Contact.objects.create(
            opinion=row, name=name, phone=said.phone, email=said.email, erase_on=until
        )
