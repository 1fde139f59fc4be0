"""What the machine can do: the same decisions in one compiled loop over plain arrays.

Made for this one form of policy and nothing else; it adds up grants and payouts and writes no
rows. A missing fact is a number below all others; all are float64, whole and below 2 ** 53, which
compilers turn into wide instructions and which stays exact.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numba
import numpy as np

from . import city
from .deciding import THREADS
from .policies import Condition, Policy, policies

NAMES = (*city.MONEY, *city.COUNTS, *city.SHARES, *city.DAYS, *city.FLAGS, *city.TEXTS)
MISSING = -(1 << 40)
NEVER = float(1 << 60)
"""A threshold that no fact reaches, a letter that none is."""
BLOCK = 4096
"""Enterprises at a time: their facts stay in the cache for all policies."""


@dataclass(frozen=True)
class Limit:
    """Seconds without compiling; grants and the sum of payouts in fen, by policy."""

    seconds: float
    grants: tuple[int, ...]
    payouts: tuple[int, ...]


def limit(path: Path, count: int) -> Limit:
    """Decide `count` policies for the city in `path`."""
    numba.set_num_threads(min(THREADS, numba.config.NUMBA_NUM_THREADS))
    facts = _facts(path)
    rules = np.array([_numbers(policy) for policy in policies(count)], dtype=np.float64)
    _decide(facts[:, :BLOCK].copy(), rules)
    started = time.perf_counter()
    grants, payouts = _decide(facts, rules)
    grants, payouts = grants.sum(axis=0), payouts.sum(axis=0)
    seconds = time.perf_counter() - started
    return Limit(seconds, tuple(grants.tolist()), tuple(payouts.tolist()))


def _facts(path: Path) -> Any:
    spelled = city.columns()
    wanted = ", ".join(f"({_number(name, spelled[name])})::DOUBLE AS {name}" for name in NAMES)
    with city.opened(path, read_only=True) as connection:
        found = connection.execute(f"SELECT {wanted} FROM facts").fetchnumpy()
    return np.stack([found[name] for name in NAMES])


def _number(name: str, column: str) -> str:
    if name in city.TEXTS:
        column = f"ascii({column})"
    if name in city.DAYS:
        column = f"{column} - DATE '1970-01-01'"
    return f"coalesce(({column})::BIGINT, {MISSING})"


def _numbers(policy: Policy) -> list[float]:
    """Write a policy as the numbers that `_decide` reads."""
    ratio, large = policy.needed
    one, other = policy.choice
    places = [
        *(NAMES.index(name) for name in ratio.facts),
        *(NAMES.index(item.facts[0]) for item in (large, one, other)),
        *(NAMES.index(name) for name in (policy.barred, policy.base)),
    ]
    thresholds = [_threshold(item) for item in (ratio, large, one, other)]
    letters = [NEVER] * 3
    if isinstance(other.threshold, tuple):
        letters = [float(ord(letter)) for letter in other.threshold]
    return [*places, *thresholds, *letters, round(policy.rate * 100), policy.cap * 100]


def _threshold(condition: Condition) -> float:
    value: Any = condition.threshold
    match condition.kind:
        case "ratio" | "sum":
            return round(value * 100)
        case "share":
            return round(value * 1_000_000)
        case "since":
            return (date.fromisoformat(value) - date(1970, 1, 1)).days
        case "in":
            return NEVER
        case _:
            return float(value)


@numba.njit(parallel=True)
def _decide(facts, rules):  # type: ignore[no-untyped-def]  # Numba's to type
    size = facts.shape[1]
    blocks = (size + BLOCK - 1) // BLOCK
    grants = np.zeros((blocks, len(rules)), dtype=np.int64)
    payouts = np.zeros((blocks, len(rules)), dtype=np.int64)
    for block in numba.prange(blocks):
        first, last = block * BLOCK, min((block + 1) * BLOCK, size)
        granted = np.empty(BLOCK, dtype=np.bool_)
        for number in range(len(rules)):
            rule = rules[number]
            above, below = facts[int(rule[0])][first:last], facts[int(rule[1])][first:last]
            large, one = facts[int(rule[2])][first:last], facts[int(rule[3])][first:last]
            other, barred = facts[int(rule[4])][first:last], facts[int(rule[5])][first:last]
            base = facts[int(rule[6])][first:last]
            ratio, least, enough, since = rule[7], rule[8], rule[9], rule[10]
            a, b, c, rate, cap = rule[11], rule[12], rule[13], rule[14], rule[15]
            for place in range(last - first):
                granted[place] = (
                    (below[place] > 0)
                    & (above[place] * 100 >= ratio * below[place])
                    & (large[place] >= least)
                    & (barred[place] == 0)
                    & (
                        (one[place] >= enough)
                        | (other[place] >= since)
                        | (other[place] == a)
                        | (other[place] == b)
                        | (other[place] == c)
                    )
                )
            for place in range(last - first):
                if granted[place]:
                    grants[block, number] += 1
                    if base[place] != MISSING:
                        # Half a fen is rounded up, as the rules do.
                        amount = min((int(base[place]) * int(rate) + 50) // 100, int(cap))
                        payouts[block, number] += amount
    return grants, payouts
