"""One enterprise against every policy, as a page does that shows what it may apply for."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from lianqiao.engines.rules import YUAN, check, planned

from . import city
from .policies import cel, policies


@dataclass(frozen=True)
class Judged:
    """Milliseconds for one enterprise, by enterprise: judged, and explained in words besides."""

    judged: list[float]
    explained: list[float]

    def shown(self) -> list[list[str]]:
        return [_row("verdicts of all conditions", self.judged), _row("in words", self.explained)]


def judged(path: Path, count: int, enterprises: int) -> Judged:
    """Judge the first `enterprises` of the city in `path`; the answers must be its `decisions`."""
    vocabulary = city.vocabulary()
    plans = [
        planned(check(condition, vocabulary), check(payout, vocabulary, YUAN), city.ON)
        for condition, payout in map(cel, policies(count))
    ]
    rows, wanted = _read(path, enterprises)
    found: dict[tuple[int, int], int | None] = {}
    fast: list[float] = []
    slow: list[float] = []
    for row in rows:
        started = time.perf_counter()
        verdicts = [plan.judge(row) for plan in plans]
        fast.append((time.perf_counter() - started) * 1e3)
        found |= {(row["id"], n): one.amount for n, one in enumerate(verdicts) if one.verdict}
    for row in rows[:20]:
        started = time.perf_counter()
        for plan in plans:
            plan.judge(row).tree()
        slow.append((time.perf_counter() - started) * 1e3)
    if found != wanted:
        raise AssertionError("one enterprise is judged otherwise than the city")
    return Judged(fast, slow)


def _read(path: Path, enterprises: int) -> tuple[list[dict[str, Any]], dict[Any, int | None]]:
    with city.opened(path, read_only=True) as connection:
        found = connection.execute(f"SELECT * FROM facts WHERE id < {enterprises}")
        names = [column[0] for column in found.description]
        rows = [dict(zip(names, values, strict=True)) for values in found.fetchall()]
        decisions = connection.execute(
            f"SELECT id, measure, payout FROM decisions WHERE id < {enterprises}"
        ).fetchall()
    return rows, {(subject, measure): payout for subject, measure, payout in decisions}


def p95(values: list[float]) -> float:
    return float(np.percentile(values, 95))


def _row(name: str, values: list[float]) -> list[str]:
    return [name, f"{np.median(values):.2f}", f"{p95(values):.2f}"]
