"""Repeat a draw: python3 verify_draw.py roll.csv panel.csv SEED [SHA256]. See evaluation.md."""

import sys
from collections import defaultdict
from hashlib import sha256
from pathlib import Path


def check(roll, panel, seed, digest=""):
    """Return what is wrong, and a line for each stratum with how many were drawn of how many."""
    wrong, told = [], []
    if digest and sha256(roll).hexdigest() != digest:
        wrong.append("the roll is not the one whose digest was published")
    volunteers, drawn = defaultdict(list), defaultdict(dict)
    for line in roll.decode().splitlines()[1:]:
        stratum, number = line.split(",")
        volunteers[stratum].append(int(number))
    lines = [line.split(",") for line in panel.decode().splitlines()[1:]]
    for stratum, number, group, place in lines:
        drawn[stratum][int(place)] = (int(number), int(group))
    if len(lines) != sum(map(len, drawn.values())) or not drawn.keys() <= volunteers.keys():
        wrong.append("a place stands twice in the panel, or a stratum is not on the roll")
    groups = sorted({group for places in drawn.values() for _number, group in places.values()})
    for stratum, numbers in sorted(volunteers.items()):
        numbers.sort(key=lambda n, s=stratum: (sha256(f"{seed}\n{s}\n{n}".encode()).digest(), n))
        taken = numbers[: len(drawn[stratum])]
        expected = {p + 1: (n, groups[p % len(groups)]) for p, n in enumerate(taken)}
        if expected != drawn[stratum]:
            wrong.append(f"stratum {stratum} was drawn otherwise")
        told.append(f"{stratum}: {len(taken)} of {len(numbers)}, {len(groups)} groups")
    return wrong, told


if __name__ == "__main__":
    given = sys.argv[1:]
    files = [Path(name).read_bytes() for name in given[:2]]
    problems, strata = check(*files, *given[2:])
    print("\n".join(strata))
    print("\n".join(problems) or "The panel is what roll and seed give.")
    sys.exit(bool(problems))
