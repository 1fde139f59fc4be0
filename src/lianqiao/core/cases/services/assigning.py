"""Who works on which cases, and the same step for many of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from lianqiao.core.cases.models import Case
from lianqiao.core.cases.queries.filing import BUILT
from lianqiao.core.cases.services.deciding import take
from lianqiao.core.errors import Invalid, NotAllowed, NotFound, Refusal
from lianqiao.core.parties.actors import BUREAU_ROLES, Actor
from lianqiao.core.parties.models import Membership

MOST = 200
"""Cases that are changed at once: more than a page of the queue."""


@dataclass(slots=True)
class Taken:
    """What became of many cases: the ids of those moved, and each refusal by the case's number."""

    done: list[int] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)


@transaction.atomic
def assign_cases(cases: Iterable[int], *, officer: int | None, actor: Actor) -> int:
    """Hand cases to an officer of the office, or to nobody; return how many changed hands.

    A team lead hands out any; an officer takes what nobody has, and hands over what is his own.
    NotFound for cases of another office, NotAllowed for a colleague's, Invalid for a stranger.
    """
    rows = _locked(cases, actor)
    if officer is not None and not _is_colleague(officer, actor):
        message = _("Choose somebody who works in your office.")
        raise Invalid(message, {"officer": message})
    if not actor.leads and any(row.officer_id not in {None, actor.user} for row in rows):
        raise NotAllowed(_("Only a team lead hands over a colleague's cases."))
    changed = [row for row in rows if row.officer_id != officer]
    Case.objects.filter(pk__in=[row.pk for row in changed]).update(officer=officer)
    return len(changed)


def take_each(cases: Iterable[int], step: str, *, actor: Actor, reason: str = "") -> Taken:
    """Take a step with each of many cases, each in a transaction of its own: what is refused stays
    where it is, and the answer says why. NotFound for cases of another office."""
    found = Taken()
    for pk, number in _numbers(cases, actor):
        try:
            take(pk, step, actor=actor, reason=reason)
        except Refusal as refusal:
            found.refused[number] = str(refusal)
        else:
            found.done.append(pk)
    return found


def _locked(cases: Iterable[int], actor: Actor) -> list[Case]:
    wanted = [pk for pk, _number in _numbers(cases, actor)]
    rows = Case.objects.select_for_update(of=("self",)).filter(pk__in=wanted)
    return list(rows.order_by("pk"))


def _numbers(cases: Iterable[int], actor: Actor) -> list[tuple[int, str]]:
    wanted = set(cases)
    if not wanted:
        raise Invalid(_("Choose at least one case."))
    if len(wanted) > MOST:
        raise Invalid(_("At most %(most)d cases at once.") % {"most": MOST})
    rows = Case.objects.filter(pk__in=wanted, procedure__contains=BUILT)
    if not actor.is_bureau or len(own := rows.filter(office=actor.organization)) < len(wanted):
        raise NotFound(_("There is no such case."))
    return sorted((row.pk, row.number) for row in own)


def _is_colleague(user: int, actor: Actor) -> bool:
    rows = Membership.objects.filter(user=user, organization=actor.organization, until=None)
    return rows.filter(role__in=BUREAU_ROLES).exists()
