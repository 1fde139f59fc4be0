"""The rules of a measure as an official writes them: in rows, or as text where rows end."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianqiao.core.language import language
from lianqiao.desks.policies import wording
from lianqiao.desks.policies.forms.rows import Sent, can_say
from lianqiao.desks.policies.models import Measure
from lianqiao.engines.rules import (
    BOOL,
    YUAN,
    Block,
    Expression,
    Kind,
    Line,
    RowError,
    RowWriter,
    RuleError,
    Sheet,
    Term,
    Vocabulary,
    check,
    sheet_of,
    terms_of,
)

LONGEST_RULE = 10_000
LACKS = {
    "fact": gettext_lazy("Choose a fact."),
    "beside": gettext_lazy("Choose the second fact."),
    "value": gettext_lazy("Say what it is compared with."),
    "op": gettext_lazy("Choose how it is compared."),
    "inputs": gettext_lazy("Choose the facts by which the table is asked."),
    "number": gettext_lazy("This is no number."),
}
CONDITION, PAYOUT = "condition", "payout"
Write = Callable[[], str]


@dataclass
class RuleForm:
    """A condition and a payout, each as rows or as text (str).

    `problems` are sentences by the row (`b0l1`, `t0`) or the part (`condition`) they belong to;
    rows of `begun` only lack something.
    """

    words: Vocabulary
    condition: Sheet | str
    payout: tuple[Term, ...] | str
    problems: dict[str, str] = field(default_factory=dict)
    begun: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, measure: Measure, words: Vocabulary) -> RuleForm:
        """Return the rules of a measure: as rows, where rows can say them."""
        form = cls(words, measure.condition.strip(), measure.payout.strip())
        form.to_rows(CONDITION)
        form.to_rows(PAYOUT)
        form.problems = {}
        return form

    @classmethod
    def sent(cls, data: QueryDict, words: Vocabulary) -> RuleForm:
        """Return what a form sent."""
        sent = Sent(data, words)
        as_text = {part: data.get(f"{part}-text") for part in (CONDITION, PAYOUT)}
        condition, payout = as_text[CONDITION], as_text[PAYOUT]
        form = cls(
            words,
            sent.sheet() if condition is None else condition[:LONGEST_RULE],
            sent.terms() if payout is None else payout[:LONGEST_RULE],
        )
        form.problems = {row: str(LACKS[code]) for row, code in sent.problems.items()}
        return form

    def texts(self) -> tuple[str, str]:
        """Return condition and payout in the language; what is wrong goes to `problems`."""
        return self._condition_text(), self._payout_text()

    def forgive(self) -> None:
        """Say nothing of rows that are only begun."""
        self.problems = {row: said for row, said in self.problems.items() if row not in self.begun}

    def _condition_text(self) -> str:
        if isinstance(self.condition, str):
            return self._text(CONDITION, self.condition, BOOL)
        sheet, writer = self.condition, RowWriter(self.words)
        if sheet == Sheet():
            return ""
        rows = {
            f"b{b}l{n}": partial(writer.line, line)
            for b, block in enumerate(sheet.blocks)
            for n, line in enumerate(block.lines)
        }
        return self._written(CONDITION, rows, partial(writer.sheet, sheet), BOOL)

    def _payout_text(self) -> str:
        if isinstance(self.payout, str):
            return self._text(PAYOUT, self.payout, YUAN)
        writer = RowWriter(self.words)
        rows = {f"t{n}": partial(writer.term, term) for n, term in enumerate(self.payout)}
        return self._written(PAYOUT, rows, partial(writer.payout, self.payout), YUAN)

    def _written(self, part: str, rows: Mapping[str, Write], whole: Write, kind: Kind) -> str:
        """Return the text of all rows, where each by itself can be judged."""
        sound = [self._row(row, write, kind) for row, write in rows.items()]
        return self._text(part, whole(), kind) if all(sound) else ""

    def _text(self, part: str, text: str, kind: Kind) -> str:
        self._checked(part, text, kind)
        return text

    def _row(self, row: str, write: Write, kind: Kind) -> bool:
        """Whether a row says something that can be judged by itself."""
        try:
            return row not in self.problems and self._checked(row, write(), kind) is not None
        except RowError as error:
            self.problems[row] = str(LACKS[error.code])
            self.begun.add(row)
            return False

    def _checked(self, place: str, text: str, kind: Kind) -> Expression | None:
        if not text.strip():
            return None
        try:
            return check(text, self.words, kind)
        except RuleError as error:
            # A place in the text helps only where the reader sees the text.
            is_text = isinstance(getattr(self, place, None), str)
            said = wording.located if is_text else lambda one: one.text(language())
            told = [said(problem) for problem in error.problems]
            self.problems.setdefault(place, " ".join(told))
            return None

    def to_text(self, part: str) -> None:
        """Write a part as text from now on."""
        texts = dict(zip((CONDITION, PAYOUT), self.texts(), strict=True))
        setattr(self, part, texts[part])

    def to_rows(self, part: str) -> None:
        """Write a part as rows from now on, where rows can say what its text says."""
        text = getattr(self, part)
        if not text.strip():
            setattr(self, part, Sheet() if part == CONDITION else ())
            return
        rule = self._checked(part, text, BOOL if part == CONDITION else YUAN)
        rows = rule and (sheet_of(rule) if part == CONDITION else terms_of(rule))
        if rows and can_say(rows, self.words):
            setattr(self, part, rows)
        elif rule:
            self.problems[part] = _("This rule says more than rows can; it stays text.")

    def add_line(self, block: int) -> None:
        """Add a line to a block."""
        self._change_block(block, lambda one: replace(one, lines=(*one.lines, Line())))

    def add_block(self) -> None:
        """Add a block, of the kind that is worth one: of which any holds."""
        if isinstance(self.condition, Sheet):
            kind = "any" if self.condition.top == "all" else "all"
            blocks = (*self.condition.blocks, Block(kind))
            self.condition = replace(self.condition, blocks=blocks)

    def drop_line(self, block: int, line: int) -> None:
        """Take a line out; a block without lines goes too."""
        self._change_block(block, lambda one: replace(one, lines=_without(one.lines, line)))
        if isinstance(self.condition, Sheet):
            left = tuple(one for one in self.condition.blocks if one.lines)
            self.condition = replace(self.condition, blocks=left or (Block(),))

    def _change_block(self, place: int, change: Callable[[Block], Block]) -> None:
        if isinstance(self.condition, Sheet):
            blocks = [
                change(one) if n == place else one for n, one in enumerate(self.condition.blocks)
            ]
            self.condition = replace(self.condition, blocks=tuple(blocks))

    def add_term(self) -> None:
        """Add a term to the payout."""
        if not isinstance(self.payout, str):
            self.payout = (*self.payout, Term())

    def drop_term(self, place: int) -> None:
        """Take a term out of the payout."""
        if not isinstance(self.payout, str):
            self.payout = _without(self.payout, place)

    def turn_test(self, place: int) -> None:
        """Let a term's rate depend on a condition, or no longer."""
        if not isinstance(self.payout, str):
            self.payout = tuple(
                replace(term, test=None if term.test else Line(), otherwise="")
                if n == place
                else term
                for n, term in enumerate(self.payout)
            )


def _without(rows: tuple, place: int) -> tuple:  # type: ignore[type-arg]  # of lines or of terms
    return tuple(row for n, row in enumerate(rows) if n != place)
