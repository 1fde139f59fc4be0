"""Holding figures of a text against the ledger: all of a text in a few statements."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from lianqiao.core.indicators.models import Aggregate, Scope, Version
from lianqiao.core.indicators.periods import Period
from lianqiao.core.indicators.queries import Asked, Value, in_force, reported_within, values
from lianqiao.core.parties.actors import Actor, Role
from lianqiao.desks.reports.statements import units
from lianqiao.desks.reports.statements.models import Claim, Outcome, State, Text
from lianqiao.desks.reports.statements.periods import anchor_of, period_of, years_of
from lianqiao.engines.figures import Range

ADDED = frozenset({Aggregate.COUNT, Aggregate.SUM})
EVERYTHING = Actor(role=Role.ADMINISTRATOR)
PERCENT = 100


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the ledger says to a claim. `found` is in the unit that the text uses."""

    outcome: Outcome
    found: Decimal | None = None
    agrees: bool | None = None
    period: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """What has to be counted for a claim: the figures asked for, and whether it is their change."""

    claim: Claim
    version: Version
    asked: tuple[Asked, ...]
    is_change: bool = False


NOTHING = Verdict(Outcome.UNKNOWN)


def judged(text: Text, claims: Sequence[Claim]) -> dict[int, Verdict]:
    """Return the verdict of each claim that speaks of an indicator, by its number.

    Proposed ones are judged too, so that one sees what confirming them would say; a claim without
    an indicator has no records.
    """
    codes = {one.indicator_id for one in claims if one.indicator_id}
    known = {one.code: one for one in in_force(EVERYTHING).filter(indicator__in=codes)}
    anchor = anchor_of(text.published_on, text.year)
    reported = reported_within(codes, date(text.year, 1, 1), date(text.year, 12, 31))
    questions = [
        _question(one, known[one.indicator_id], anchor, reported)
        for one in claims
        if one.indicator_id in known
    ]
    asked = list(dict.fromkeys(one for question in questions for one in question.asked))
    found = dict(zip(asked, values(asked), strict=True))
    verdicts = {one.pk: NOTHING for one in claims if one.state != State.NONE}
    return verdicts | {one.claim.pk: _verdict(one, found) for one in questions}


def _question(
    claim: Claim, version: Version, anchor: date, reported: Mapping[str, Period]
) -> Question:
    period = (
        reported.get(version.code)
        if version.is_reported
        else period_of(claim.period_written, version, anchor)
    )
    region = claim.region if claim.region and Scope.DISTRICT in version.scopes else ""
    if period is None or Scope.CITY not in version.scopes:
        return Question(claim, version, ())
    if claim.is_change and version.unit != "%":
        then = Asked(version.code, period.before(), region)
        return Question(claim, version, (Asked(version.code, period, region), then), True)
    return Question(claim, version, tuple(_several(claim, version, period, anchor, region)))


def _several(
    claim: Claim, version: Version, period: Period, anchor: date, region: str
) -> Iterable[Asked]:
    """Yield the figure asked for; of “近三年” each year, where years add up."""
    yield Asked(version.code, period, region)
    if version.aggregate in ADDED and "year" in version.periods:
        for year in years_of(claim.period_written, anchor)[:-1]:
            yield Asked(version.code, Period.year(year), region)


def _verdict(question: Question, found: Mapping[Asked, Value]) -> Verdict:
    values = [found[one] for one in question.asked]
    value = _change(values) if question.is_change else _sum(values)
    if value is None or not sum(one.entries for one in values):
        return NOTHING
    claim, period = question.claim, question.asked[0].period.code
    if not question.is_change:
        value = units.in_unit_of_text(value, question.version.unit)
    agrees = value in Range(claim.low, claim.high, claim.is_closed)
    if question.version.is_reported:
        return Verdict(Outcome.REPORTED, value, agrees, period)
    return Verdict(Outcome.AGREES if agrees else Outcome.DIFFERS, value, agrees, period)


def _sum(values: Sequence[Value]) -> Decimal | None:
    known = [one.value for one in values if one.value is not None]
    return sum(known, Decimal(0)) if known else None


def _change(values: Sequence[Value]) -> Decimal | None:
    now, before = (one.value for one in values)
    return None if now is None or not before else abs(now - before) / before * PERCENT
