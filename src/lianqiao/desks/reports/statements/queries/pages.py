"""A page of a text as it reads, cut where its figures stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.db.models.functions import Substr

from lianqiao.core.parties.actors import Actor
from lianqiao.desks.reports.statements import units
from lianqiao.desks.reports.statements.models import Claim, Text
from lianqiao.desks.reports.statements.queries.texts import claims_of


@dataclass(frozen=True)
class Note:
    """A claim with its place in the margin."""

    claim: Claim
    number: int

    @cached_property
    def difference(self) -> Decimal | None:
        """By how much the text says more than the ledger."""
        if self.claim.found is None or self.claim.agrees:
            return None
        return self.claim.value - self.claim.found

    @property
    def unit(self) -> str:
        """The unit without 万 and 亿, in which both values are."""
        return units.base(self.claim.unit)[0]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a paragraph: plain, or a figure with its note."""

    text: str
    note: Note | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of the text; a heading where `level` is above 0."""

    pieces: list[Piece]
    level: int

    @property
    def notes(self) -> list[Note]:
        """The notes beside it."""
        return [one.note for one in self.pieces if one.note]


def page_of(text: Text, number: int, actor: Actor) -> list[Paragraph]:
    """Return the paragraphs of a page, numbered from 1, with the claims in them."""
    starts = text.pages or [0]
    place = min(max(number, 1), len(starts)) - 1
    start = starts[place]
    length = starts[place + 1] - start if place + 1 < len(starts) else None
    body = _body(text, start, length)
    claims = claims_of(text, actor, within=(start, start + len(body)))
    first = text.claims.filter(start__lt=start).count() + 1
    notes = [Note(claim, number) for number, claim in enumerate(claims, start=first)]
    return list(_paragraphs(body, start, notes))


def _body(text: Text, start: int, length: int | None) -> str:
    cut = Substr("body", start + 1, length) if length else Substr("body", start + 1)
    return str(Text.objects.filter(pk=text.pk).values_list(cut, flat=True).get())


def _paragraphs(body: str, start: int, notes: Sequence[Note]) -> Iterator[Paragraph]:
    place, rest = start, list(notes)
    for line in body.splitlines(keepends=True):
        inside = [one for one in rest if one.claim.start < place + len(line)]
        rest = rest[len(inside) :]
        shown = line.rstrip("\r\n")
        marks = len(shown) - len(shown.lstrip("#"))
        if shown.strip():
            yield Paragraph(list(_pieces(shown, place, inside, marks)), min(marks, 6))
        place += len(line)


def _pieces(line: str, place: int, notes: Iterable[Note], marks: int) -> Iterator[Piece]:
    done = marks
    for note in notes:
        first, last = note.claim.start - place, note.claim.end - place
        yield Piece(line[done:first])
        yield Piece(line[first:last], note)
        done = last
    yield Piece(line[done:])
