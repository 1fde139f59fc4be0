"""What the actor's office is in charge of."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from lianqiao.core.errors import NotAllowed, NotFound
from lianqiao.core.parties.actors import Actor
from lianqiao.desks.policies.models import Measure, Stage
from lianqiao.desks.policies.queries import access


def measures_in_charge(actor: Actor) -> QuerySet[Measure]:
    """Published measures of the actor's office; of all offices for an administrator."""
    rows = Measure.objects.filter(
        version__stage=Stage.PUBLISHED, version__policy__in=access.editable(actor)
    )
    return rows.select_related("version__policy__office")


def measure_in_charge(actor: Actor, measure: int) -> Measure:
    """Return a published measure of the actor's office. NotFound for everybody else."""
    row = measures_in_charge(actor).filter(pk=measure).first()
    if row is None:
        raise NotFound(_("There is no such measure, or another office is in charge."))
    return row


def require_lead(actor: Actor, office: int) -> None:
    """Raise NotAllowed unless the actor leads this office: money leaves by two hands."""
    if not (actor.leads and access.answers_for(actor, office)):
        raise NotAllowed(_("Only a team lead of the office in charge does this."))
