"""`python -m bench.figures [--quick]`: the seed page read, indicators found for its figures."""

from __future__ import annotations

import argparse
import time
from dataclasses import replace

from bench.tables import Target, at_least, at_most, show, show_targets
from lianqiao.engines.figures import Figure, read_figures

from . import proposing, truth

LONG, LONG_QUICK = 10_000_000, 1_000_000  # bytes of text
WITHIN = 30.0  # seconds for ten megabytes


def run(quick: bool = False) -> list[Target]:
    """Measure and print; return the targets."""
    if not truth.SEED.is_dir():
        print("figures: not run, ../shared/data/seed is not on this machine")
        return []
    targets = [*_quality(), *proposing.main(), _speed(LONG_QUICK if quick else LONG)]
    show_targets("Figures: targets", targets)
    return targets


def _quality() -> list[Target]:
    found, rows = read_figures(truth.page()), truth.rows()
    value = truth.quality(found, rows, truth.same_value)
    subject = truth.quality(found, rows, truth.same_subject)
    control = truth.quality(_shifted(found), rows, truth.same_subject)
    lines = [
        _line("value + unit", value),
        _line("value + unit + subject", subject),
        _line("control: each with its neighbour's subject", control),
    ]
    show("Figures of the seed page", ["what", "right", "precision", "recall", "F1"], lines)
    _show_missed(found, rows)
    return [
        at_least("F1 for value and unit", value.f1, 0.97),
        at_least("F1 for value, unit and subject", subject.f1, 0.90),
    ]


def _shifted(found: list[Figure]) -> list[Figure]:
    """Give each figure the subject of the next: what the measure lets through by chance."""
    subjects = [one.subject for one in found[1:] + found[:1]]
    return [replace(one, subject=subject) for one, subject in zip(found, subjects, strict=True)]


def _line(what: str, found: truth.Quality) -> list[str]:
    shares = (found.precision, found.recall, found.f1)
    return [what, f"{found.right}/{found.there}", *(f"{share:.3f}" for share in shares)]


def _show_missed(found: list[Figure], rows: list[truth.Row]) -> None:
    by_start = {one.start: one for one in found}
    for row in (row for row in rows if row.kind == "figure"):
        one = by_start.get(row.start)
        if one is None or not truth.same_subject(one, row):
            print(f"  missed  {row.text}: {row.subject} | read: {one.subject if one else '-'}")
    known = {row.start for row in rows if row.kind != "not_figure"}
    for one in (one for one in found if one.start not in known):
        print(f"  extra   {one.text}: {one.subject} {', '.join(one.qualifiers)}")


def _speed(length: int) -> Target:
    page = truth.page()
    text = page * (length // len(page.encode()) + 1)
    started = time.perf_counter()
    count = len(read_figures(text))
    seconds = time.perf_counter() - started
    print(f"\n  {count:,} figures in {len(text.encode()) / 1e6:.1f} MB, {seconds:.1f} s")
    return at_most("reading 10 MB", seconds * LONG / len(text.encode()), WITHIN, "s")


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a megabyte of text instead of ten")
    run(parser.parse_args().quick)


if __name__ == "__main__":
    main()
