"""Saying something about a field of a filing, or about a case: by either side."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lianqiao.core.cases.models import Case, Message, Remark
from lianqiao.core.cases.queries import filing as queries
from lianqiao.core.cases.rights import parts_of, works_on
from lianqiao.core.errors import Invalid, NotFound
from lianqiao.core.parties.actors import Actor

LONGEST = 5000


@transaction.atomic
def remark(
    *,
    actor: Actor,
    case: int,
    text: str,
    filing: int | None = None,
    field: str = "",
    is_private: bool = False,
) -> Remark:
    """Say something that stays. What is private is the office's alone.

    NotFound for a stranger, Invalid without words or for a field that the form has not.
    """
    row = Case.objects.filter(pk=case).first()
    if row is None or not parts_of(actor, row) or not actor.is_known:
        raise NotFound(_("There is no such case."))
    said = text.replace("\x00", "").strip()
    if not 0 < len(said) <= LONGEST:
        sentence = _("Between 1 and %(most)d characters.") % {"most": LONGEST}
        raise Invalid(sentence, {"text": sentence})
    _require_place(row, filing, field)
    return Remark.objects.create(
        case=row,
        filing_id=filing,
        field=field,
        text=said,
        is_private=is_private and works_on(actor, row),
        by_id=actor.user,
    )


@transaction.atomic
def read_messages(*, actor: Actor, case: int) -> int:
    """Count the messages of a case as read by its applicant; return how many were new."""
    rows = Message.objects.filter(case__in=queries.own_cases(actor).filter(pk=case).values("pk"))
    return rows.filter(read_at__isnull=True).update(read_at=timezone.now())


def _require_place(case: Case, filing: int | None, field: str) -> None:
    if filing is None:
        field_is_known = field == ""
    else:
        row = case.filings.select_related("case").filter(pk=filing).first()
        if row is None:
            raise NotFound(_("There is no such filing."))
        field_is_known = field == "" or field in queries.form_of(row).fields
    if not field_is_known:
        raise Invalid(_("The form has no field “%(key)s”.") % {"key": field[:40]})
