"""`python -m bench.rules [--quick]`: a whole city, one enterprise, a peer, the machine's limit."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path

from bench import scratch
from bench.tables import Target, at_least, at_most, show, show_targets

from . import city
from .deciding import THREADS, Decided, apart, decided
from .limit import Limit, limit
from .one import Judged, judged, p95
from .peer import Compared, compared

POLICIES = 200
ROUNDS = 3
"""Everything is measured this often and the quickest time is taken: others use the machine too."""


@dataclass(frozen=True)
class City:
    """A city decided by all three: the quickest rounds, the most memory that ours ever held."""

    enterprises: int
    policies: int
    ours: Decided
    peak: int
    peer: Compared
    bare: Limit

    def speed(self, seconds: float) -> float:
        """Decisions a second, in millions."""
        return self.enterprises * self.policies / seconds / 1e6


def run(quick: bool) -> list[Target]:
    """Measure and print; return the targets."""
    folder = scratch.folder()
    enterprises = 100_000 if quick else 2_000_000
    path = apart(city.made, folder / "city.duckdb", enterprises)
    whole = measured(path, enterprises, POLICIES, ROUNDS)
    single = apart(judged, path, POLICIES, 200 if quick else 1_000)
    path.unlink()
    enterprises = min(enterprises, 200_000)
    path = apart(city.made, folder / "known.duckdb", enterprises, 0)
    known = measured(path, enterprises, POLICIES, 1)
    path.unlink()
    if known.peer.it_alone or known.peer.we_alone:
        raise AssertionError("nothing is missing, and the peer's answers differ from ours")
    _show(whole, known, single)
    targets = _targets(whole, single, quick)
    show_targets("Rules: targets", targets)
    return targets


def measured(path: Path, enterprises: int, policies: int, rounds: int) -> City:
    """Decide the city in `path` by all three, each in a process of its own, by turns."""
    ours, peers, bare = zip(
        *(
            (
                apart(decided, path, policies),
                apart(compared, path, policies),
                apart(limit, path, policies),
            )
            for _ in range(rounds)
        ),
        strict=True,
    )
    best = min(bare, key=lambda one: one.seconds)
    if _sums(path, policies) != (best.grants, best.payouts):
        raise AssertionError("the bare loop's answers differ from ours")
    return City(
        enterprises,
        policies,
        min(ours, key=lambda one: one.seconds),
        max(one.peak for one in ours),
        min(peers, key=lambda one: one.seconds),
        best,
    )


def _sums(path: Path, policies: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return our grants and the sum of our payouts in fen, by policy."""
    with city.opened(path, read_only=True) as connection:
        rows = connection.execute(
            "SELECT measure, count(*), coalesce(sum(payout), 0)::BIGINT FROM decisions GROUP BY 1"
        ).fetchall()
    found = {measure: (grants, payout) for measure, grants, payout in rows}
    grants, payouts = zip(*(found.get(n, (0, 0)) for n in range(policies)), strict=True)
    return grants, payouts


def _show(whole: City, known: City, single: Judged) -> None:
    size = f"{whole.enterprises:,} enterprises, {whole.policies} policies"
    ours = whole.speed(whole.ours.seconds)
    rows = [
        ["lianqiao, checked, compiled, rows written", ours, THREADS, whole.ours.seconds],
        ["OpenFisca-Core, float32, rows in memory", whole.speed(whole.peer.seconds), 1,
         whole.peer.seconds],
        ["Numba, one loop for these rules, sums only", whole.speed(whole.bare.seconds), THREADS,
         whole.bare.seconds],
    ]  # fmt: skip
    show(
        f"Rules: {size}, a tenth of the facts missing; the quickest of {ROUNDS}",
        ["", "M decisions/s", "threads", "s", "ours beside it"],
        [[name, f"{m:,.1f}", f"{n}", f"{s:.2f}", f"{ours / m:.2f}"] for name, m, n, s in rows],
    )
    print(f"  Of ours, checking the rules took {whole.ours.check:.2f} s.")
    show(
        "Rules: grants of OpenFisca-Core, which takes a missing fact for 0 or no; unfounded where"
        " a fact that could refuse is missing",
        ["", "enterprises", "as ours", "unfounded", "lacking"],
        [_grants("a tenth missing", whole), _grants("nothing missing", known)],
    )
    show(
        f"Rules: one enterprise against {whole.policies} policies, ms",
        ["", "median", "p95"],
        single.shown(),
    )


def _grants(name: str, of: City) -> list[str]:
    counts = (of.enterprises, of.peer.both, of.peer.it_alone, of.peer.we_alone)
    return [name, *(f"{count:,}" for count in counts)]


def _targets(whole: City, single: Judged, quick: bool) -> list[Target]:
    """Speeds are promised for a whole city: in a small one, compiling takes most of the time."""
    speed, peer = whole.speed(whole.ours.seconds), whole.speed(whole.peer.seconds)
    large = [
        at_least("decisions, whole city", speed, 60, "M/s"),
        at_least("decisions a second beside OpenFisca-Core's", speed / peer, 1),
    ]
    return [
        *([] if quick else large),
        at_most("peak memory of the process that decides", whole.peak / 1e9, 1.5, "GB"),
        at_most("one enterprise, all policies judged, p95", p95(single.judged), 2, "ms"),
    ]


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="100,000 enterprises, half a minute")
    run(parser.parse_args().quick)


if __name__ == "__main__":
    main()
