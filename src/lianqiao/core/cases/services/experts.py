"""Keeping the pool of experts: who takes part, for which fields, where they belong."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lianqiao.core.cases.models import Affiliation, Expert
from lianqiao.core.errors import NotAllowed
from lianqiao.core.parties.actors import Actor
from lianqiao.core.parties.models import TechnicalField, User
from lianqiao.core.parties.services import create_user


@dataclass(frozen=True, slots=True)
class ExpertData:
    """An expert as a list has him: `homes` are numbers of organizations, or names of others."""

    username: str
    name: str
    fields: frozenset[str] = frozenset()
    homes: frozenset[int | str] = frozenset()
    most: int = 5
    is_active: bool = True
    email: str = ""


def require_lead(actor: Actor) -> None:
    """Raise NotAllowed for everybody but team leads and administrators."""
    if not (actor.is_bureau and actor.leads):
        raise NotAllowed(_("Team leads and administrators keep the pool of experts."))


@transaction.atomic
def save_experts(rows: Iterable[tuple[ExpertData, int | None]], *, actor: Actor) -> None:
    """Enter experts, or change those whose number is given.

    Who is new to the house can sign in by the city's own sign-on; a password is set elsewhere.
    """
    require_lead(actor)
    for data, pk in rows:
        expert = Expert.objects.get(pk=pk) if pk else _new(data)
        expert.most, expert.is_active = data.most, data.is_active
        expert.save()
        expert.fields.set(TechnicalField.objects.filter(pk__in=data.fields))
        _belong(expert, data.homes)


def _new(data: ExpertData) -> Expert:
    user = User.objects.filter(username=data.username).first()
    user = user or create_user(data.username, name=data.name, email=data.email)
    return Expert(user=user)


def _belong(expert: Expert, homes: frozenset[int | str]) -> None:
    """End what is not said any more, begin what is new."""
    living = {
        one.organization_id or one.name: one for one in expert.affiliations.filter(until=None)
    }
    gone = [one.pk for home, one in living.items() if home not in homes]
    Affiliation.objects.filter(pk__in=gone).update(until=timezone.localdate())
    for home in sorted(homes - living.keys(), key=str):
        if isinstance(home, int):
            Affiliation.objects.create(expert=expert, organization_id=home)
        else:
            Affiliation.objects.create(expert=expert, name=home)
