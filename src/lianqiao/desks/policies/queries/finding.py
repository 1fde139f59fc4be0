"""What somebody could get of whom nothing is on record: judged on answers, which nobody keeps.

Every measure in force stands in one of three groups. What is not answered is unknown and excludes
nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.utils.translation import gettext as _

from lianqiao.core.parties.models import FactDefinition
from lianqiao.core.rules.registry import registry
from lianqiao.desks.policies import wording
from lianqiao.desks.policies.forms.finder import (
    KIND,
    LONGEST,
    NONE,
    NOT_KNOWN,
    AnswerForm,
    Asked,
    Value,
)
from lianqiao.desks.policies.judging import capped, inquiry_of, measures_in_force
from lianqiao.desks.policies.models import Measure
from lianqiao.engines.rules import (
    Explained,
    Inquiry,
    Type,
    Vocabulary,
    best_question,
    may_lack,
    options,
)


@dataclass(frozen=True, slots=True)
class Given:
    """An answer: as it stands in the address, what it means (None: there is none), in words."""

    asked: Asked
    text: str
    value: Value | None
    label: str
    told: str

    @property
    def is_known(self) -> bool:
        """Whether it answers the question."""
        return self.text != NOT_KNOWN


@dataclass(frozen=True, slots=True)
class Open:
    """A fact that is still open, and what was answered."""

    column: str
    label: str
    given: Given | None


@dataclass(frozen=True, slots=True)
class Reason:
    """A condition that fails, with the answers that make it fail."""

    text: Mapping[str, str]
    answers: Sequence[Given]


@dataclass(frozen=True, slots=True)
class Entry:
    """A measure as it stands on the answers; `amount` is in fen."""

    measure: Measure
    verdict: bool | None = None
    amount: int | None = None
    open: Sequence[Open] = ()
    reasons: Sequence[Reason] = ()

    @property
    def asks_office(self) -> bool:
        """Whether no answer could decide it."""
        return self.verdict is None and not self.open


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked next: the fact, its form, and how many measures could turn on the answer."""

    asked: Asked
    label: str
    form: AnswerForm
    definition: str
    year: int | None
    measures: int
    current: str


@dataclass(frozen=True)
class Found:
    """Every measure in one of three groups; what was answered; what to ask next."""

    entries: Sequence[Entry]
    given: Sequence[Given]
    question: Question | None

    @cached_property
    def yes(self) -> Sequence[Entry]:
        """What one qualifies for."""
        return [entry for entry in self.entries if entry.verdict is True]

    @cached_property
    def maybe(self) -> Sequence[Entry]:
        """What is possible."""
        return [entry for entry in self.entries if entry.verdict is None]

    @cached_property
    def no(self) -> Sequence[Entry]:
        """What one does not qualify for."""
        return [entry for entry in self.entries if entry.verdict is False]

    @cached_property
    def texts(self) -> Mapping[str, str]:
        """Return the answers as they stand in an address."""
        return {one.asked.column: one.text for one in self.given}


def find(texts: Mapping[str, str], on: date, *, ask: str = "") -> Found:
    """Judge all measures in force on answers as an address carries them; ask the next question.

    `ask` is a fact that somebody wants to answer, or answer anew. What is no answer to a fact that
    any rule reads is left out.
    """
    finder = _Finder(on)
    given, wrong = finder.read(texts)
    entries = [finder.entry(measure, given) for measure in finder.measures]
    question = finder.question(given, wrong, ask)
    return Found(sorted(entries, key=lambda one: _order(one, on)), list(given.values()), question)


class _Finder:
    def __init__(self, on: date) -> None:
        self.on = on
        words = registry()
        self.vocabulary: Vocabulary = words.vocabulary
        self.measures = list(measures_in_force(on))
        self.inquiries = {one.pk: inquiry_of(one, on, words) for one in self.measures}
        self._asked: dict[str, Asked] = {}

    @cached_property
    def rules(self) -> list[Inquiry]:
        return [one for one in self.inquiries.values() if one]

    @cached_property
    def columns(self) -> set[str]:
        return {column for one in self.rules for column in one.facts}

    def asked(self, column: str) -> Asked:
        if column not in self._asked:
            fact, lag = self.vocabulary.by_column[column]
            texts = options(self.rules, column) if fact.type == Type.TEXT else None
            self._asked[column] = Asked(column, fact, lag, texts, may_lack(self.rules, column))
        return self._asked[column]

    def read(self, texts: Mapping[str, str]) -> tuple[dict[str, Given], list[AnswerForm]]:
        """Return the answers by column, and the forms of what cannot be understood."""
        given: dict[str, Given] = {}
        wrong = []
        for column, text in texts.items():
            if column in self.columns and text.strip():
                asked = self.asked(column)
                form = AnswerForm(asked, {column: text.replace("\0", "").strip()[:LONGEST]})
                is_none = text == NONE and asked.may_lack
                if text == NOT_KNOWN or is_none or form.is_valid():
                    given[column] = self._given(asked, text, form)
                else:
                    wrong.append(form)
        return given, wrong

    def _given(self, asked: Asked, text: str, form: AnswerForm) -> Given:
        label = asked.label(self.on)
        if text == NOT_KNOWN:
            return Given(asked, text, None, label, _("not known"))
        if text == NONE and asked.may_lack:
            return Given(asked, text, None, label, asked.told(None))
        value: Value = form.cleaned_data[asked.column]
        # A region or industry by its name becomes its code.
        kept = value if isinstance(value, str) else text.strip()[:LONGEST]
        return Given(asked, kept, value, label, asked.told(value))

    def entry(self, measure: Measure, given: Mapping[str, Given]) -> Entry:
        rules = self.inquiries[measure.pk]
        if rules is None:
            return Entry(measure)
        said = rules.plan.judge(_row(given))
        return Entry(
            measure,
            said.verdict,
            capped(measure, said.amount),
            [self._open(column, given) for column in said.missing],
            _reasons(said.tree(), given) if said.verdict is False else (),
        )

    def _open(self, column: str, given: Mapping[str, Given]) -> Open:
        return Open(column, self.asked(column).label(self.on), given.get(column))

    def question(
        self, given: Mapping[str, Given], wrong: Sequence[AnswerForm], ask: str
    ) -> Question | None:
        """Return what to mend, else what somebody wants to answer, else what decides most."""
        if wrong:
            return self._question(wrong[0].asked, wrong[0], "")
        if ask in self.columns:
            asked = self.asked(ask)
            text = given[ask].text if ask in given else ""
            known = {} if text in {NOT_KNOWN, NONE} else {ask: text}
            return self._question(asked, AnswerForm(asked, initial=known), text)
        not_known = [column for column, one in given.items() if not one.is_known]
        best = best_question(self.rules, _row(given), not_known, first=(KIND,))
        if best is None:
            return None
        asked = self.asked(best.column)
        return self._question(asked, AnswerForm(asked), "", best.rules)

    def _question(
        self, asked: Asked, form: AnswerForm, current: str, measures: int = 0
    ) -> Question:
        definition = FactDefinition.objects.filter(pk=asked.fact.name).first()
        return Question(
            asked,
            asked.label(self.on),
            form,
            definition.definition if definition else "",
            None if asked.lag is None else self.on.year - asked.lag,
            measures,
            current,
        )


def _row(given: Mapping[str, Given]) -> dict[str, Value | None]:
    return {column: one.value for column, one in given.items() if one.is_known}


def _reasons(explained: Explained, given: Mapping[str, Given]) -> list[Reason]:
    return [
        Reason(leaf.text, [given[column] for column in leaf.columns if column in given])
        for leaf in explained.failing()
    ]


def _order(entry: Entry, on: date) -> tuple[bool, bool, int, date, int]:
    """What can still be had goes first, then what the answers decide, the largest sums first."""
    closes = wording.days(entry.measure)[1] or date.max
    amount = entry.amount or entry.measure.cap or 0
    return closes < on, entry.asks_office, -amount, closes, entry.measure.pk
