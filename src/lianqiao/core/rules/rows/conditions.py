"""A condition as an official writes it: in rows, or as text where rows end."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Self

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianqiao.core.language import language
from lianqiao.core.rules.rows.sent import Sent, can_say
from lianqiao.engines.rules import (
    BOOL,
    Block,
    Expression,
    Kind,
    Line,
    Problem,
    RowError,
    RowWriter,
    RuleError,
    Sheet,
    Vocabulary,
    check,
    sheet_of,
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
CONDITION = "condition"
DONE_TO = re.compile(r"(?P<what>[a-z-]+)(?::(?P<row>[a-z0-9]+))?$")
Write = Callable[[], str]


@dataclass
class ConditionForm:
    """A condition as rows or as text (str).

    `problems` are sentences by the row (`b0l1`) or the part (`condition`) they belong to; rows of
    `begun` only lack something.
    """

    words: Vocabulary
    condition: Sheet | str
    problems: dict[str, str] = field(default_factory=dict)
    begun: set[str] = field(default_factory=set)

    @classmethod
    def written(cls, text: str, words: Vocabulary) -> Self:
        """Return a condition that is written already: as rows, where rows can say it."""
        form = cls(words, text.strip())
        form.to_rows(CONDITION)
        form.problems = {}
        return form

    @classmethod
    def sent(cls, data: QueryDict, words: Vocabulary) -> Self:
        """Return what a form sent."""
        sent, text = Sent(data, words), data.get(f"{CONDITION}-text")
        form = cls(words, sent.sheet() if text is None else text[:LONGEST_RULE])
        form.problems = lacks(sent)
        return form

    def condition_text(self) -> str:
        """Return the condition in the language; what is wrong goes to `problems`."""
        if isinstance(self.condition, str):
            return self.checked_text(CONDITION, self.condition, BOOL)
        sheet, writer = self.condition, RowWriter(self.words)
        if sheet == Sheet():
            return ""
        rows = {
            f"b{b}l{n}": partial(writer.line, line)
            for b, block in enumerate(sheet.blocks)
            for n, line in enumerate(block.lines)
        }
        return self.text_of_rows(CONDITION, rows, partial(writer.sheet, sheet), BOOL)

    def forgive(self) -> None:
        """Say nothing of rows that are only begun."""
        self.problems = {row: said for row, said in self.problems.items() if row not in self.begun}

    def text_of_rows(self, part: str, rows: Mapping[str, Write], whole: Write, kind: Kind) -> str:
        """Return the text of all rows, where each by itself can be judged."""
        sound = [self._row(row, write, kind) for row, write in rows.items()]
        return self.checked_text(part, whole(), kind) if all(sound) else ""

    def checked_text(self, part: str, text: str, kind: Kind) -> str:
        """Return a text; what is wrong with it goes to `problems`."""
        self.checked(part, text, kind)
        return text

    def _row(self, row: str, write: Write, kind: Kind) -> bool:
        """Whether a row says something that can be judged by itself."""
        try:
            return row not in self.problems and self.checked(row, write(), kind) is not None
        except RowError as error:
            self.problems[row] = str(LACKS[error.code])
            self.begun.add(row)
            return False

    def checked(self, place: str, text: str, kind: Kind) -> Expression | None:
        """Return a rule that was checked; None where it is empty or wrong."""
        if not text.strip():
            return None
        try:
            return check(text, self.words, kind)
        except RuleError as error:
            # A place in the text helps only where the reader sees the text.
            is_text = isinstance(getattr(self, place, None), str)
            said = located if is_text else lambda one: one.text(language())
            told = [said(problem) for problem in error.problems]
            self.problems.setdefault(place, " ".join(told))
            return None

    def to_text(self, _part: str) -> None:
        """Write the condition as text from now on."""
        self.condition = self.condition_text()

    def to_rows(self, part: str) -> None:
        """Write the condition as rows from now on, where rows can say what its text says."""
        if not isinstance(self.condition, str):
            return
        if not self.condition.strip():
            self.condition = Sheet()
            return
        rule = self.checked(part, self.condition, BOOL)
        rows = sheet_of(rule) if rule else None
        if rows and can_say(rows, self.words):
            self.condition = rows
        elif rule:
            self.problems[part] = _("This rule says more than rows can; it stays text.")

    def do(self, action: str) -> None:
        """Add, drop or turn what a button names, as in `drop-line:b0l2`; nothing for any other."""
        found = DONE_TO.match(action)
        if found:
            row = found["row"] or ""
            self.done(found["what"], row, [int(one) for one in re.findall(r"\d{1,3}", row)])

    def done(self, what: str, row: str, places: list[int]) -> None:
        """Do what a button names to the row at some places."""
        match what, places:
            case "line", [block]:
                self.add_line(block)
            case "block", []:
                self.add_block()
            case "drop-line", [block, line]:
                self.drop_line(block, line)
            case "to-text", [] if row == CONDITION:
                self.to_text(row)
            case "to-rows", [] if row == CONDITION:
                self.to_rows(row)

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
        self._change_block(block, lambda one: replace(one, lines=without(one.lines, line)))
        if isinstance(self.condition, Sheet):
            left = tuple(one for one in self.condition.blocks if one.lines)
            self.condition = replace(self.condition, blocks=left or (Block(),))

    def _change_block(self, place: int, change: Callable[[Block], Block]) -> None:
        if isinstance(self.condition, Sheet):
            blocks = [
                change(one) if n == place else one for n, one in enumerate(self.condition.blocks)
            ]
            self.condition = replace(self.condition, blocks=tuple(blocks))


def lacks(sent: Sent) -> dict[str, str]:
    """Return what cannot be read of what was sent, by row."""
    return {row: str(LACKS[code]) for row, code in sent.problems.items()}


def located(problem: Problem) -> str:
    """Return what is wrong with a rule, with its place in the text."""
    said = {
        "line": problem.at.line,
        "column": problem.at.column,
        "problem": problem.text(language()),
    }
    return _("Line %(line)d, column %(column)d: %(problem)s") % said


def without(rows: tuple, place: int) -> tuple:  # type: ignore[type-arg]  # of lines or of terms
    """Return rows without the one at a place."""
    return tuple(row for n, row in enumerate(rows) if n != place)
