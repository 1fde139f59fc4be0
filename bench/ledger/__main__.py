"""`python -m bench.ledger [--quick]`: the cost of recording, the speed of verifying."""

from __future__ import annotations

import argparse

from bench import scratch_database as scratch
from bench.tables import Target, show_targets

from . import proving, recording, verifying


def run(quick: bool) -> list[Target]:
    """Measure in a database of the bench's own, and print; return the targets."""
    with scratch.database() as superuser:
        targets = recording.main(quick) + verifying.main(superuser, quick)
        targets += proving.main(superuser)
    show_targets("Ledger: targets", targets)
    return targets


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="100,000 entries, half a minute")
    run(parser.parse_args().quick)


if __name__ == "__main__":
    main()
