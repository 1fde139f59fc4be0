"""What changed from one version of a policy to another, as a reader sees it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from lianqiao.core.language import language
from lianqiao.core.money import spoken
from lianqiao.desks.policies import richtext
from lianqiao.desks.policies.drafts import MEASURE_FIELDS
from lianqiao.desks.policies.judging import InWords, all_in_words
from lianqiao.desks.policies.models import Measure, Topic, Version
from lianqiao.engines.rules import Explained

FIELDS = (
    "title", "issuer", "document_number", "level", "region", "topics", "valid_from", "valid_to",
    "interpretation",
)  # fmt: skip
RULES = ("condition", "payout")
SHOWN: Mapping[str, Callable[[Any], str]] = {
    **dict.fromkeys(("cap", "budget"), spoken),
    **dict.fromkeys(("valid_from", "valid_to", "opens_on", "closes_on"), date_format),
    "topics": lambda codes: _(", ").join(str(Topic(code).label) for code in codes),
    "documents": lambda papers: _(", ").join(str(one.get("name", "")) for one in papers),
}
# Longer texts are compared by paragraphs alone.
LONGEST_PARAGRAPH = 2_000


@dataclass(frozen=True, slots=True)
class Change:
    """A field that reads otherwise now; `old` or `new` is empty where there was or is none."""

    label: str
    old: str
    new: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of text: `mark` is '' for the same, '-' for what went, '+' for what came."""

    mark: str
    text: str


@dataclass(frozen=True, slots=True)
class MeasureChange:
    """A measure that came ('+'), went ('-') or changed ('~'), with what changed in it."""

    mark: str
    title: str
    changes: Sequence[Change] = ()


@dataclass(frozen=True, slots=True)
class Differences:
    """All that changed between two versions."""

    fields: Sequence[Change]
    measures: Sequence[MeasureChange]
    paragraphs: Sequence[Sequence[Piece]]

    @property
    def is_empty(self) -> bool:
        """Whether both read the same."""
        return not (self.fields or self.measures or self.paragraphs)


def differences(old: Version, new: Version) -> Differences:
    """Compare two versions, field by field, measure by measure, paragraph by paragraph."""
    return Differences(
        fields=list(_changes(old, new, FIELDS)),
        measures=list(_measures(old, new)),
        paragraphs=list(_paragraphs(richtext.to_plain(old.text), richtext.to_plain(new.text))),
    )


def _changes(old: Any, new: Any, names: Sequence[str]) -> Iterator[Change]:
    for name in names:
        before, after = _shown(old, name), _shown(new, name)
        if before != after:
            label = str(new._meta.get_field(name).verbose_name)
            yield Change(label, before, after, name)


def _shown(row: Any, name: str) -> str:
    value = getattr(row, name)
    if value is None or value in ("", []):
        return ""
    if show := SHOWN.get(name):
        return show(value)
    labelled = getattr(row, f"get_{name}_display", None)
    return str(labelled() if labelled else value)


def _measures(old: Version, new: Version) -> Iterator[MeasureChange]:
    before: dict[str, Measure] = {row.code: row for row in old.measures.all()}
    for measure in new.measures.all():
        if (known := before.pop(measure.code, None)) is None:
            yield MeasureChange("+", measure.title)
        elif changes := list(_changes(known, measure, MEASURE_FIELDS)):
            yield MeasureChange("~", measure.title, list(_said(changes, known, measure)))
    for measure in before.values():
        yield MeasureChange("-", measure.title)


def _said(changes: Sequence[Change], old: Measure, new: Measure) -> Iterator[Change]:
    """Yield the changes with rules as sentences, unless the sentences tell no difference."""
    if not any(change.name in RULES for change in changes):
        yield from changes
        return
    (_old, before), (_new, after) = all_in_words((old, new), timezone.localdate())
    for change in changes:
        was, becomes = _sentence(before, change.name), _sentence(after, change.name)
        is_told = was != becomes and bool(was or not change.old) and bool(becomes or not change.new)
        yield replace(change, old=was, new=becomes) if is_told else change


def _sentence(words: InWords | None, name: str) -> str:
    if words is None or name not in RULES:
        return ""
    return words.payout if name == "payout" else _told(words.condition)


def _told(one: Explained) -> str:
    text = one.text.get(language(), "")
    return " · ".join([text, *map(_told, one.parts)])


def _paragraphs(old: str, new: str) -> Iterator[list[Piece]]:
    before, after = old.splitlines(), new.splitlines()
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "replace" and i2 - i1 == j2 - j1:
            yield from (_within(a, b) for a, b in zip(before[i1:i2], after[j1:j2], strict=True))
        elif tag != "equal":
            yield from ([Piece("-", line)] for line in before[i1:i2])
            yield from ([Piece("+", line)] for line in after[j1:j2])


def _within(old: str, new: str) -> list[Piece]:
    """Compare two paragraphs character by character: Chinese has no blanks between words."""
    if max(len(old), len(new)) > LONGEST_PARAGRAPH:
        return [Piece("-", old), Piece("+", new)]
    pieces = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(Piece("", old[i1:i2]))
            continue
        pieces += [Piece("-", old[i1:i2])] if i2 > i1 else []
        pieces += [Piece("+", new[j1:j2])] if j2 > j1 else []
    return pieces
