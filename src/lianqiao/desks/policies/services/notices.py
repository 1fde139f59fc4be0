"""Public notices (公示): direct grants are announced, may be objected to, and then go on."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from lianqiao.core.cases.bulk import Move, move_cases
from lianqiao.core.errors import Conflict, Invalid
from lianqiao.core.parties.actors import ANYONE, Actor
from lianqiao.core.parties.queries import deadline
from lianqiao.desks.policies.models import Claim, Notice
from lianqiao.desks.policies.queries import notices as queries
from lianqiao.desks.policies.queries import offices
from lianqiao.desks.policies.services import budgets
from lianqiao.desks.policies.services.claims import rules
from lianqiao.desks.policies.services.numbers import Paper, next_number
from lianqiao.desks.policies.services.telling import tell


@transaction.atomic
def announce(*, actor: Actor, measure: int, period: str, working_days: int | None = None) -> Notice:
    """Announce everybody on a measure's list for n working days and set the money aside.

    Conflict where the budget does not hold the whole list: take somebody off, or ask for more.
    """
    row = offices.measure_in_charge(actor, measure)
    listed = Claim.objects.filter(measure=row, period=period, case__state="listed")
    claims = list(listed.only("case", "amount").order_by("case"))
    if not claims:
        raise Invalid(_("Nobody is on the list."))
    days = row.notice_days if working_days is None else working_days
    if days < 1:
        raise Invalid(_("A notice lasts one working day at least."))
    today = timezone.localdate()
    ends_on, is_provisional = deadline(today, days)
    move_cases(
        [Move(one.case_id, "announce", quantities=rules.money(one.amount)) for one in claims],
        actor=actor,
    )
    notice = Notice.objects.create(
        measure=row,
        number=next_number(Paper.NOTICE),
        period=period,
        begins_on=today,
        ends_on=ends_on,
        is_provisional=is_provisional,
        by_id=actor.user,
    )
    budget = budgets.reserve(
        measure=row, year=today.year, amount=sum(one.amount or 0 for one in claims)
    )
    Claim.objects.filter(pk__in=[one.pk for one in claims]).update(
        notice=notice, budget=budget, granted=F("amount")
    )
    return notice


@transaction.atomic
def close(*, actor: Actor, notice: int) -> int:
    """Close a notice whose days are over; return how many enterprises are asked to confirm."""
    row = queries.notice_in_charge(actor, notice)
    return _close(row.pk, actor=actor, on=timezone.localdate())


def close_over(*, on: date) -> int:
    """Close all notices whose days are over, each in a transaction of its own; return how many."""
    over = Notice.objects.filter(closed_at__isnull=True, ends_on__lt=on).order_by("pk")
    keys = list(over.values_list("pk", flat=True))
    for pk in keys:
        with transaction.atomic():
            _close(pk, actor=ANYONE, on=on)
    return len(keys)


def _close(notice: int, *, actor: Actor, on: date) -> int:
    row = Notice.objects.select_for_update().get(pk=notice)
    if row.closed_at:
        raise Conflict(_("This notice is closed already."))
    if on <= row.ends_on:
        raise Invalid(
            _("Objections are taken until %(day)s; the notice can be closed after that day.")
            % {"day": date_format(row.ends_on)}
        )
    row.closed_at = timezone.now()
    row.save(update_fields=["closed_at"])
    claims = Claim.objects.filter(notice=row, case__state="announced")
    found = list(claims.values_list("pk", "case").order_by("case"))
    move_cases([Move(case, "clear") for _pk, case in found], actor=actor)
    tell([pk for pk, _case in found])
    return len(found)
