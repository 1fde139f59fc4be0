"""A table as its page shows it: every line with its bands, and the fields to try other numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from lianqiao.core.language import language
from lianqiao.desks.programs.cuts import Cuts
from lianqiao.engines.rules import RuleError, Vocabulary, Words, check, planned
from lianqiao.engines.scorecards import Condition, Group, Item
from lianqiao.engines.scorecards.bands import band_text

Texts = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Field:
    """A number that can be tried otherwise: its name, what stands in the field, its unit."""

    name: str
    value: str
    original: str
    unit: str
    problem: str = ""

    @property
    def is_changed(self) -> bool:
        """Tell whether another number stands there than the table has."""
        return self.value != self.original


@dataclass(frozen=True, slots=True)
class ShownBand:
    """A band or case in words, with the fields of its points and of the edge below it."""

    text: str
    points: Field
    edge: Field | None = None


@dataclass(frozen=True, slots=True)
class ShownItem:
    """A line, with what is measured and the bands of each way to count it."""

    item: Item
    ways: Sequence[tuple[str, Sequence[ShownBand]]]


@dataclass(frozen=True, slots=True)
class ShownGroup:
    """Lines that are summed, with the field of the least that they must reach."""

    group: Group
    least: Field
    items: Sequence[ShownItem]


@dataclass(frozen=True, slots=True)
class ShownCondition:
    """A condition, its rule in words, and the field of its line where it has one."""

    condition: Condition
    text: str
    line: Field | None


class Shower:
    """Makes what the page shows of a card's cuts and of what was typed."""

    def __init__(self, cuts: Cuts, given: Mapping[str, str], problems: Mapping[str, str]) -> None:
        self.cuts = cuts
        self.given = given
        self.problems = problems
        self.speakers = {language(): cuts.words}

    @property
    def least(self) -> Field | None:
        """Return the field of the points that are needed in all."""
        return self.field("least")

    def groups(self) -> list[ShownGroup]:
        """Return the groups with their lines."""
        return [
            ShownGroup(group, self.needed(f"group.{group.code}"), [*map(self.item, group.items)])
            for group in self.cuts.card.groups
        ]

    def conditions(self, some: Sequence[Condition]) -> list[ShownCondition]:
        """Return conditions or direct routes."""
        return [
            ShownCondition(
                one,
                rule_text(one.rule, self.cuts.vocabulary, self.cuts.words),
                self.field(f"condition.{one.code}"),
            )
            for one in some
        ]

    def item(self, item: Item) -> ShownItem:
        """Return a line."""
        return ShownItem(item, list(self._ways(item)))

    def _ways(self, item: Item) -> Iterator[tuple[str, list[ShownBand]]]:
        for way, scale in enumerate(item.scales):
            measure = check(scale.measure, self.cuts.vocabulary, self.cuts.number)
            bands = [
                ShownBand(
                    band_text(scale, band, measure, self.speakers)[language()],
                    self.needed(f"points.{item.code}.{way}.{place}"),
                    self.field(f"edge.{item.code}.{way}.{place}"),
                )
                for place, band in enumerate(scale.bands)
            ]
            yield (scale.zh if language() == "zh" else scale.en), bands
        cases = (*item.cases, *item.each)
        if cases:
            yield (
                "",
                [
                    ShownBand(
                        case.zh if language() == "zh" else case.en,
                        self.needed(f"points.{item.code}.0.{place}"),
                    )
                    for place, case in enumerate(cases)
                ],
            )

    def needed(self, name: str) -> Field:
        """Return the field of a cut."""
        cut = self.cuts.all[name]
        typed = self.given.get(name, "").strip() or cut.shown
        return Field(name, typed, cut.shown, cut.unit, self.problems.get(name, ""))

    def field(self, name: str) -> Field | None:
        """Return the field of a cut, if there is one."""
        return self.needed(name) if name in self.cuts.all else None


def rule_text(rule: str, vocabulary: Vocabulary, words: Words) -> str:
    """Return a rule in words; '' where it cannot be read."""
    try:
        explained = planned(check(rule, vocabulary), None, words.on).judge({}).tree()
    except RuleError:
        return ""
    if not explained.parts:
        return explained.text[words.language]
    between = words.phrases["or" if explained.kind == "any" else "comma"]
    return between.join(part.text[words.language] for part in explained.parts)
