"""A department writes down what it promises, as long as nothing of it is published."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from lianqiao.core.errors import Conflict, Invalid, NotAllowed, NotFound, explained
from lianqiao.core.parties.actors import Actor
from lianqiao.desks.reports.commitments.models import Commitment, Place, Stage
from lianqiao.desks.reports.commitments.queries.seeing import answers_for
from lianqiao.desks.reports.commitments.services.checking import require, require_places


@dataclass(frozen=True, slots=True)
class Spot:
    """A place as it is written: `region` is a district's code of GB/T 2260."""

    name: str
    region: str
    address: str = ""
    target: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """A promise as it is written."""

    year: int
    number: int
    title: str
    promise: str
    target: Decimal
    unit: str
    due_on: date
    begins_on: date | None = None
    title_en: str = ""
    promise_en: str = ""
    places: Sequence[Spot] = field(default_factory=tuple)
    is_invented: bool = False

    @property
    def starts(self) -> date:
        """The first day: the year's, where none is named."""
        return self.begins_on or date(self.year, 1, 1)


@transaction.atomic
def save(
    draft: Draft, *, actor: Actor, commitment: int | None = None, expected: int = 0
) -> Commitment:
    """Keep a promise as a draft of the actor's department.

    NotAllowed for who acts for no department, Invalid naming the fields, Conflict where its number
    is taken, where it is no draft any more, or was saved by somebody else since `expected`.
    """
    if not actor.is_bureau or actor.organization is None or actor.user is None:
        raise NotAllowed(_("Only a department makes commitments."))
    require(draft)
    require_places(draft.places, draft.target)
    row = Commitment(department_id=actor.organization)
    if commitment is not None:
        row = draft_of(commitment, actor)
        if expected and row.revision != expected:
            raise Conflict(_("Somebody else has changed this commitment meanwhile; look again."))
        row.revision += 1
    return _write(row, draft, actor.user)


@transaction.atomic
def save_many(drafts: Iterable[tuple[Draft, int | None]], *, actor: Actor) -> int:
    """Keep many drafts, all or none: each new, or in place of one by its key. Return how many."""
    return len([save(draft, actor=actor, commitment=pk) for draft, pk in drafts])


@transaction.atomic
def discard(pk: int, *, actor: Actor) -> None:
    """Remove a draft."""
    draft_of(pk, actor).delete()


def draft_of(pk: int, actor: Actor) -> Commitment:
    """Return a draft that nobody else changes meanwhile; Conflict where it is none any more."""
    row = locked(pk, actor)
    require_stage(row, Stage.DRAFT)
    return row


def locked(pk: int, actor: Actor) -> Commitment:
    """Return a commitment that nobody else changes meanwhile. NotFound for another department's."""
    row = Commitment.objects.select_for_update().filter(pk=pk).first()
    if row is None or not answers_for(row, actor):
        raise NotFound(_("There is no such commitment, or it is not open to you."))
    return row


def require_stage(row: Commitment, stage: Stage) -> None:
    """Raise Conflict where a commitment is at another stage."""
    if row.stage != stage:
        said = _("This commitment is by now: %(stage)s.")
        raise Conflict(said % {"stage": row.get_stage_display()})


def add_places(row: Commitment, spots: Iterable[Spot], amendment: int | None = None) -> None:
    """Write down places; Invalid where two bear one name."""
    taken = _("Two places of a commitment bear different names.")
    rows = [
        Place(
            commitment=row,
            name=spot.name.strip(),
            region_id=spot.region,
            address=spot.address.strip(),
            target=spot.target,
            added_by_id=amendment,
        )
        for spot in spots
    ]
    with explained({"commitment_place_once": Invalid(taken, {"places": taken})}):
        Place.objects.bulk_create(rows)


def _write(row: Commitment, draft: Draft, author: int) -> Commitment:
    values = asdict(draft) | {"begins_on": draft.starts}
    del values["places"]
    for name, value in values.items():
        setattr(row, name, value.strip() if isinstance(value, str) else value)
    # Whoever wrote last cannot be the one who publishes, even in a draft that another began.
    row.author = author
    taken = Conflict(_("Number %(number)d of this year is taken.") % {"number": draft.number})
    with explained({"commitment_number_once": taken}), transaction.atomic():
        row.save()
    row.places.all().delete()
    add_places(row, draft.places)
    return row
