"""From the plain data of a file to a card; what a schema cannot say is checked here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

from .card import Band, Card, Case, Condition, Group, Item, Scale, Source
from .errors import CardError

Data = Mapping[str, Any]


def read_card(data: Data) -> Card:
    """Return the card that a file holds.

    Raises:
        CardError: a part is missing, bands leave a gap or overlap, points exceed a line's most.
    """
    try:
        return _card(data)
    except (KeyError, TypeError, ValueError, ArithmeticError) as error:
        if isinstance(error, CardError):
            raise
        raise CardError(f"{data.get('code', '?')}: {error!r}") from error


def _card(data: Data) -> Card:
    sources = {name: Source(**given) for name, given in data["sources"].items()}
    card = Card(
        code=data["code"],
        title=data["title"],
        zh=data["zh"],
        en=data["en"],
        source=sources[data["source"]],
        valid_from=date.fromisoformat(data["valid_from"]),
        valid_to=date.fromisoformat(data["valid_to"]) if data["valid_to"] else None,
        years=data["years"],
        conditions=_conditions(data["conditions"], sources),
        groups=tuple(_group(one, sources) for one in data.get("groups", ())),
        direct=_conditions(data.get("direct", ()), sources),
        least=data.get("least", 0),
    )
    _check(card)
    return card


def _conditions(given: Sequence[Data], sources: Mapping[str, Source]) -> tuple[Condition, ...]:
    return tuple(Condition(**{**one, "source": sources[one["source"]]}) for one in given)


def _group(given: Data, sources: Mapping[str, Source]) -> Group:
    items = tuple(_item(one, sources) for one in given["items"])
    return Group(given["code"], given["zh"], given["en"], items, given.get("least", 0))


def _item(given: Data, sources: Mapping[str, Source]) -> Item:
    read: dict[str, Any] = {**given, "source": sources[given["source"]]}
    read["scales"] = tuple(_scale(one) for one in given.get("scales", ()))
    for way in ("cases", "each"):
        read[way] = tuple(Case(**one) for one in given.get(way, ()))
    return Item(**read)


def _scale(given: Data) -> Scale:
    bands = tuple(
        Band(one["points"], *(_edge(one.get(name)) for name in ("low", "high")))
        for one in given["bands"]
    )
    return Scale(**{**given, "bands": bands})


def _edge(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _check(card: Card) -> None:
    codes = [one.code for one in (*card.conditions, *card.direct)]
    codes += [group.code for group in card.groups] + [item.code for item in card.items]
    if len(codes) != len(set(codes)):
        raise CardError(f"{card.code}: a code stands twice")
    for item in card.items:
        ways = [way for way in (item.scales, item.cases, item.each) if way]
        if len(ways) != 1:
            raise CardError(f"{card.code}, {item.code}: counted in {len(ways)} ways, not in one")
        for scale in item.scales:
            _check_bands(f"{card.code}, {item.code}", scale)
        if item.cases and item.cases[-1].rule:
            raise CardError(f"{card.code}, {item.code}: its last case has a condition")
        _check_most(card, item)


def _check_bands(where: str, scale: Scale) -> None:
    """From the lowest band to the highest each begins where the one before it ends."""
    bands = sorted(scale.bands, key=lambda band: (band.low is not None, band.low or 0))
    edges = [(one.high, next_one.low) for one, next_one in pairwise(bands)]
    if bands[0].low is not None or bands[-1].high is not None:
        raise CardError(f"{where}: its bands end before a value does")
    if any(high is None or high != low for high, low in edges):
        raise CardError(f"{where}: its bands leave a gap or overlap")


def _check_most(card: Card, item: Item) -> None:
    given = [band.points for scale in item.scales for band in scale.bands]
    given += [case.points for case in item.cases]
    reached = max(given) if given else min(item.most, sum(case.points for case in item.each))
    if reached != item.most:
        raise CardError(f"{card.code}, {item.code}: reaches {reached} points, not {item.most}")
