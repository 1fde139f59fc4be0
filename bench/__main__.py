"""All measurements of the house, one after the other, and at the end what was missed.

python -m bench           # everything, up to a quarter of an hour
python -m bench --quick   # small samples, under four minutes

Each part prints its own tables; a part whose data are not on this machine says so.
"""

from __future__ import annotations

import argparse
import time
from concurrent.futures import ProcessPoolExecutor
from importlib import import_module
from multiprocessing import get_context

from bench.tables import Target

PARTS = ("matching", "ledger", "real")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measure the house.")
    parser.add_argument("--quick", action="store_true", help="small samples, under four minutes")
    quick = parser.parse_args().quick
    started = time.perf_counter()
    targets = [target for name in PARTS for target in _measured(name, quick)]
    print(f"\nMeasured in {time.perf_counter() - started:,.0f} s.")
    missed = [one for one in targets if not one.met]
    for one in missed:
        print(f"MISS  {one.what}: {one.found}, target {one.wanted}")
    print(f"{len(targets) - len(missed)} of {len(targets)} targets met.")


def _measured(name: str, quick: bool) -> list[Target]:
    print(f"\n=== {name} ===", flush=True)
    # Each part in a process of its own: a database and settings are set up once in a process.
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(_run, name, quick).result()


def _run(name: str, quick: bool) -> list[Target]:
    targets: list[Target] = import_module(f"bench.{name}.__main__").run(quick)
    return targets


if __name__ == "__main__":
    main()
