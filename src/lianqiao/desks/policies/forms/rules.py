"""The rules of a measure as an official writes them: a condition, and a payout beside it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import Self

from django.http import QueryDict
from django.utils.translation import gettext as _

from lianqiao.core.rules.rows.conditions import (
    CONDITION,
    LONGEST_RULE,
    ConditionForm,
    lacks,
    without,
)
from lianqiao.desks.policies.forms.rows import SentRules, can_say_terms
from lianqiao.desks.policies.models import Measure
from lianqiao.engines.rules import YUAN, Line, RowWriter, Term, Vocabulary, terms_of

PAYOUT = "payout"


@dataclass
class RuleForm(ConditionForm):
    """A condition and a payout, each as rows or as text (str); rows of the payout are `t0`."""

    payout: tuple[Term, ...] | str = ()

    @classmethod
    def of(cls, measure: Measure, words: Vocabulary) -> RuleForm:
        """Return the rules of a measure: as rows, where rows can say them."""
        form = cls(words, measure.condition.strip(), payout=measure.payout.strip())
        form.to_rows(CONDITION)
        form.to_rows(PAYOUT)
        form.problems = {}
        return form

    @classmethod
    def sent(cls, data: QueryDict, words: Vocabulary) -> Self:
        """Return what a form sent."""
        sent = SentRules(data, words)
        condition, payout = (data.get(f"{part}-text") for part in (CONDITION, PAYOUT))
        form = cls(
            words,
            sent.sheet() if condition is None else condition[:LONGEST_RULE],
            payout=sent.terms() if payout is None else payout[:LONGEST_RULE],
        )
        form.problems = lacks(sent)
        return form

    def texts(self) -> tuple[str, str]:
        """Return condition and payout in the language; what is wrong goes to `problems`."""
        return self.condition_text(), self._payout_text()

    def _payout_text(self) -> str:
        if isinstance(self.payout, str):
            return self.checked_text(PAYOUT, self.payout, YUAN)
        writer = RowWriter(self.words)
        rows = {f"t{n}": partial(writer.term, term) for n, term in enumerate(self.payout)}
        return self.text_of_rows(PAYOUT, rows, partial(writer.payout, self.payout), YUAN)

    def to_text(self, part: str) -> None:
        """Write a part as text from now on."""
        if part == PAYOUT:
            self.payout = self._payout_text()
        else:
            super().to_text(part)

    def to_rows(self, part: str) -> None:
        """Write a part as rows from now on, where rows can say what its text says."""
        if part == CONDITION:
            super().to_rows(part)
        elif isinstance(self.payout, str):
            self._payout_to_rows(self.payout)

    def _payout_to_rows(self, text: str) -> None:
        rule = self.checked(PAYOUT, text, YUAN)
        terms = terms_of(rule) if rule else None
        if not text.strip():
            self.payout = ()
        elif terms and can_say_terms(terms, self.words):
            self.payout = terms
        elif rule:
            self.problems[PAYOUT] = _("This rule says more than rows can; it stays text.")

    def done(self, what: str, row: str, places: list[int]) -> None:
        """Do what a button names to the row at some places."""
        match what, places:
            case "term", []:
                self.add_term()
            case "drop-term", [term]:
                self.drop_term(term)
            case "test", [term]:
                self.turn_test(term)
            case "to-text", [] if row == PAYOUT:
                self.to_text(row)
            case "to-rows", [] if row == PAYOUT:
                self.to_rows(row)
            case _:
                super().done(what, row, places)

    def add_term(self) -> None:
        """Add a term to the payout."""
        if not isinstance(self.payout, str):
            self.payout = (*self.payout, Term())

    def drop_term(self, place: int) -> None:
        """Take a term out of the payout."""
        if not isinstance(self.payout, str):
            self.payout = without(self.payout, place)

    def turn_test(self, place: int) -> None:
        """Let a term's rate depend on a condition, or no longer."""
        if not isinstance(self.payout, str):
            self.payout = tuple(
                replace(term, test=None if term.test else Line(), otherwise="")
                if n == place
                else term
                for n, term in enumerate(self.payout)
            )
