"""Holding figures of a text against the ledger: all of a text in a few statements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from lianqiao.core.indicators.models import Aggregate, Scope, Version
from lianqiao.core.indicators.periods import Period
from lianqiao.core.indicators.queries import Asked, Value, in_force, reported_within, values
from lianqiao.core.parties.permissions import OPERATOR
from lianqiao.desks.reports.statements import units
from lianqiao.desks.reports.statements.models import Claim, Outcome, Reason, State, Text
from lianqiao.desks.reports.statements.periods import anchor_of, period_of, years_of
from lianqiao.engines.figures import Range

ADDED = frozenset({Aggregate.COUNT, Aggregate.SUM})
LARGER = frozenset({"全国", "全省", "我省", "本省"})
"""Of these the city has no records; other places outside are where something took place."""

PERCENT = 100
DECIMALS = Decimal("1e-8")


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the ledger says to a claim. `found` is in the unit that the text uses."""

    outcome: str = ""
    found: Decimal | None = None
    agrees: bool | None = None
    period: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """What has to be counted for a claim: figures that add up, or two of which one has grown."""

    claim: Claim
    version: Version
    asked: tuple[Asked, ...] = ()
    reason: str = ""

    @property
    def is_change(self) -> bool:
        """Whether it is asked how much more or less it is than before."""
        return self.claim.is_change and self.version.unit != "%"


UNDECIDED = Judgement()
"""For a figure that speaks of no indicator."""


def judged(text: Text, claims: Sequence[Claim]) -> dict[int, Judgement]:
    """Return what the ledger says to each claim, by its number, but to those that need nothing.

    Proposed ones are judged too, so that one sees what confirming them would say.
    """
    codes = {one.indicator_id for one in claims if one.indicator_id}
    known = {one.code: one for one in in_force(OPERATOR).filter(indicator__in=codes)}
    anchor = anchor_of(text.published_on, text.year)
    reported = reported_within(codes, date(text.year, 1, 1), date(text.year, 12, 31))
    questions = [
        _question(one, known[one.indicator_id], anchor, reported)
        for one in claims
        if one.indicator_id in known
    ]
    asked = list(dict.fromkeys(one for question in questions for one in question.asked))
    found = dict(zip(asked, values(asked), strict=True))
    unnamed = Judgement(Outcome.UNKNOWN, reason=Reason.INDICATOR)
    verdicts = {one.pk: unnamed for one in claims if one.state != State.NONE}
    return verdicts | {one.claim.pk: _judgement(one, found) for one in questions}


def _question(
    claim: Claim, version: Version, anchor: date, reported: Mapping[str, Period]
) -> Question:
    if (Scope.DISTRICT if claim.region else Scope.CITY) not in version.scopes or (
        claim.place in LARGER
    ):
        return Question(claim, version, reason=Reason.PLACE)
    periods = _periods(claim, version, anchor, reported)
    asked = tuple(Asked(version.code, period, claim.region) for period in periods)
    missing = Reason.EMPTY if version.is_reported else Reason.PERIOD
    return Question(claim, version, asked, "" if asked else missing)


def _periods(
    claim: Claim, version: Version, anchor: date, reported: Mapping[str, Period]
) -> list[Period]:
    """Return the period meant, and those that are added to it or that it has grown since."""
    years = years_of(claim.period_written, anchor)
    if version.is_reported:
        period = reported.get(version.code)
    else:
        period = period_of(claim.period_written, version, anchor, claim.qualifiers)
    if period is None:
        return []
    if claim.is_change and version.unit != "%":
        return [period, period.before()]
    if not years or version.is_reported:
        return [period]
    # Only what happens adds up over years, not what stands on a day.
    adds = version.aggregate in ADDED and "year" in version.periods
    return [period, *map(Period.year, years[:-1])] if adds else []


def _judgement(question: Question, found: Mapping[Asked, Value]) -> Judgement:
    if question.reason:
        return Judgement(Outcome.UNKNOWN, reason=question.reason)
    value = _reckoned(question, [found[one] for one in question.asked])
    claim, period = question.claim, question.asked[0].period.code
    if value is None:
        return Judgement(Outcome.UNKNOWN, period=period, reason=Reason.EMPTY)
    agrees = value in Range(claim.low, claim.high, claim.is_closed)
    outcome = Outcome.AGREES if agrees else Outcome.DIFFERS
    if question.version.is_reported:
        outcome = Outcome.REPORTED
    return Judgement(outcome, value.quantize(DECIMALS), agrees, period)


def _reckoned(question: Question, values: Sequence[Value]) -> Decimal | None:
    """Return the sum, or the change in %; None unless there are records in each period."""
    known = [one.value for one in values if one.value is not None and one.entries]
    if len(known) < len(values):
        return None
    if not question.is_change:
        return units.in_unit_of_text(sum(known, Decimal(0)), question.version.unit)
    now, before = known
    change = (now - before) / before * PERCENT if before else None
    falls = "decline" in question.claim.qualifiers
    return -change if falls and change is not None else change
