"""A report as it reads: its blocks with the figures in their places."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.urls import reverse

from lianqiao.core.indicators.charts import entries_url
from lianqiao.core.indicators.models import Version
from lianqiao.core.indicators.queries import newest, values
from lianqiao.core.indicators.wording import number, short
from lianqiao.core.language import speaks_chinese
from lianqiao.desks.reports.publishing import charts
from lianqiao.desks.reports.publishing.markdown import Block, Run, blocks
from lianqiao.desks.reports.publishing.models import Erratum, Figure, Proof, Report
from lianqiao.desks.reports.publishing.references import Reference, references, require_known


@dataclass(frozen=True, slots=True)
class Mark:
    """A figure as it stands in the text: its words, its proof, what was put right since."""

    words: str
    url: str
    is_reported: bool = False
    proof: Proof | None = None
    errata: Sequence[Erratum] = ()
    published: Decimal | None = None

    @property
    def is_broken(self) -> bool:
        """Whether its proof no longer holds."""
        return self.proof is not None and not self.proof.holds

    @property
    def has_moved(self) -> bool:
        """Whether the records come to something else by now."""
        return self.proof is not None and self.proof.now != self.published


@dataclass(frozen=True)
class Shown:
    """A report ready to be shown: blocks, the figures by their references, the charts."""

    blocks: list[Block]
    marks: Mapping[str, Mark]
    charts: Mapping[str, Any] = field(default_factory=dict)
    is_translated: bool = True

    @property
    def parts(self) -> Iterator[dict[str, Any]]:
        """Yield the blocks as a template takes them."""
        for block in self.blocks:
            yield {
                "kind": block.kind,
                "level": block.level,
                "numbered": block.numbered,
                "runs": self._runs(block.runs),
                "rows": [[self._runs(cell) for cell in row] for row in block.rows],
                "chart": self.charts.get(block.reference.key, "") if block.reference else "",
            }

    def _runs(self, runs: Sequence[Run]) -> list[tuple[Run, Mark | None]]:
        return [(run, self.marks.get(run.reference.key) if run.reference else None) for run in runs]


def shown(report: Report) -> Shown:
    """Return a published report with its frozen figures, or a draft with those of today."""
    text, is_translated = _text(report)
    if not report.is_published:
        return preview(text)
    known = _versions(references(text))
    drawn = {
        one.key: charts.drawn(one, report.charts.get(one.key, []), known)
        for one in references(text)
        if one.kind != "figure"
    }
    return Shown(blocks(text), _frozen_marks(report), drawn, is_translated)


def preview(text: str) -> Shown:
    """Return a text with its figures as they are now. Invalid for references that cannot be."""
    found = references(text)
    known = _versions(found)
    require_known(text, found, known)
    figures = [one for one in found if one.kind == "figure"]
    marks = {
        one.key: Mark(
            words(value.value, value.version),
            entries_url(one.code, one.period, one.region),
            value.is_reported,
        )
        for one, value in zip(figures, values([one.asked for one in figures]), strict=True)
    }
    counted = charts.counted(found)
    drawn = {
        one.key: charts.drawn(one, counted[one.key], known) for one in found if one.key in counted
    }
    return Shown(blocks(text), marks, drawn)


def words(value: Decimal | None, version: Version) -> str:
    """Return a figure as it stands in a text: 459项, 35.89亿元; in English with a blank."""
    if speaks_chinese():
        return f"{short(value)}{version.unit}"
    unit = version.unit_name
    return f"{number(value)}{unit}" if unit == "%" else f"{number(value)} {unit}".rstrip()


def _text(report: Report) -> tuple[str, bool]:
    if speaks_chinese():
        return report.body, True
    return (report.body_en, True) if report.body_en else (report.body, False)


def _versions(found: Sequence[Reference]) -> dict[str, Version]:
    return newest({one.code for one in found})


def _frozen_marks(report: Report) -> dict[str, Mark]:
    rows = report.figures.select_related("frozen__version", "proof").prefetch_related(
        "errata__frozen__version"
    )
    return {row.reference: _mark(row) for row in rows}


def _mark(row: Figure) -> Mark:
    version = row.frozen.version
    return Mark(
        words(row.frozen.value, version),
        reverse("publishing:figure", args=[row.pk]),
        version.is_reported,
        getattr(row, "proof", None),
        list(row.errata.all()),
        row.frozen.value,
    )
