"""Invented policies: conditions and a payout, read by every engine that is measured.

`cel` spells them for ours; `bench.rules.peer` and `bench.rules.limit` make formulas and numbers of
the same fields, so that no engine is given an easier text.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from . import city

SEED = 20260630


@dataclass(frozen=True, slots=True)
class Condition:
    """One comparison: its kind, its facts, a threshold (yuan, a count, a share, a day, texts)."""

    kind: str
    facts: tuple[str, ...]
    threshold: float | str | tuple[str, ...] = 0


@dataclass(frozen=True, slots=True)
class Policy:
    """All of `needed`, any of `choice`, not `barred`; pays `rate` of `base` up to `cap` yuan."""

    needed: tuple[Condition, ...]
    choice: tuple[Condition, Condition]
    barred: str
    base: str
    rate: float
    cap: int


def policies(count: int) -> list[Policy]:
    """Return `count` policies, always the same."""
    dice = random.Random(SEED)
    return [_policy(dice) for _ in range(count)]


def _policy(dice: random.Random) -> Policy:
    money = dice.sample(city.MONEY[3:], 2)
    ratio = Condition("ratio", ("rd_expense", "revenue"), dice.choice([0.02, 0.03, 0.05, 0.06]))
    large = Condition("sum", (money[0],), dice.choice([500_000, 2_000_000, 5_000_000]))
    return Policy(
        needed=(ratio, large),
        choice=(_number(dice), _other(dice)),
        barred=dice.choice(city.FLAGS[:3]),
        base=money[1],
        rate=dice.choice([0.02, 0.05, 0.1, 0.3]),
        cap=dice.choice([200_000, 500_000, 1_000_000, 5_000_000]),
    )


def _number(dice: random.Random) -> Condition:
    if dice.random() < 0.5:
        return Condition("count", (dice.choice(city.COUNTS),), dice.choice([5, 10, 20, 50]))
    return Condition("share", (dice.choice(city.SHARES),), dice.choice([0.05, 0.1]))


def _other(dice: random.Random) -> Condition:
    if dice.random() < 0.5:
        return Condition("since", (dice.choice(city.DAYS),), f"{dice.randint(2016, 2024)}-01-01")
    name = dice.choice(list(city.TEXTS))
    letters = [chr(65 + place) for place in range(city.TEXTS[name])]
    return Condition("in", (name,), tuple(sorted(dice.sample(letters, 3))))


def cel(policy: Policy) -> tuple[str, str]:
    """Return condition and payout in the language of `engines.rules`."""
    needed = " && ".join(_cel(one) for one in policy.needed)
    choice = " || ".join(_cel(one) for one in policy.choice)
    payout = f"min({_fact(policy.base)} * {policy.rate}, {policy.cap})"
    return f"{needed} && ({choice}) && !{policy.barred}", payout


def _fact(name: str) -> str:
    return f"{name}(year - 1)" if name in city.MONEY else name


def _cel(one: Condition) -> str:
    facts = [_fact(name) for name in one.facts]
    match one.kind:
        case "ratio":
            return f"{facts[0]} / {facts[1]} >= {one.threshold}"
        case "since":
            return f"{facts[0]} >= date('{one.threshold}')"
        case "in":
            return f"{facts[0]} in {_listed(one.threshold)}"
        case _:
            return f"{facts[0]} >= {one.threshold}"


def _listed(texts: object) -> str:
    return "[" + ", ".join(f"'{text}'" for text in _texts(texts)) + "]"


def _texts(value: object) -> Sequence[str]:
    assert isinstance(value, tuple)
    return value
