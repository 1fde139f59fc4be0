"""What ballots say: stratified means with their bounds, and which of them stay untold.

    told = judge(ballots, weights, frames)     # of one department, all strata at once
    told.whole, told.items, told.strata

The estimator is the stratified mean of Cochran, Sampling Techniques, 3rd ed., ch. 5: mean (5.1),
variance with the finite correction (5.7), degrees of freedom after Satterthwaite (5.16). The bounds
cover what comes of drawing a panel, nothing of who did not answer.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
CONFIDENCE = 0.95
LOWEST, HIGHEST = 0.0, 100.0
EVERY_POINT = range(101)
WIDTH = 10.0
"""Points between which a withheld score must stay open to whoever reckons with the others."""
ENOUGH = 2


@dataclass(frozen=True, slots=True)
class Stratum:
    """A stratum's share in the result, and how many it was drawn from."""

    weight: float
    frame: int


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean of 0 to 100, the bounds of its 95 % interval, and the ballots behind it."""

    mean: float
    low: float
    high: float
    ballots: int
    is_unanimous: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """Estimates of one department; what nobody had an opinion on is None."""

    whole: Estimate | None
    items: tuple[Estimate | None, ...]
    strata: tuple[Estimate | None, ...]


def judge(
    points: Floats, where: NDArray[np.int64], items: Sequence[float], strata: Sequence[Stratum]
) -> Told:
    """Return what ballots say of one department.

    `points` has a row for each ballot and a column for each item (NaN: no opinion), `where` each
    ballot's stratum as its place in `strata`; `items` are the items' weights.
    """
    scores = ballot_scores(points, np.asarray(items))
    by_item = tuple(stratified(_parted(column, where, len(strata)), strata) for column in points.T)
    parts = _parted(scores, where, len(strata))
    alone = tuple(stratified([part], [one]) for part, one in zip(parts, strata, strict=True))
    return Told(stratified(parts, strata), by_item, alone)


def ballot_scores(points: Floats, weights: Floats) -> Floats:
    """Return each ballot's score: the weighted mean of the items that it has an opinion on.

    >>> ballot_scores(np.array([[100.0, 50.0], [80.0, np.nan]]), np.array([0.6, 0.4])).tolist()
    [80.0, 80.0]
    """
    given = np.where(np.isnan(points), 0.0, weights)
    total = given.sum(axis=1)
    earned = (np.nan_to_num(points) * given).sum(axis=1)
    with np.errstate(invalid="ignore"):
        return np.asarray(np.where(total > 0, earned / total, np.nan))


def stratified(parts: Sequence[Floats], strata: Sequence[Stratum]) -> Estimate | None:
    """Return the stratified mean of scores that are parted by stratum; None without a score.

    The weights are renormalised over the strata that have scores. A stratum with a single one has
    no variance of its own and is given the pooled one.
    """
    heard = [(part, one) for part, one in zip(parts, strata, strict=True) if len(part)]
    if not heard:
        return None
    total = sum(one.weight for _part, one in heard)
    shares = np.array([one.weight / total for _part, one in heard])
    sizes = np.array([len(part) for part, _one in heard])
    means = np.array([part.mean() for part, _one in heard])
    frames = np.array([max(one.frame, len(part)) for part, one in heard])
    # W² (1 - n/N) s²/n of each stratum.
    varied = shares**2 * (1 - sizes / frames) * _variances([part for part, _one in heard]) / sizes
    mean, reach = float(shares @ means), _reach(varied, sizes)
    whole = np.concatenate([part for part, _one in heard])
    return Estimate(
        mean,
        max(LOWEST, mean - reach),
        min(HIGHEST, mean + reach),
        int(sizes.sum()),
        bool(np.ptp(whole) == 0),
    )


def withheld(
    cells: Sequence[Estimate | None],
    weights: Sequence[float],
    smallest: int,
    points: Sequence[float] = EVERY_POINT,
) -> set[int]:
    """Return the places of those cells of one sum that must not be told.

    First those of fewer than `smallest` ballots, and those in which all said the same, as each
    one's vote would be known. Then the next smallest, until the told ones and the sum leave each
    withheld one open: there are two at least, `smallest` ballots stand behind them together, and
    each may lie `WIDTH` apart, with two at least of the `points` that a choice gives in between: a
    single ballot has no others.
    """
    heard = {at: one for at, one in enumerate(cells) if one is not None}
    hidden = {at for at, one in heard.items() if one.ballots < smallest or one.is_unanimous}
    waiting = sorted(heard.keys() - hidden, key=lambda at: (heard[at].ballots, at))
    while hidden and waiting and not _is_open(hidden, heard, weights, smallest, points):
        hidden.add(waiting.pop(0))
    return hidden


def t_quantile(freedom: float, confidence: float = CONFIDENCE) -> float:
    """Return the two-sided quantile of Student's t, within 0.005 from 3 degrees of freedom on.

    Abramowitz and Stegun 26.7.5; exact for 1 and 2.

    >>> [round(t_quantile(one), 3) for one in (1, 2, 5, 10, 30)]
    [12.706, 4.303, 2.571, 2.228, 2.042]
    """
    upper = (1 + confidence) / 2
    if freedom < ENOUGH:
        return math.tan(math.pi * (upper - 0.5))
    if freedom < ENOUGH + 1:
        return (2 * upper - 1) * math.sqrt(2 / (1 - (2 * upper - 1) ** 2))
    z = NormalDist().inv_cdf(upper)
    terms = (
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92_160,
    )
    return z + sum(term / freedom**power for power, term in enumerate(terms, 1))


def _parted(scores: Floats, where: NDArray[np.int64], count: int) -> list[Floats]:
    known = ~np.isnan(scores)
    return [scores[known & (where == at)] for at in range(count)]


def _variances(parts: Sequence[Floats]) -> Floats:
    several = [part for part in parts if len(part) >= ENOUGH]
    freedom = sum(len(part) - 1 for part in several)
    squares = sum(float(((part - part.mean()) ** 2).sum()) for part in several)
    pooled = squares / freedom if freedom else 0.0
    return np.array([part.var(ddof=1) if len(part) >= ENOUGH else pooled for part in parts])


def _reach(varied: Floats, sizes: NDArray[np.int64]) -> float:
    """Return half the interval; `varied` is each stratum's part in the mean's variance."""
    total = float(varied.sum())
    if total <= 0:
        return 0.0
    freedom = total**2 / float((varied**2 / np.maximum(sizes - 1, 1)).sum())
    return t_quantile(freedom) * math.sqrt(total)


def _is_open(
    hidden: set[int],
    heard: Mapping[int, Estimate],
    weights: Sequence[float],
    smallest: int,
    points: Sequence[float],
) -> bool:
    if len(hidden) < ENOUGH or sum(heard[at].ballots for at in hidden) < smallest:
        return False
    known = sum(weights[at] * heard[at].mean for at in hidden)
    span = min(points), max(points)
    for at in hidden:
        others = sum(weights[other] for other in hidden - {at})
        low, high = _room(weights[at], others, known, span)
        possible = sum(low <= one <= high for one in points)
        if high - low < WIDTH or possible < ENOUGH:
            return False
    return True


def _room(
    own: float, others: float, known: float, span: tuple[float, float]
) -> tuple[float, float]:
    """Return between which points a score lies whose weighted sum with others is known."""
    least, most = span
    return max(least, (known - others * most) / own), min(most, (known - others * least) / own)
