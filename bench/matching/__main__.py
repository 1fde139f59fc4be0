"""Measure the matching engine beside its peers.

.venv/bin/python -m bench.matching           # everything, some ten minutes
.venv/bin/python -m bench.matching --quick   # small samples, a minute
"""

from __future__ import annotations

import argparse

from . import needs, quality, speed


def main() -> None:
    parser = argparse.ArgumentParser(description="Matching: quality and speed beside peers.")
    parser.add_argument("--quick", action="store_true", help="small samples, a minute")
    quick = parser.parse_args().quick
    found = [*needs.main(), *quality.main(quick)]
    speed.main(quick)
    behind = _behind(found)
    print(f"\nBehind a peer in nDCG@10: {', '.join(behind) or 'nowhere'}")


def _behind(found: list[quality.Measured]) -> list[str]:
    """Tasks in which a peer does at least as well as ours, which is measured first."""
    ours: dict[str, float] = {}
    for one in found:
        ours.setdefault(one.task, one.ndcg)
    return sorted(
        f"{one.task} ({one.system})"
        for one in found
        if not one.system.startswith(quality.OURS) and one.ndcg >= ours[one.task]
    )


if __name__ == "__main__":
    main()
