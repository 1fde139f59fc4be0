"""Granting titles and ending them: the row and its ledger entry, in one transaction."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lianqiao.core.errors import Conflict, Invalid, NotAllowed, NotFound
from lianqiao.core.ledger.services import Line, record, record_many
from lianqiao.core.parties import services as parties
from lianqiao.core.parties.actors import Actor
from lianqiao.core.parties.models import Organization, Title
from lianqiao.core.titles import kinds


@dataclass(frozen=True, slots=True)
class Grant:
    """A title for an organization from a day to a day, both counted."""

    organization: int
    kind: str
    valid_from: date
    valid_to: date
    granted_by: str
    number: str = ""


def grant(*, actor: Actor, grant: Grant) -> Title:
    """Grant a title. Conflict where the organization holds it in these days already.

    NotAllowed but for a bureau; NotFound for a title or organization that there is not.
    """
    [title] = grant_many(actor=actor, grants=[grant])
    return title


@transaction.atomic
def grant_many(*, actor: Actor, grants: Iterable[Grant]) -> list[Title]:
    """Grant titles, all or none; entries in the order of the grants."""
    _require_bureau(actor)
    wanted = list(grants)
    organizations = Organization.objects.in_bulk({one.organization for one in wanted})
    held = _held({one.organization for one in wanted})
    titles, lines = [], []
    for one in wanted:
        organization = organizations.get(one.organization)
        if organization is None:
            raise NotFound(_("There is no such organization."))
        title = parties.grant_title(
            one.organization,
            one.kind,
            valid=(one.valid_from, one.valid_to),
            granted_by=one.granted_by,
            number=one.number,
        )
        key = (one.organization, one.kind)
        titles.append(title)
        lines.append(_granted(title, one.kind, organization.region_id, is_first=key not in held))
        held.add(key)
    record_many(lines, actor=actor)
    return titles


@transaction.atomic
def revoke(*, actor: Actor, title: int, on: date) -> Title:
    """End a title early: `on` is the first day without it.

    NotAllowed but for a team lead; Invalid for a day on which it has not begun, or has ended.
    """
    if not actor.leads:
        raise NotAllowed(_("Only a team lead or an administrator revokes a title."))
    rows = Title.objects.select_related("kind", "organization").select_for_update(of=("self",))
    row = rows.filter(pk=title).first()
    if row is None:
        raise NotFound(_("There is no such title."))
    _require_running(row, on)
    left = (row.valid_to - on).days + 1
    row.valid_to = on - timedelta(days=1)
    row.save(update_fields=["valid_to"])
    record(
        kinds.REVOKED,
        subject=row.pk,
        actor=actor,
        organization=row.organization_id,
        region=row.organization.region_id,
        quantities={"days": Decimal(left), **_flagged(row.kind.code)},
        at=_midnight(on),
    )
    return row


def _require_bureau(actor: Actor) -> None:
    if not actor.is_bureau:
        raise NotAllowed(_("Only a bureau grants titles."))


def _require_running(row: Title, on: date) -> None:
    if on <= row.valid_from:
        message = _("A title can end on the day after it began, not before.")
        raise Invalid(message, {"on": message})
    if on > row.valid_to:
        raise Conflict(_("This title has run out by then."))


def _held(organizations: Iterable[int]) -> set[tuple[int, str]]:
    rows = Title.objects.filter(organization__in=organizations)
    return set(rows.values_list("organization_id", "kind__code"))


def _granted(title: Title, code: str, region: str | None, *, is_first: bool) -> Line:
    days = (title.valid_to - title.valid_from).days + 1
    return Line(
        kinds.GRANTED,
        title.pk,
        title.organization_id,
        region,
        {"days": Decimal(days), "first": Decimal(is_first), **_flagged(code)},
        at=_midnight(title.valid_from),
    )


def _flagged(code: str) -> dict[str, Decimal]:
    return {kinds.flag(code): Decimal(1)}


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=timezone.get_current_timezone())
