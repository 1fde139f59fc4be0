"""What an organization says of itself."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from lianqiao.core.errors import Invalid, NotFound
from lianqiao.core.facts.kinds import STATED
from lianqiao.core.facts.values import Value
from lianqiao.core.ledger import services as ledger
from lianqiao.core.parties.actors import Actor
from lianqiao.core.parties.models import OWN_WORD, Fact, FactDefinition, FactSource
from lianqiao.core.parties.permissions import require_member
from lianqiao.core.parties.services import record_fact

YEARS_BACK = 5


def years() -> list[int]:
    """Return the years that a statement may be about, newest first."""
    this = timezone.localdate().year
    return list(range(this, this - YEARS_BACK - 1, -1))


@transaction.atomic
def state_fact(
    *, actor: Actor, name: str, value: Value, year: int | None = None, evidence: str = ""
) -> Fact:
    """Note what the actor's organization says of itself; what a better source says still counts.

    What is not by year is of this one, or of the last period of which a better source speaks: so
    both are seen side by side.
    """
    require_member(actor)
    definition = FactDefinition.objects.filter(pk=name, is_register=False).first()
    if definition is None:
        raise NotFound(_("This is no fact that an organization states itself."))
    about = (year or 0) if definition.is_yearly else years()[0]
    if about not in years():
        raise Invalid(_("Choose one of the last years."))
    organization = actor.organization or 0
    spoken_of = None if definition.is_yearly else _better_period(organization, definition)
    period = spoken_of or (date(about, 1, 1), date(about, 12, 31))
    fact = record_fact(organization, name, value, period=period, source=OWN_WORD, evidence=evidence)
    ledger.record(STATED, subject=fact.pk, organization=organization, actor=actor)
    return fact


def _better_period(organization: int, definition: FactDefinition) -> tuple[date, date] | None:
    rank = FactSource.objects.filter(pk=OWN_WORD).values("rank")
    said = Fact.objects.filter(
        organization=organization, definition=definition, source__rank__lt=Subquery(rank)
    )
    return (
        said.order_by("-period_from", "-period_to").values_list("period_from", "period_to").first()
    )
