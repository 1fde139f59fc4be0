"""The numbers of a table that can be tried otherwise: cut-offs, points, edges of bands.

A cut is named by where it stands: `least`, `group.<code>`, `points.<line>.<way>.<band>`,
`edge.<line>.<scale>.<band>`, `condition.<code>`. Nothing is kept of a changed card.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from lianqiao.core.errors import Invalid
from lianqiao.core.language import language
from lianqiao.engines.rules import Kind as RuleKind
from lianqiao.engines.rules import Type as RuleType
from lianqiao.engines.rules import Vocabulary, Words, check
from lianqiao.engines.scorecards import Band, Card, Case, Condition, Item, Scale

NUMBER = RuleKind(RuleType.NUMBER)
SIMPLE = re.compile(r"^([^&|!?<>=]+) (>=|<=) ([0-9]+(?:\.[0-9]+)?)$")
"""A condition that compares one number with one line."""
WAN = Decimal(10_000)
LARGEST = Decimal(10) ** 12
MOST_POINTS = 1_000


@dataclass(frozen=True, slots=True)
class Cut:
    """A number that may be changed: as it is shown, its unit, and what one shown unit is."""

    name: str
    value: Decimal
    unit: str = ""
    factor: Decimal = Decimal(1)

    @property
    def shown(self) -> str:
        """Return the number as it stands in a field.

        >>> Cut("x", Decimal("0.055"), "%", Decimal("0.01")).shown
        '5.5'
        """
        return _plain(self.value / self.factor)


class Cuts:
    """The cuts of a card, in the units in which people write them."""

    def __init__(self, card: Card, vocabulary: Vocabulary, words: Words) -> None:
        self.card = card
        self.vocabulary = vocabulary
        self.words = words
        self.all = {cut.name: cut for cut in self._found()}

    number = NUMBER

    def _found(self) -> Iterator[Cut]:
        if self.card.groups:
            yield Cut("least", Decimal(self.card.least))
        for group in self.card.groups:
            yield Cut(f"group.{group.code}", Decimal(group.least))
            for item in group.items:
                yield from self._of_item(item)
        for condition in (*self.card.conditions, *self.card.direct):
            if found := SIMPLE.match(condition.rule):
                yield self._number(f"condition.{condition.code}", found[1], Decimal(found[3]))

    def _of_item(self, item: Item) -> Iterator[Cut]:
        for way, scale in enumerate(item.scales):
            for place, band in enumerate(scale.bands):
                yield Cut(f"points.{item.code}.{way}.{place}", Decimal(band.points))
            for place, edge in enumerate(edges(scale)):
                yield self._number(f"edge.{item.code}.{way}.{place}", scale.measure, edge)
        for place, case in enumerate((*item.cases, *item.each)):
            yield Cut(f"points.{item.code}.0.{place}", Decimal(case.points))

    def _number(self, name: str, measure: str, value: Decimal) -> Cut:
        """Name the unit of a measure: percent for a share, ten thousands of yuan for money."""
        expression = check(measure, self.vocabulary, NUMBER)
        said = self.words.plain(value, expression.tree)
        if said.endswith("%"):
            return Cut(name, value, "%", Decimal("0.01"))
        if str(expression.kind.unit) == "CNY":
            return Cut(name, value, _("ten thousand yuan"), WAN)
        return Cut(name, value, re.sub(r"^[-0-9.,]+ ?", "", said))

    def changed(self, given: Mapping[str, str]) -> Card:
        """Return the card with the numbers that were given; itself where none is another.

        Raises:
            Invalid: something is no number, or bands would no longer follow each other.
        """
        values = {name: self._read(cut, given.get(name)) for name, cut in self.all.items()}
        others = {name: v for name, v in values.items() if v != self.all[name].value}
        return _changed(self.card, others) if others else self.card

    def _read(self, cut: Cut, text: str | None) -> Decimal:
        if text is None or not text.strip():
            return cut.value
        try:
            value = Decimal(text.strip().replace(",", "").replace("，", "")) * cut.factor
        except InvalidOperation as error:
            raise _refused(cut.name, _("“%(value)s” is no number.") % {"value": text}) from error
        if not value.is_finite() or abs(value) > LARGEST:
            raise _refused(cut.name, _("This number is too large."))
        is_points = cut.name.startswith(("least", "group.", "points."))
        if is_points and not (value == value.to_integral_value() and 0 <= value <= MOST_POINTS):
            raise _refused(cut.name, _("Points are whole numbers from 0 to 1,000."))
        return value.normalize()


def edges(scale: Scale) -> list[Decimal]:
    """Return the edges between its bands, in the order of the bands."""
    by_low = scale.bands[0].low is not None
    found = (band.low if by_low else band.high for band in scale.bands[:-1])
    return [edge for edge in found if edge is not None]


def _changed(card: Card, values: Mapping[str, Decimal]) -> Card:
    groups = tuple(
        replace(
            group,
            least=int(values.get(f"group.{group.code}", Decimal(group.least))),
            items=tuple(_item(item, values) for item in group.items),
        )
        for group in card.groups
    )
    return replace(
        card,
        groups=groups,
        least=int(values.get("least", Decimal(card.least))),
        conditions=_conditions(card.conditions, values),
        direct=_conditions(card.direct, values),
    )


def _conditions(
    conditions: Sequence[Condition], values: Mapping[str, Decimal]
) -> tuple[Condition, ...]:
    return tuple(
        replace(one, rule=_moved(one.rule, values.get(f"condition.{one.code}")))
        for one in conditions
    )


def _moved(rule: str, value: Decimal | None) -> str:
    found = SIMPLE.match(rule)
    return rule if value is None or not found else f"{found[1]} {found[2]} {_plain(value)}"


def _item(item: Item, values: Mapping[str, Decimal]) -> Item:
    scales = tuple(_scale(item, way, scale, values) for way, scale in enumerate(item.scales))
    cases = tuple(_case(item, n, case, values) for n, case in enumerate(item.cases))
    each = tuple(_case(item, n, case, values) for n, case in enumerate(item.each))
    points = [band.points for scale in scales for band in scale.bands]
    points += [case.points for case in cases]
    most = max(points) if points else item.most
    return replace(item, scales=scales, cases=cases, each=each, most=most)


def _case(item: Item, place: int, case: Case, values: Mapping[str, Decimal]) -> Case:
    return replace(case, points=_points(item, 0, place, case.points, values))


def _points(item: Item, way: int, place: int, points: int, values: Mapping[str, Decimal]) -> int:
    return int(values.get(f"points.{item.code}.{way}.{place}", Decimal(points)))


def _scale(item: Item, way: int, scale: Scale, values: Mapping[str, Decimal]) -> Scale:
    name = f"edge.{item.code}.{way}"
    moved = [values.get(f"{name}.{n}", edge) for n, edge in enumerate(edges(scale))]
    by_low = scale.bands[0].low is not None
    if moved != sorted(set(moved), reverse=by_low):
        raise _refused(f"{name}.0", _("The bands of “%(line)s” no longer follow each other.") % {
            "line": item.zh if language() == "zh" else item.en
        })  # fmt: skip
    bounds: list[Decimal | None] = [None, *moved, None]
    bands = []
    for place, (band, one, other) in enumerate(zip(scale.bands, bounds, bounds[1:], strict=False)):
        low, high = (other, one) if by_low else (one, other)
        bands.append(Band(_points(item, way, place, band.points, values), low, high))
    return replace(scale, bands=tuple(bands))


def _refused(name: str, message: str) -> Invalid:
    return Invalid(message, {name: message})


def _plain(value: Decimal) -> str:
    return format(value.normalize(), "f")
