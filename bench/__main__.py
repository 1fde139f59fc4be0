"""All measurements of the house, one after the other, and at the end what was missed.

python -m bench           # everything, up to a quarter of an hour
python -m bench --quick   # small samples, under four minutes

Each part prints its own tables; a part whose data are not on this machine says so.
"""

from __future__ import annotations

import argparse
import time

from bench.parts import measured
from bench.tables import Target

PARTS = (
    "matching",
    "ledger",
    "indicators",
    "rules",
    "titles",
    "figures",
    "evaluation",
    "cases",
    "real",
)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measure the house.")
    parser.add_argument("--quick", action="store_true", help="small samples, under four minutes")
    quick = parser.parse_args().quick
    started = time.perf_counter()
    targets = [target for name in PARTS for target in _part(name, quick)]
    print(f"\nMeasured in {time.perf_counter() - started:,.0f} s.")
    missed = [one for one in targets if not one.met]
    for one in missed:
        print(f"MISS  {one.what}: {one.found}, target {one.wanted}")
    print(f"{len(targets) - len(missed)} of {len(targets)} targets met.")


def _part(name: str, quick: bool) -> list[Target]:
    print(f"\n=== {name} ===", flush=True)
    return measured(name, quick)


if __name__ == "__main__":
    main()
