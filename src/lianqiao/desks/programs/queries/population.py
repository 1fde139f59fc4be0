"""What all enterprises score by a table, as it stands and as it might be changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
from django.utils.translation import gettext as _

from lianqiao.core.language import language
from lianqiao.core.parties.models import Organization
from lianqiao.core.rules.city import load_city, opened
from lianqiao.core.rules.registry import registry
from lianqiao.engines.rules import RuleError, check
from lianqiao.engines.scorecards import Card, CityScores, Truths, decided, scored

STEP = 10
"""Points of one class of the distribution."""

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Population:
    """Every enterprise by a table on a day, and by a changed one, where one is tried.

    `enterprises` masks them among the organizations of `now.ids`; `regions` are codes, '' where
    none is on record.
    """

    card: Card
    on: date
    truths: Truths
    now: CityScores
    after: CityScores | None
    enterprises: Mask
    regions: npt.NDArray[np.str_]

    @property
    def size(self) -> int:
        """Return the number of enterprises."""
        return int(self.enterprises.sum())


@dataclass(frozen=True, slots=True)
class Standing:
    """How many pass, do not, or cannot be decided."""

    passes: int
    fails: int
    open: int


@dataclass(frozen=True, slots=True)
class Hurdle:
    """A condition, how many fail it and of how many it is unknown."""

    name: str
    fails: int
    unknown: int


@dataclass(frozen=True, slots=True)
class Moved:
    """How many of a district (by its code) begin to pass, and how many cease to."""

    region: str
    gain: int
    lose: int


def population(card: Card, on: date, *, changed: Card | None = None) -> Population | None:
    """Score every enterprise; None where the dictionary lacks a fact of the table.

    A rule that both tables have is decided once. Queries: a fixed number.
    """
    words = registry().vocabulary
    rules = [*card.rules(), *(changed.rules() if changed else ())]
    try:
        read = {ref.column for rule in rules for ref in check(rule, words).facts}
    except RuleError:
        return None
    with opened() as city:
        load_city(city, read | {"kind", "region"}, words, on)
        truths = decided(city, rules, words, on)
        rows = city.execute("SELECT kind, region FROM facts ORDER BY id").fetchall()
    return Population(
        card,
        on,
        truths,
        scored(card, truths),
        scored(changed, truths) if changed else None,
        np.array([kind == "enterprise" for kind, _region in rows], np.bool_),
        np.array([region or "" for _kind, region in rows], np.str_),
    )


def standing(scores: CityScores, some: Mask) -> Standing:
    """Count the verdicts of some organizations."""
    passes = int((scores.verdict.true & some).sum())
    fails = int((scores.verdict.false & some).sum())
    return Standing(passes, fails, int(some.sum()) - passes - fails)


def classes(found: Population) -> list[tuple[str, int]]:
    """Count enterprises by what they score for certain, in steps of ten points."""
    if not found.card.groups:
        return []
    low = found.now.total[0][found.enterprises]
    most = max(found.card.most, STEP)
    counted = np.bincount(np.minimum(low, most - 1) // STEP, minlength=most // STEP)
    return [
        (f"{n * STEP}–{n * STEP + STEP - (n * STEP + STEP < most)}", int(count))
        for n, count in enumerate(counted)
    ]


def hurdles(found: Population) -> list[Hurdle]:
    """Count who fails each condition, the one that stops most first."""
    counted = []
    for one in found.card.conditions:
        truth, some = found.truths.found[one.rule], found.enterprises
        fails = int((truth.false & some).sum())
        unknown = int((~truth.false & ~truth.true & some).sum())
        counted.append(Hurdle(one.zh if language() == "zh" else one.en, fails, unknown))
    return sorted(counted, key=lambda one: (-one.fails, -one.unknown))


def moved(found: Population) -> list[Moved]:
    """Count by district who begins and who ceases to pass by the changed table, most first."""
    if found.after is None:
        return []
    before, after = found.now.verdict.true, found.after.verdict.true
    places, at = np.unique(found.regions, return_inverse=True)
    gained = _counted(at, after & ~before & found.enterprises, len(places))
    lost = _counted(at, before & ~after & found.enterprises, len(places))
    rows = [Moved(*one) for one in zip(places.tolist(), gained, lost, strict=True)]
    kept = [one for one in rows if one.gain or one.lose]
    return sorted(kept, key=lambda one: (-one.gain - one.lose, one.region))


def _counted(at: Any, some: Mask, size: int) -> list[int]:
    return [int(one) for one in np.bincount(at[some], minlength=size)]


def exported(found: Population) -> Iterator[Sequence[Any]]:
    """Yield every enterprise with its points and verdict, in the order of `columns.SCORES`."""
    fields = ("pk", "name", "uscc", "region__name")
    rows = Organization.objects.filter(kind=Organization.Kind.ENTERPRISE).order_by("pk")
    places = {int(pk): place for place, pk in enumerate(found.now.ids)}
    for pk, name, uscc, district in rows.values_list(*fields).iterator(2_000):
        if (place := places.get(pk)) is not None:
            after = _said(found.after, place) if found.after else ("", "", "")
            yield [name, uscc, district, *_said(found.now, place), *after]


def _said(scores: CityScores, place: int) -> tuple[int, int, str]:
    verdict = _("Yes") if scores.verdict.true[place] else _("unknown")
    verdict = _("No") if scores.verdict.false[place] else verdict
    return int(scores.total[0][place]), int(scores.total[1][place]), verdict
