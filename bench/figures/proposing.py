"""Whether the indicator that a figure speaks of is proposed: the seed page, the demo's indicators.

`meant.tsv` says of each figure of the page, by its number in the truth, which of the indicators of
`site/demo/yearly.csv` a reader takes it for; of firms and of cut columns, none.
"""

from __future__ import annotations

import csv
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bench.tables import Target, at_least, show
from lianqiao.engines.figures import Figure, read_figures

from . import truth

if TYPE_CHECKING:
    from lianqiao.desks.reports.statements.finding import Finder, Proposal, Wording

MEANT = Path(__file__).with_name("meant.tsv")
LEAST = 0.8


@dataclass(frozen=True, slots=True)
class Asked:
    """A figure with the indicator meant ('' for none), and what is proposed for it."""

    figure: Figure
    meant: str
    ranked: list[Proposal]

    @property
    def rank(self) -> int:
        """Where the one meant stands, from 1; 0 where it is not among them."""
        codes = [one.version.code for one in self.ranked]
        return codes.index(self.meant) + 1 if self.meant in codes else 0


def main() -> list[Target]:
    """Measure and print; return the targets."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"DJANGO_SETTINGS_MODULE": "lianqiao.site.settings", "LIANQIAO_DATA": folder}
        import django

        django.setup()
        asked = _asked()
    return _shown([one for one in asked if one.meant], [one for one in asked if not one.meant])


def _shown(named: list[Asked], unnamed: list[Asked]) -> list[Target]:
    from lianqiao.desks.reports.statements.finding import best

    first = sum(one.rank == 1 for one in named) / len(named)
    reciprocal = sum(1 / one.rank for one in named if one.rank) / len(named)
    made = [one for one in named if best(one.ranked)]
    right = sum(one.rank == 1 for one in made)
    wrongly = sum(best(one.ranked) is not None for one in unnamed)
    rows = [
        ["the one meant comes first", f"{first:.3f}"],
        ["mean reciprocal rank", f"{reciprocal:.3f}"],
        ["proposed by itself, and right", f"{right} of {len(made)}"],
        ["proposed where none is meant", f"{wrongly} of {len(unnamed)}"],
    ]
    show(f"Proposals for {len(named)} figures of the seed page", ["what", "found"], rows)
    for one in named:
        if one.rank != 1:
            found = one.ranked[0].version.code if one.ranked else "-"
            print(f"  missed  {one.figure.text}: {one.figure.subject} | {one.meant} | {found}")
    return [at_least("the indicator meant comes first", first, LEAST)]


def _asked() -> list[Asked]:
    finder, found = _finder(), {one.start: one for one in read_figures(truth.page())}
    with MEANT.open(encoding="utf-8", newline="") as file:
        meant = {row["id"]: row["code"] for row in csv.DictReader(file, delimiter="\t")}
    starts = {row.id: row.start for row in truth.rows() if row.id in meant}
    return [
        Asked(figure, meant[number], finder.proposals(_wording(figure)))
        for number, start in starts.items()
        if (figure := found.get(start))
    ]


def _wording(figure: Figure) -> Wording:
    from lianqiao.desks.reports.statements.models import Claim
    from lianqiao.desks.reports.statements.queries import wording_of

    qualifiers = list(figure.qualifiers)
    given = {"subject": figure.subject, "unit": figure.unit, "department": figure.department}
    return wording_of(Claim(qualifiers=qualifiers, **given))


def _finder() -> Finder:
    from lianqiao.core.indicators.models import Version
    from lianqiao.core.parties.models import Organization
    from lianqiao.desks.reports.statements.finding import Finder
    from lianqiao.site.demo.yearly import NAMES, lines

    departments = {code: Organization(name=name) for code, (name, _english) in NAMES.items()}
    return Finder(
        [
            Version(
                indicator_id=line.code,
                name=line.name,
                unit=line.unit,
                definition=line.name,
                department=departments[line.department],
            )
            for line in lines()
            if line.code
        ]
    )
