"""What the rules of measures say of an enterprise: one way, for claims, pages and the city run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any, Protocol, TypeVar

from django.db.models import Q, QuerySet
from django.utils import timezone

from lianqiao.core.language import language
from lianqiao.core.rules.registry import Registry, registry
from lianqiao.core.rules.subjects import Provenance, subject
from lianqiao.desks.policies.models import Measure, Stage
from lianqiao.engines.rules import (
    BOOL,
    YUAN,
    Explained,
    Expression,
    Inquiry,
    Plan,
    RuleError,
    Verdict,
    Words,
    check,
    inquiry,
    planned,
)

T_co = TypeVar("T_co", covariant=True)


class Make(Protocol[T_co]):
    """What makes something of a condition, a payout and a day."""

    def __call__(self, condition: Expression, payout: Expression | None, on: date, /) -> T_co:
        """Return what is made."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What was found of a measure: yes, no or unknown (None), and the capped amount in fen.

    `explained` is None where the measure has no rule yet, or one that cannot be judged.
    """

    measure: Measure
    verdict: bool | None
    amount: int | None
    missing: tuple[str, ...] = ()
    explained: Explained | None = None
    said: Verdict | None = None


def measures_in_force(on: date) -> QuerySet[Measure]:
    """Return the measures of the versions in force on a day."""
    ends = Q(version__valid_to__isnull=True) | Q(version__valid_to__gte=on)
    return Measure.objects.filter(
        ends, version__stage=Stage.PUBLISHED, version__valid_from__lte=on
    ).select_related("version__policy__office")


def judge(
    measures: Iterable[Measure], *, organization: int, on: date, known_at: datetime | None = None
) -> list[Judgement]:
    """Judge measures for an organization on a day, from what was known of it at a moment.

    Queries: a fixed number, however many measures.
    """
    words = registry()
    found = subject(organization, words.vocabulary, on, known_at=known_at or timezone.now())

    def source(column: str) -> dict[str, Any] | None:
        return _told(found.provenance.get(column))

    judged = []
    for measure in measures:
        plan = plan_of(measure, on, words)
        if plan is None:
            judged.append(Judgement(measure, None, None))
            continue
        said = plan.judge(found.row)
        judged.append(_judgement(measure, said, said.tree(source)))
    return judged


def _judgement(measure: Measure, said: Verdict, tree: Explained) -> Judgement:
    return Judgement(measure, said.verdict, capped(measure, said.amount), said.missing, tree, said)


def capped(measure: Measure, amount: int | None) -> int | None:
    """Return an amount between nothing and the measure's cap; unknown stays unknown."""
    if amount is None:
        return None
    return max(0, amount if measure.cap is None else min(amount, measure.cap))


def _told(provenance: Provenance | None) -> dict[str, Any] | None:
    if provenance is None:
        return None
    return {
        "zh": provenance.source,
        "en": provenance.source_en,
        "known_on": provenance.known_on.isoformat(),
    }


def plan_of(measure: Measure, on: date, words: Registry) -> Plan | None:
    """Return a measure's rules made ready for a day; None where they cannot be judged."""
    return _plan(measure.condition, measure.payout, on, words)


@lru_cache(maxsize=4_096)
def _plan(condition: str, payout: str, on: date, words: Registry) -> Plan | None:
    return _made(planned, condition, payout, on, words)


def inquiry_of(measure: Measure, on: date, words: Registry) -> Inquiry | None:
    """Return a measure's rules ready to be asked about; None where they cannot be judged."""
    return _inquiry(measure.condition, measure.payout, on, words)


@lru_cache(maxsize=1_024)
def _inquiry(condition: str, payout: str, on: date, words: Registry) -> Inquiry | None:
    return _made(inquiry, condition, payout, on, words)


def _made(make: Make[T_co], condition: str, payout: str, on: date, words: Registry) -> T_co | None:
    if not condition.strip():
        return None
    try:
        pays = check(payout, words.vocabulary, YUAN) if payout.strip() else None
        return make(check(condition, words.vocabulary, BOOL), pays, on)
    except RuleError:
        # Checked when it was saved: a parameter or a fact that it names has gone since.
        return None


@dataclass(frozen=True, slots=True)
class InWords:
    """A measure's rules as sentences: the conditions, and the amount in the reader's language."""

    condition: Explained
    payout: str


def in_words(measure: Measure, on: date) -> InWords | None:
    """Return what a measure's rules say; None where they say nothing that can be judged."""
    return _in_words(measure, on, registry())


def all_in_words(measures: Iterable[Measure], on: date) -> Iterator[tuple[Measure, InWords | None]]:
    """Yield measures with what their rules say; the vocabulary is read once."""
    words = registry()
    for measure in measures:
        yield measure, _in_words(measure, on, words)


def _in_words(measure: Measure, on: date, words: Registry) -> InWords | None:
    plan = plan_of(measure, on, words)
    if plan is None:
        return None
    speaker = Words(language(), on)
    payout = speaker.payout(plan.payout.tree) if plan.payout else ""
    return InWords(plan.judge({}).tree(), payout)
