"""Running one part of the measurements in a process of its own.

A database and Django's settings are set up once in a process, so two parts cannot share one.
"""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from importlib import import_module
from multiprocessing import get_context

from bench.tables import Target


def measured(name: str, quick: bool) -> list[Target]:
    """Return the targets of `bench.<name>`, which prints its own tables."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(_run, name, quick).result()


def _run(name: str, quick: bool) -> list[Target]:
    targets: list[Target] = import_module(f"bench.{name}.__main__").run(quick)
    return targets
