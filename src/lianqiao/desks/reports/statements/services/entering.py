"""A text comes in: kept as it is, its figures read, an indicator proposed for each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from hashlib import sha256

from django.db import transaction
from django.utils.translation import gettext as _

from lianqiao.core.errors import Conflict, Invalid, NotAllowed, TooLarge, explained
from lianqiao.core.indicators.periods import FIRST_YEAR, LAST_YEAR
from lianqiao.core.indicators.queries import districts, in_force
from lianqiao.core.ledger.services import record
from lianqiao.core.parties.actors import Actor
from lianqiao.desks.reports.statements import kinds, queries
from lianqiao.desks.reports.statements.finding import Finder, Wording, best
from lianqiao.desks.reports.statements.models import Claim, Pair, Reading, State, Text
from lianqiao.desks.reports.statements.services.judging import keep_verdicts
from lianqiao.engines.figures import Figure, agreeing, read_figures

LONGEST = 10_000_000
AT_ONCE = 200_000
"""Longer texts are read in the background."""

ON_A_PAGE = 6_000
BATCH = 1_000
MOST = Decimal(10) ** 29


@dataclass(frozen=True, slots=True)
class Given:
    """A text as somebody hands it in."""

    title: str
    body: str
    year: int
    published_on: date
    source: str = ""
    is_invented: bool = False


def enter(given: Given, *, actor: Actor) -> Text:
    """Keep a text and read it; a long one is read in the background.

    Invalid without title or text, TooLarge beyond ten million characters, Conflict for a text
    that was entered already.
    """
    _require(given, actor)
    digest = sha256(given.body.encode()).hexdigest()
    known = Conflict(_("This text was entered already."))
    with explained({"text_entered_once": known}), transaction.atomic():
        text = Text.objects.create(
            title=given.title.strip(),
            body=given.body,
            year=given.year,
            published_on=given.published_on,
            source=given.source,
            is_invented=given.is_invented,
            sha256=digest,
            pages=list(_pages(given.body)),
            entered_by=actor.user,
        )
        record(kinds.ENTERED, subject=text.pk, actor=actor, organization=actor.organization)
        if len(given.body) <= AT_ONCE:
            return read(text.pk, actor=actor)
    return text


@transaction.atomic
def read(pk: int, *, actor: Actor) -> Text:
    """Read a text's figures, propose an indicator for each and judge them. Again: nothing new."""
    text = Text.objects.select_for_update().get(pk=pk)
    if text.reading == Reading.DONE:
        return text
    finder = Finder(list(in_force(actor)))
    remembered, places = _remembered(), dict(districts().values_list("name", "pk"))
    proposed: dict[Wording, tuple[State, str | None, float | None]] = {}
    batch: list[Claim] = []
    for figure in read_figures(text.body):
        if not _fits(figure):
            continue
        claim = _claim(text, figure, places)
        wording = queries.wording_of(claim)
        if wording not in proposed:
            proposed[wording] = _proposed(wording, finder, remembered)
        claim.state, claim.indicator_id, claim.score = proposed[wording]
        batch.append(claim)
        if len(batch) == BATCH:
            Claim.objects.bulk_create(batch)
            batch = []
    Claim.objects.bulk_create(batch)
    text.reading = Reading.DONE
    text.save(update_fields=["reading"])
    keep_verdicts(text, actor)
    return text


def mark_unreadable(pk: int) -> None:
    """Say of a text that waits that it could not be read, so that it does not wait for ever."""
    Text.objects.filter(pk=pk, reading=Reading.WAITING).update(reading=Reading.FAILED)


def _require(given: Given, actor: Actor) -> None:
    if not actor.is_bureau:
        raise NotAllowed(_("Only a department enters texts."))
    wrong = {}
    if not given.title.strip():
        wrong["title"] = _("Give it a title.")
    if not given.body.strip() or "\0" in given.body:
        wrong["body"] = _("There is no text in this file.")
    if not FIRST_YEAR <= given.year <= LAST_YEAR:
        wrong["year"] = _("Write a year.")
    if wrong:
        raise Invalid(_("The text cannot be entered like this."), wrong)
    if len(given.body) > LONGEST:
        raise TooLarge(_("A text has at most %(most)s characters.") % {"most": f"{LONGEST:,}"})


def _pages(body: str) -> Iterator[int]:
    """Yield where pages begin: after a line or a sentence, or in the midst of an endless one."""
    start = 0
    while start < len(body):
        yield start
        if start + ON_A_PAGE >= len(body):
            return
        ends = (body.rfind(end, start + ON_A_PAGE // 2, start + ON_A_PAGE) for end in "\n。")
        start = next((end + 1 for end in ends if end > 0), start + ON_A_PAGE)


def _fits(figure: Figure) -> bool:
    """Leave out what no indicator comes to: numbers of more than 29 digits."""
    exponent = figure.value.as_tuple().exponent
    return abs(figure.value) < MOST and isinstance(exponent, int) and exponent >= -8  # noqa: PLR2004


def _remembered() -> dict[tuple[str, str, str], str | None]:
    rows = Pair.objects.values_list("subject", "unit", "department", "indicator")
    return {(subject, unit, department): code for subject, unit, department, code in rows}


def _proposed(
    wording: Wording, finder: Finder, remembered: dict[tuple[str, str, str], str | None]
) -> tuple[State, str | None, float | None]:
    if wording.key in remembered:
        code = remembered[wording.key]
        return (State.CONFIRMED, code, 1.0) if code else (State.NONE, None, 1.0)
    found = None if wording.is_rank else best(finder.proposals(wording))
    return (State.PROPOSED, found.version.code, found.score) if found else (State.OPEN, None, None)


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
