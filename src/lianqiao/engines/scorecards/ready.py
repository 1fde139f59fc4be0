"""A card made ready for a day: each rule planned once, the words in both languages."""

from __future__ import annotations

from datetime import date

from lianqiao.engines.rules import (
    Expression,
    Kind,
    Plan,
    Row,
    Type,
    Vocabulary,
    Words,
    check,
    planned,
)

from .bands import Texts, band_text
from .card import Band, Card, Scale
from .scores import Decided

LANGUAGES = ("zh", "en")
NUMBER = Kind(Type.NUMBER)


class Ready:
    """A card for a vocabulary and a day; plans are made where they are first asked for."""

    def __init__(self, card: Card, vocabulary: Vocabulary, on: date) -> None:
        self.card = card
        self.on = on
        self.vocabulary = vocabulary
        self.words = {language: Words(language, on) for language in LANGUAGES}
        self.rules = card.rules()
        self._plans: dict[str, Plan] = {}
        self._numbers: dict[str, Expression] = {}

    def plan(self, rule: str) -> Plan:
        """Return a rule ready to be judged; RuleError where it cannot be."""
        if rule not in self._plans:
            self._plans[rule] = planned(check(rule, self.vocabulary), None, self.on)
        return self._plans[rule]

    def number(self, measure: str) -> Expression:
        """Return what a scale measures, checked."""
        if measure not in self._numbers:
            self._numbers[measure] = check(measure, self.vocabulary, NUMBER)
        return self._numbers[measure]

    def band(self, scale: Scale, band: Band) -> Texts:
        """Return a band in words."""
        return band_text(scale, band, self.number(scale.measure), self.words)

    def decided(self, row: Row) -> Decided:
        """Return what each rule of the card says of a firm."""
        return {rule: self.truth(rule, row) for rule in self.rules}

    def truth(self, rule: str, row: Row) -> bool | None:
        """Return what a rule says of a firm."""
        plan = self.plan(rule)
        answer = plan.answer(row)[plan.top.place]
        return answer if isinstance(answer, bool) else None

    @property
    def columns(self) -> frozenset[str]:
        """Return the columns that the rules read."""
        return frozenset(column for rule in self.rules for column in self.plan(rule).columns)
