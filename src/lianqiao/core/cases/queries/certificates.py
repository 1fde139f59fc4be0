"""Certificates: papers for their holder and their office, a page for everybody who checks one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from lianqiao.core.cases.certificates import Paper
from lianqiao.core.cases.documents.flow import Grant
from lianqiao.core.cases.models import Case, Certificate
from lianqiao.core.cases.queries.versions import document
from lianqiao.core.cases.rights import parts_of
from lianqiao.core.cases.services.granting import last_day
from lianqiao.core.errors import NotFound
from lianqiao.core.parties.actors import Actor
from lianqiao.core.parties.models import TitleKind

CODE = re.compile(r"[\w-]{1,32}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Checked:
    """What everybody may know of a certificate. `state`: valid, expired, revoked, or not yet."""

    certificate: Certificate
    state: str


def certificate_for(actor: Actor, pk: int) -> Certificate:
    """Return a certificate to its holder and to its office; NotFound for anybody else."""
    rows = Certificate.objects.select_related("case__office", "title__kind", "title__organization")
    row = rows.filter(pk=pk).first()
    if row is None or not actor.is_known or not parts_of(actor, row.case):
        raise NotFound(_("There is no such certificate."))
    return row


def checked(code: str, today: date) -> Checked:
    """Return what a code on a certificate says on a day; NotFound for a code that nobody gave."""
    rows = Certificate.objects.select_related("case__office", "title__kind", "title__organization")
    row = rows.filter(code=code).first() if CODE.fullmatch(code) else None
    if row is None:
        raise NotFound(_("No certificate bears this code. Look at the address once more."))
    return Checked(row, _state(row, today))


def paper(row: Certificate, url: str) -> Paper:
    """Return what stands on a certificate's paper."""
    title = row.title
    notice = _("Revoked on %(day)s.") % {"day": row.revoked_on} if row.revoked_on else ""
    return Paper(
        title=str(title.kind),
        holder=title.organization.name,
        uscc=title.organization.uscc or "",
        office=title.granted_by,
        number=row.number,
        valid_from=title.valid_from,
        valid_to=title.valid_to,
        issued_on=row.issued_on,
        text=_text(row.case, title.kind.code),
        url=url,
        notice=notice,
    )


def preview(case: Case, step: str, today: date) -> Paper:
    """Return the certificate that a step would give if it were taken on a day, without a number."""
    what = _grant_of(case, step)
    kind = TitleKind.objects.filter(code=what.title).first()
    return Paper(
        title=str(kind or what.title),
        holder=case.organization.name,
        uscc=case.organization.uscc or "",
        office=str(case.office),
        number=f"{what.prefix}{today.year}·····",
        valid_from=today,
        valid_to=last_day(today, what.years),
        issued_on=today,
        text=str(what.text or ""),
        notice=_("Preview: nothing has been granted, and no number been given."),
    )


def _grant_of(case: Case, step: str) -> Grant:
    steps = (one for one in document(case.procedure).steps if one.key == step)
    found = next((one.grants for one in steps if case.state in one.sources), None)
    if found is None:
        raise NotFound(_("This step grants nothing."))
    return found


def _text(case: Case, title: str) -> str:
    grants = (step.grants for step in document(case.procedure).steps)
    found = next((one for one in grants if one and one.title == title), None)
    return str(found.text or "") if found else ""


def _state(row: Certificate, today: date) -> str:
    if row.revoked_on:
        return "revoked"
    if today < row.title.valid_from:
        return "early"
    return "valid" if today <= row.title.valid_to else "expired"
