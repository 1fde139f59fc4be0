"""Who may see and handle which rounds and volunteers."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from lianqiao.core.errors import NotFound
from lianqiao.core.parties.actors import Actor
from lianqiao.core.parties.models import Organization, Region
from lianqiao.core.parties.permissions import is_administrator
from lianqiao.desks.reports.evaluation.codes import digest, plain
from lianqiao.desks.reports.evaluation.models import Panelist, Round, Stage, Volunteer


def rounds(actor: Actor) -> QuerySet[Round]:
    """Return the rounds that an actor may see: those under preparation are their office's."""
    public = Round.objects.exclude(stage=Stage.PREPARING)
    return (public | managed(actor)).select_related("office")


def managed(actor: Actor) -> QuerySet[Round]:
    """Return the rounds of the actor's office; an administrator's are all."""
    if not actor.is_bureau:
        return Round.objects.none()
    if is_administrator(actor):
        return Round.objects.all()
    return Round.objects.filter(office=actor.organization)


def round_for(actor: Actor, pk: int) -> Round:
    """Return a round that the actor may see. NotFound for every other."""
    row = rounds(actor).filter(pk=pk).first()
    if row is None:
        raise no_round()
    return row


def managed_round(actor: Actor, pk: int) -> Round:
    """Return a round of the actor's office. NotFound for every other."""
    row = managed(actor).select_related("office").filter(pk=pk).first()
    if row is None:
        raise no_round()
    return row


def checked_by(actor: Actor, pk: int) -> QuerySet[Volunteer]:
    """Return the volunteers of a round that an actor checks.

    The office checks all, a bureau of a district those who live there.
    """
    rows = Volunteer.objects.filter(round=pk).select_related("stratum")
    if managed(actor).filter(pk=pk).exists():
        return rows
    district = district_of(actor)
    return rows.filter(stratum__region=district) if district else rows.none()


def district_of(actor: Actor) -> str:
    """Return the district whose volunteers the actor's bureau checks; '' for none."""
    if not actor.is_bureau:
        return ""
    home = Organization.objects.filter(
        pk=actor.organization, region__level=Region.Level.COUNTY
    ).values_list("region", flat=True)
    return home.first() or ""


def checks(actor: Actor, row: Round) -> bool:
    """Whether the actor's bureau has volunteers of a round to check."""
    if managed(actor).filter(pk=row.pk).exists():
        return True
    district = district_of(actor)
    return bool(district) and row.strata.filter(region=district).exists()


def require_checker(actor: Actor, pk: int) -> Round:
    """Return a round in which the actor has volunteers to check. NotFound for everybody else."""
    row = round_for(actor, pk)
    if not checks(actor, row):
        raise no_round()
    return row


def by_receipt(receipt: str) -> Volunteer:
    """Return the volunteer of a receipt, however it is written. NotFound for a wrong one."""
    found = Volunteer.objects.select_related("round", "stratum")
    row = found.filter(receipt_sha256=digest(plain(receipt))).first()
    if row is None:
        raise NotFound(_("There is no volunteer with this receipt; look at it again."))
    return row


def seat_of(row: Volunteer) -> Panelist | None:
    """Return a volunteer's seat on the panel, if there is one."""
    return Panelist.objects.filter(volunteer=row).select_related("group").first()


def no_round() -> NotFound:
    """Return the refusal of a round that is not there or not open to who asks."""
    return NotFound(_("There is no such evaluation, or it is not open to you."))
