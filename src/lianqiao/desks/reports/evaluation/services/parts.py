"""The parts of a round, each list given as a whole: strata, groups, items, choices, questions."""

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
from lianqiao.desks.reports.evaluation.models import (
    Choice,
    Group,
    Item,
    Judged,
    Question,
    Round,
    Stratum,
)
from lianqiao.desks.reports.evaluation.services.locking import (
    OPEN,
    locked,
    noted,
    require_lead,
)

FEWEST_OPTIONS, MOST_OPTIONS, LONGEST_OPTION = 2, 12, 80


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


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """A question of the survey; without options it is answered in free text."""

    text: str
    kind: str
    options: Sequence[str] = ()


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


@transaction.atomic
def set_questions(pk: int, lines: Sequence[QuestionLine], *, actor: Actor) -> None:
    """Make the survey's questions these, in this order; none for a round without a survey.

    Invalid for a choice without 2 to 12 different options of 80 characters at most, and for a free
    text with any.
    """
    row = _begin(pk, actor)
    for line in lines:
        _require_options(line)
    row.questions.all().delete()
    _create(row, Question, ({**asdict(line), "options": list(line.options)} for line in lines))
    noted(kinds.CHANGED, row, actor)


def _begin(pk: int, actor: Actor) -> Round:
    row = locked(pk, actor, *OPEN)
    require_lead(actor)
    return row


def _create(
    row: Round, model: type[Item | Choice | Question], lines: Iterable[dict[str, object]]
) -> None:
    made = [model(round=row, position=at, **line) for at, line in enumerate(lines, 1)]
    model._default_manager.bulk_create(made)


def _require_different(keys: Iterable[Hashable]) -> None:
    twice = [key for key, count in Counter(keys).items() if count > 1]
    if twice:
        raise Invalid(_("Each stands in the list once."))


def _require_options(line: QuestionLine) -> None:
    if line.kind not in Question.Kind.values or not line.text.strip():
        raise Invalid(_("A question has a text and a kind."))
    if line.kind == Question.Kind.TEXT:
        if line.options:
            raise Invalid(_("A question that is answered in free text has no options."))
        return
    _require_different(line.options)
    if not FEWEST_OPTIONS <= len(line.options) <= MOST_OPTIONS:
        raise Invalid(_("A question that one chooses from has 2 to 12 options."))
    if any(not 0 < len(one.strip()) <= LONGEST_OPTION for one in line.options):
        raise Invalid(_("An option has at most 80 characters."))


def _refusals() -> dict[str, Refusal]:
    weight = Invalid(_("A weight is more than 0 and at most 1."))
    return {
        "stratum_sensible": Invalid(_("A stratum has seats, and a weight of at most 1.")),
        "stratum_code_plain": Invalid(_("A code has letters, digits and hyphens only.")),
        "item_weighs": weight,
        "choice_points": Invalid(_("Points go from 0 to 100.")),
    }
