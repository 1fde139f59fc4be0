"""The parts of a round, each list given as a whole: strata, groups, items, choices."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from lianqiao.core.errors import Conflict, Invalid, Refusal, explained
from lianqiao.core.parties.actors import Actor
from lianqiao.core.parties.models import Organization
from lianqiao.desks.reports.evaluation import kinds
from lianqiao.desks.reports.evaluation.models import Choice, Group, Item, Judged, Round, Stratum
from lianqiao.desks.reports.evaluation.services.locking import (
    OPEN,
    locked,
    noted,
    require_lead,
)


@dataclass(frozen=True, slots=True)
class StratumLine:
    """A stratum, known by its code; residents' ones have a district."""

    code: str
    name: str
    kind: str
    region_id: str | None
    seats: int
    weight: Decimal


@dataclass(frozen=True, slots=True)
class GroupLine:
    """A group and the keys of its departments."""

    name: str
    departments: Sequence[int]


@dataclass(frozen=True, slots=True)
class ItemLine:
    """What is judged."""

    name: str
    help: str
    weight: Decimal


@dataclass(frozen=True, slots=True)
class ChoiceLine:
    """A word and its points."""

    label: str
    points: Decimal


@transaction.atomic
def set_strata(pk: int, lines: Sequence[StratumLine], *, actor: Actor) -> None:
    """Make the strata these. Conflict where one that has volunteers would go."""
    row = _begin(pk, actor)
    _require_different([line.code for line in lines])
    gone = row.strata.exclude(code__in=[line.code for line in lines])
    if row.volunteers.filter(stratum__in=gone).exists():
        raise Conflict(_("Volunteers have signed up in a stratum that would go."))
    gone.delete()
    with explained(_refusals()), transaction.atomic():
        for line in lines:
            values = asdict(line)
            Stratum.objects.update_or_create(round=row, code=values.pop("code"), defaults=values)
    noted(kinds.CHANGED, row, actor)


@transaction.atomic
def set_groups(pk: int, lines: Sequence[GroupLine], *, actor: Actor) -> None:
    """Make the groups these, in this order. Invalid for a department that stands in two."""
    row = _begin(pk, actor)
    departments = [one for line in lines for one in line.departments]
    _require_different(departments)
    known = Organization.objects.filter(kind=Organization.Kind.BUREAU, pk__in=departments)
    if known.count() != len(departments):
        raise Invalid(_("Choose departments."))
    row.groups.all().delete()
    for at, line in enumerate(lines, 1):
        group = Group.objects.create(round=row, position=at, name=line.name)
        Judged.objects.bulk_create(
            [Judged(round=row, group=group, department_id=one) for one in line.departments]
        )
    noted(kinds.CHANGED, row, actor)


@transaction.atomic
def set_items(pk: int, lines: Sequence[ItemLine], *, actor: Actor) -> None:
    """Make the items these, in this order."""
    row = _begin(pk, actor)
    row.items.all().delete()
    with explained(_refusals()), transaction.atomic():
        _create(row, Item, map(asdict, lines))
    noted(kinds.CHANGED, row, actor)


@transaction.atomic
def set_choices(pk: int, lines: Sequence[ChoiceLine], *, actor: Actor) -> None:
    """Make the choices these, in this order."""
    row = _begin(pk, actor)
    row.choices.all().delete()
    with explained(_refusals()), transaction.atomic():
        _create(row, Choice, map(asdict, lines))
    noted(kinds.CHANGED, row, actor)


def _begin(pk: int, actor: Actor) -> Round:
    row = locked(pk, actor, *OPEN)
    require_lead(actor)
    return row


def _create(row: Round, model: type[Item | Choice], lines: Iterable[dict[str, object]]) -> None:
    made = [model(round=row, position=at, **line) for at, line in enumerate(lines, 1)]
    model._default_manager.bulk_create(made)


def _require_different(keys: Iterable[Hashable]) -> None:
    twice = [key for key, count in Counter(keys).items() if count > 1]
    if twice:
        raise Invalid(_("Each stands in the list once."))


def _refusals() -> dict[str, Refusal]:
    weight = Invalid(_("A weight is more than 0 and at most 1."))
    return {
        "stratum_sensible": Invalid(_("A stratum has seats, and a weight of at most 1.")),
        "stratum_code_plain": Invalid(_("A code has letters, digits and hyphens only.")),
        "item_weighs": weight,
        "choice_points": Invalid(_("Points go from 0 to 100.")),
    }
