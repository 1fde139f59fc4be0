"""What one can ask about facts that came in."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from lianqiao.core.errors import NotFound
from lianqiao.core.facts.models import FactImport
from lianqiao.core.facts.permissions import require_bureau
from lianqiao.core.parties import permissions
from lianqiao.core.parties.actors import Actor
from lianqiao.core.parties.models import Fact
from lianqiao.core.parties.queries import contradictions_of, facts_of

NEWEST = 10


def last_imports(actor: Actor) -> QuerySet[FactImport]:
    """Return the last imports, newest first."""
    require_bureau(actor)
    return FactImport.objects.select_related("imported_by")[:NEWEST]


def import_for(actor: Actor, pk: int) -> FactImport:
    """Return one import, or raise NotFound."""
    require_bureau(actor)
    found = FactImport.objects.select_related("imported_by").filter(pk=pk).first()
    if found is None:
        raise NotFound(_("There is no such import."))
    return found


@dataclass(frozen=True, slots=True)
class OnRecord:
    """A fact that counts, and what other sources say against it."""

    fact: Fact
    others: list[Fact]


def own_facts(actor: Actor) -> list[OnRecord]:
    """Return what is on record of the actor's organization, by fact, the newest period first."""
    permissions.require_member(actor)
    organization = actor.organization or 0
    others: dict[int, list[Fact]] = defaultdict(list)
    for fact in contradictions_of(organization):
        others[fact.better].append(fact)  # type: ignore[attr-defined]  # annotated
    found = facts_of(organization).order_by(
        "definition_id", "-period_from", "-period_to", "source__rank", "-known_at"
    )
    found = found.distinct("definition_id", "period_from", "period_to")
    return [OnRecord(fact, others[fact.pk]) for fact in found]


def fact_for(actor: Actor, pk: int) -> Fact:
    """Return a fact to those who see its organization's facts, or raise NotFound."""
    found = Fact.objects.filter(pk=pk).first()
    if found is None or not permissions.sees_contact(actor, found.organization_id):
        raise NotFound(_("There is no such thing here."))
    return found
