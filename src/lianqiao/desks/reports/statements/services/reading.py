"""A text's figures are read, and an indicator is proposed for each: a portion at a time.

Each portion is a transaction of its own, so that one sees how far it is and can stop it; what was
read stays, and reading goes on from there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import islice

from django.db import transaction
from django.utils.translation import gettext as _

from lianqiao.core.errors import NotAllowed
from lianqiao.core.indicators.queries import districts, in_force
from lianqiao.core.parties.actors import Actor
from lianqiao.desks.reports.statements import queries
from lianqiao.desks.reports.statements.finding import Finder, Wording, best
from lianqiao.desks.reports.statements.models import Claim, Pair, Reading, State, Text
from lianqiao.desks.reports.statements.services.judging import keep_verdicts
from lianqiao.engines.figures import Figure, agreeing, read_figures

BATCH = 1_000
MOST = Decimal(10) ** 29
Decided = tuple[State, str | None, float | None]


def read(pk: int, *, actor: Actor) -> Text:
    """Read the figures of a text that waits for it, and judge them. Of another text: nothing new.

    Leaves off where somebody stops it meanwhile.
    """
    text = Text.objects.get(pk=pk)
    if text.reading != Reading.WAITING:
        return text
    proposer, places = _proposer(actor), dict(districts().values_list("name", "pk"))
    figures = (one for one in read_figures(text.body) if one.start >= text.read_to and _fits(one))
    while portion := list(islice(figures, BATCH)):
        claims = [_claim(text, figure, places) for figure in portion]
        proposer.propose(claims)
        if not _keep(text, claims, portion[-1].end):
            return text
    return _finish(text, actor)


def stop(pk: int, *, actor: Actor) -> None:
    """Stop reading a text after the portion that is being read."""
    _move(pk, actor, {Reading.WAITING}, Reading.STOPPED)


def go_on(pk: int, *, actor: Actor) -> None:
    """Let a text be read on from where it was stopped, or could not be read."""
    _move(pk, actor, {Reading.STOPPED, Reading.FAILED}, Reading.WAITING)


def mark_unreadable(pk: int) -> None:
    """Say of a text that waits that it could not be read, so that it does not wait for ever."""
    Text.objects.filter(pk=pk, reading=Reading.WAITING).update(reading=Reading.FAILED)


def _move(pk: int, actor: Actor, stages: set[Reading], to: Reading) -> None:
    if not actor.is_bureau:
        raise NotAllowed(_("Only a department enters texts."))
    Text.objects.filter(pk=pk, reading__in=stages).update(reading=to)


@transaction.atomic
def _keep(text: Text, claims: Sequence[Claim], end: int) -> bool:
    """Keep a portion; False where the text was stopped, or somebody else reads it."""
    if not _is_ours(text):
        return False
    Claim.objects.bulk_create(claims)
    text.read_to = end
    text.save(update_fields=["read_to"])
    return True


@transaction.atomic
def _finish(text: Text, actor: Actor) -> Text:
    if _is_ours(text):
        text.reading, text.read_to = Reading.DONE, len(text.body)
        text.save(update_fields=["reading", "read_to"])
        keep_verdicts(text, actor)
    return text


def _is_ours(text: Text) -> bool:
    """Lock a text; tell whether it still waits, and from where it was read on here."""
    row = Text.objects.select_for_update().values_list("reading", "read_to").get(pk=text.pk)
    return row == (Reading.WAITING, text.read_to)


@dataclass
class _Proposer:
    """Proposes an indicator for claims; of one wording, the same one without looking again."""

    finder: Finder
    remembered: Mapping[tuple[str, str, str], str | None]
    found: dict[Wording, Decided] = field(default_factory=dict)

    def propose(self, claims: Sequence[Claim]) -> None:
        for claim in claims:
            wording = queries.wording_of(claim)
            if wording not in self.found:
                self.found[wording] = self._looked_for(wording)
            claim.state, claim.indicator_id, claim.score = self.found[wording]

    def _looked_for(self, wording: Wording) -> Decided:
        if wording.key in self.remembered:
            code = self.remembered[wording.key]
            return (State.CONFIRMED, code, 1.0) if code else (State.NONE, None, 1.0)
        found = None if wording.is_rank else best(self.finder.proposals(wording))
        if found is None:
            return State.OPEN, None, None
        return State.PROPOSED, found.version.code, found.score


def _proposer(actor: Actor) -> _Proposer:
    rows = Pair.objects.values_list("subject", "unit", "department", "indicator")
    remembered = {(subject, unit, department): code for subject, unit, department, code in rows}
    return _Proposer(Finder(list(in_force(actor))), remembered)


def _fits(figure: Figure) -> bool:
    """Leave out what no indicator comes to: numbers of more than 29 digits."""
    exponent = figure.value.as_tuple().exponent
    return abs(figure.value) < MOST and isinstance(exponent, int) and exponent >= -8  # noqa: PLR2004


def _claim(text: Text, figure: Figure, places: Mapping[str, str]) -> Claim:
    agreed = agreeing(figure)
    return Claim(
        text=text,
        start=figure.start,
        end=figure.end,
        written=figure.text[:100],
        value=figure.value,
        unit=figure.unit[:32],
        subject=figure.subject[:200],
        qualifiers=list(figure.qualifiers),
        period_written=figure.period[:60],
        department=figure.department[:100],
        place=figure.place[:60],
        low=agreed.low,
        high=agreed.high,
        is_closed=agreed.is_closed,
        region=places.get(figure.place, ""),
    )
