"""The ladder of titles: where one firm stands, what each next rung lacks, what it would open."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from lianqiao.core.language import language
from lianqiao.core.parties.actors import Actor
from lianqiao.core.parties.models import Organization, Title, TitleKind
from lianqiao.core.parties.queries import titles_of
from lianqiao.core.rules import scorecards
from lianqiao.core.rules.openings import Opening, openings
from lianqiao.core.rules.registry import OWN_FACTS, Registry, registry
from lianqiao.core.rules.subjects import Subject, subject
from lianqiao.desks.programs.queries import access
from lianqiao.engines.rules import Row, Words
from lianqiao.engines.scorecards import Card, Judged, Ways


@dataclass(frozen=True, slots=True)
class Missing:
    """A fact that is missing, in words; `name` and `year` where the firm can state it itself."""

    label: str
    name: str
    year: int | None


@dataclass(frozen=True, slots=True)
class Standing:
    """A firm by one table: what was judged, what is missing, the smallest ways to pass, in words.

    `must` and `either` are sentences; `is_recheck` tells that the table of a re-check is meant.
    """

    card: Card
    judged: Judged
    missing: Sequence[Missing]
    must: Sequence[str]
    either: Sequence[Sequence[str]]
    is_open: bool
    is_recheck: bool


@dataclass(frozen=True, slots=True)
class Rung:
    """A title: how it is held on the day, or was held last; the tables; what it would open.

    `under` is the table by which the held one was granted: one of an old rule runs on.
    """

    kind: TitleKind
    held: Title | None
    last: Title | None
    under: Card | None
    standings: Sequence[Standing]
    opens: Sequence[Opening]


@dataclass(frozen=True, slots=True)
class Ladder:
    """A firm and its rungs from the lowest to the highest, on a day."""

    organization: Organization
    on: date
    rungs: Sequence[Rung]


def ladder(actor: Actor, organization: int | None, on: date) -> Ladder:
    """Return where a firm stands; NotAllowed or NotFound for who may not see it.

    Queries: a fixed number, however many tables and measures.
    """
    firm = access.organization(actor, organization)
    words = registry()
    known = subject(firm.pk, words.vocabulary, on)
    titles = list(titles_of(firm.pk))
    kinds = {kind.code: kind for kind in TitleKind.objects.filter(code__in=scorecards.LADDER)}
    lacking = [code for code in kinds if _held(titles, code, on) is None]
    opened = openings(lacking, known.row, on)
    climber = _Climber(titles, known, words, on)
    rungs = [
        climber.rung(kinds[code], opened.get(code, []))
        for code in scorecards.LADDER
        if code in kinds
    ]
    return Ladder(firm, on, rungs)


@dataclass(frozen=True, slots=True)
class _Climber:
    """A firm on a day: its titles, and what is known of it."""

    titles: Sequence[Title]
    known: Subject
    words: Registry
    on: date

    def rung(self, kind: TitleKind, opened: Sequence[Opening]) -> Rung:
        held = _held(self.titles, kind.code, self.on)
        earlier = [one for one in self.titles if one.kind_id == kind.pk and one.valid_to < self.on]
        last = max(earlier, key=lambda one: one.valid_to, default=None)
        cards = scorecards.in_force(self.on, [kind.code])
        found = (self.standing(card, is_recheck=held is not None) for card in cards)
        under = scorecards.granted_under(kind.code, held.valid_from) if held else None
        return Rung(kind, held, last, under, [one for one in found if one], opened)

    def standing(self, card: Card, *, is_recheck: bool) -> Standing | None:
        return standing_of(card, self.known.row, self.words, self.on, is_recheck=is_recheck)


def standing_of(
    card: Card, row: Row, words: Registry, on: date, *, is_recheck: bool
) -> Standing | None:
    """Return a firm, by its columns, as a table judges it; None where that cannot be read."""
    judge = scorecards.judge_of(card.for_recheck() if is_recheck else card, on, words)
    if judge is None:
        return None
    judged = judge.judge(row)
    ways = judged.ways if judged.verdict is False else Ways((), (), False)
    return Standing(
        card,
        judged,
        missing(judged.missing, words, on),
        [one.text(language(), on) for one in ways.must],
        [[one.text(language(), on) for one in way] for way in ways.either],
        ways.is_open,
        is_recheck,
    )


def _held(titles: Iterable[Title], code: str, on: date) -> Title | None:
    valid = (one for one in titles if one.kind.code == code)
    return next((one for one in valid if one.valid_from <= on <= one.valid_to), None)


def missing(columns: Iterable[str], words: Registry, on: date) -> list[Missing]:
    """Return facts that are missing, in words; those of registers and titles without a link."""
    speaker = Words(language(), on)
    own = {fact.name for fact in OWN_FACTS}
    found = []
    for column in columns:
        fact, lag = words.vocabulary.by_column[column]
        name = "" if fact.name in own or fact.name.startswith("title.") else fact.name
        year = None if lag is None else on.year - lag
        found.append(Missing(speaker.fact_named(fact, lag), name, year))
    return found
