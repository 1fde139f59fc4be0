"""What the HTTP API says of who gets what, and what it is asked. Amounts are in yuan."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from ninja import Field, Schema
from pydantic import StrictBool

from lianqiao.core.language import language
from lianqiao.core.money import yuan
from lianqiao.core.schemas import Id, text
from lianqiao.desks.policies import wording
from lianqiao.desks.policies.queries import finding, mine
from lianqiao.desks.policies.queries.deciding import Decisions
from lianqiao.desks.policies.schemas.published import in_yuan

CreditCode = text(18)
MOST = 10**15
Whole = Annotated[int, Field(strict=True, ge=-MOST, le=MOST)]
Broken = Annotated[float, Field(strict=True, ge=-MOST, le=MOST)]
Answer = StrictBool | Whole | Broken | text(200) | None  # type: ignore[operator]
Day = Annotated[date, Field(ge=date(2000, 1, 1), le=date(2099, 12, 31))]
Said = Literal["yes", "no", "unknown"]
MOST_CODES, MOST_MEASURES, MOST_FACTS = 1_000, 500, 100


def said(verdict: bool | None) -> Said:
    """Return a verdict in a word; what is missing is not a no."""
    if verdict is None:
        return "unknown"
    return "yes" if verdict else "no"


class EntryOut(Schema):
    """A measure as it stands for an enterprise, with what is missing or would change a no."""

    policy: int
    measure: int
    title: str
    verdict: Said
    amount: Decimal | None
    closes_on: date | None
    missing: list[str]
    changes: list[str]
    reasons: list[str]
    case: int | None

    @classmethod
    def of(cls, entry: mine.Entry) -> EntryOut:
        """Make it of what 'my policies' shows."""
        one = entry.judgement
        return cls(
            policy=one.measure.version.policy_id,
            measure=one.measure.pk,
            title=one.measure.title,
            verdict=said(one.verdict),
            amount=in_yuan(one.amount),
            closes_on=wording.days(one.measure)[1],
            missing=[one.label for one in entry.missing],
            changes=entry.changes,
            reasons=_reasons(entry),
            case=entry.claim,
        )


def _reasons(entry: mine.Entry) -> list[str]:
    """Return the conditions that make the answer no, in the asker's language."""
    one = entry.judgement
    if one.verdict is not False or one.explained is None:
        return []
    return [leaf.text[language()] for leaf in one.explained.failing()]


class MineOut(Schema):
    """All measures in force in three groups, and those to be read, which have no rule."""

    qualify: list[EntryOut]
    missing_facts: list[EntryOut]
    no: list[EntryOut]
    to_read: list[EntryOut]
    total: Decimal

    @classmethod
    def of(cls, found: mine.Mine) -> MineOut:
        """Make it of what 'my policies' shows."""
        return cls(
            qualify=_entries(found.yes),
            missing_facts=_entries(found.maybe),
            no=_entries(found.no),
            to_read=_entries(found.unjudged),
            total=yuan(found.total),
        )


def _entries(entries: Sequence[mine.Entry]) -> list[EntryOut]:
    return [EntryOut.of(one) for one in entries]


class DecideIn(Schema):
    """Whom to decide for: credit codes; measures in force (all, if left out); the day (today)."""

    codes: list[CreditCode] = Field(min_length=1, max_length=MOST_CODES)  # type: ignore[valid-type]
    measures: list[Id] | None = Field(None, max_length=MOST_MEASURES)
    on: Day | None = None


class DecidedOut(Schema):
    """What was found of an enterprise and a measure; `missing` names facts by their columns."""

    code: str
    measure: int
    verdict: Said
    amount: Decimal | None
    missing: list[str]


class DecisionsOut(Schema):
    """Decisions; codes of no enterprise; measures without a rule to decide by."""

    decisions: list[DecidedOut]
    unknown_codes: list[str]
    to_read: list[int]

    @classmethod
    def values_of(cls, found: Decisions) -> dict[str, object]:
        """Return the values of what was decided: so many are checked once, when they go out."""
        return {
            "decisions": [
                {
                    "code": one.code,
                    "measure": one.measure,
                    "verdict": said(one.verdict),
                    "amount": in_yuan(one.amount),
                    "missing": one.missing,
                }
                for one in found.decided
            ],
            "unknown_codes": found.unknown_codes,
            "to_read": found.unjudged,
        }


class FindIn(Schema):
    """Facts by their columns, such as `rd_expense__1` (last year's) or `kind`.

    Money is in yuan, shares in percent, days as 2026-01-31; null is what one does not know.
    """

    facts: dict[str, Answer] = Field(default={}, max_length=MOST_FACTS)  # type: ignore[valid-type]


class FoundOut(Schema):
    """A measure as it stands on the facts given; `open` are the facts that could decide it."""

    policy: int
    measure: int
    title: str
    amount: Decimal | None
    open: list[str]
    reasons: list[str]

    @classmethod
    def of(cls, entry: finding.Entry) -> FoundOut:
        """Make it of what the finder shows."""
        return cls(
            policy=entry.measure.version.policy_id,
            measure=entry.measure.pk,
            title=entry.measure.title,
            amount=in_yuan(entry.amount),
            open=[one.column for one in entry.open],
            reasons=[one.text[language()] for one in entry.reasons],
        )


class QuestionOut(Schema):
    """The fact that decides most: its column, its words, and what may be answered."""

    fact: str
    label: str
    choices: list[str]


class FindOut(Schema):
    """All measures in force in three groups, the next question, and what no rule reads."""

    qualify: list[FoundOut]
    possible: list[FoundOut]
    no: list[FoundOut]
    question: QuestionOut | None
    ignored: list[str]

    @classmethod
    def of(cls, found: finding.Found, given: Sequence[str]) -> FindOut:
        """Make it of what the finder found on these facts."""
        question = found.question
        return cls(
            qualify=[FoundOut.of(one) for one in found.yes],
            possible=[FoundOut.of(one) for one in found.maybe],
            no=[FoundOut.of(one) for one in found.no],
            question=question
            and QuestionOut(
                fact=question.asked.column,
                label=question.label,
                choices=[code for code, _words in question.asked.choices],
            ),
            ignored=[column for column in given if column not in found.texts],
        )
