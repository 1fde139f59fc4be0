"""Measure the matching engine beside its peers.

python -m bench.matching           # everything, some ten minutes
python -m bench.matching --quick   # small samples, a minute or two
"""

from __future__ import annotations

import argparse

from bench.tables import Target, show_targets

from . import meaning, needs, quality, speed


def run(quick: bool) -> list[Target]:
    """Measure and print; return the targets with what was found."""
    found = [*needs.main(), *quality.main(quick)]
    targets = [*quality.targets(found), *meaning.main(quick), *speed.main(quick)]
    if targets:
        show_targets("Matching: targets", targets)
    return targets


def main() -> None:
    parser = argparse.ArgumentParser(description="Matching: quality and speed beside peers.")
    parser.add_argument("--quick", action="store_true", help="small samples")
    run(parser.parse_args().quick)


if __name__ == "__main__":
    main()
