"""Our engine over the whole city, in a process of its own that does nothing else."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import TypeVar

from lianqiao.engines.rules import YUAN, Measure, check, decide_city

from . import city
from .policies import cel, policies

THREADS = 2
MEMORY = "1200MB"

T = TypeVar("T")


@dataclass(frozen=True)
class Decided:
    """Seconds to check the rules, and to compile and decide them; the peak of memory in bytes."""

    check: float
    decide: float
    peak: int

    @property
    def seconds(self) -> float:
        return self.check + self.decide


def apart(work: Callable[..., T], *args: object) -> T:
    """Return what `work` returns in a fresh process."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(work, *args).result()


def decided(path: Path, count: int) -> Decided:
    """Decide `count` policies for the city in `path`; leave `decisions` there."""
    texts = [cel(policy) for policy in policies(count)]
    vocabulary = city.vocabulary()
    with city.opened(path) as connection:
        connection.execute(f"SET threads = {THREADS}")
        connection.execute(f"SET memory_limit = '{MEMORY}'")
        connection.execute("DROP TABLE IF EXISTS decisions")
        started = time.perf_counter()
        measures = [
            Measure(number, check(condition, vocabulary), check(payout, vocabulary, YUAN), city.ON)
            for number, (condition, payout) in enumerate(texts)
        ]
        checked = time.perf_counter()
        decide_city(connection, measures)
        ended = time.perf_counter()
    return Decided(checked - started, ended - checked, _peak())


def _peak() -> int:
    """The most memory this process has held.

    Not getrusage's figure, which counts what its parent held when it was started.
    """
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.split("VmHWM:")[1].split()[0]) * 1024
