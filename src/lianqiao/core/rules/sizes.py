"""The size of an enterprise by industry, staff, revenue and assets.

Source: 工信部联企业〔2011〕300号, 中小企业划型标准规定. Staff in persons; revenue and assets in
units of 10,000 yuan. A class needs every measure to reach its line; who misses one drops a class.
Which codes of GB/T 4754-2017 an industry has follows 统计上大中小微型企业划分办法(2017); finance,
education, health and public administration have no class.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

CLASSES = ("large", "medium", "small")
WAN_IN_FEN = 1_000_000
MEASURES = {"staff": "staff__1", "revenue": "revenue__1", "assets": "total_assets__1"}
"""What is measured, and the column it stands in: last year's."""

Lines = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Band:
    """The lines of one industry from which an enterprise is large, medium, small."""

    codes: tuple[str, ...]
    staff: Lines | None = None
    revenue: Lines | None = None
    assets: Lines | None = None

    def lines(self) -> Iterator[tuple[str, Lines]]:
        """Yield the column of each measure with its lines as the column has them."""
        for name, column in MEASURES.items():
            lines: Lines | None = getattr(self, name)
            if lines:
                scale = 1 if name == "staff" else WAN_IN_FEN
                yield column, (lines[0] * scale, lines[1] * scale, lines[2] * scale)


BANDS = (
    Band(("A",), revenue=(20_000, 500, 50)),
    Band(("B", "C", "D"), staff=(1_000, 300, 20), revenue=(40_000, 2_000, 300)),
    Band(("E",), revenue=(80_000, 6_000, 300), assets=(80_000, 5_000, 300)),
    Band(("51",), staff=(200, 20, 5), revenue=(40_000, 5_000, 1_000)),
    Band(("52",), staff=(300, 50, 10), revenue=(20_000, 500, 100)),
    Band(("54", "55", "56", "57", "58"), staff=(1_000, 300, 20), revenue=(30_000, 3_000, 200)),
    Band(("59",), staff=(200, 100, 20), revenue=(30_000, 1_000, 100)),
    Band(("60",), staff=(1_000, 300, 20), revenue=(30_000, 2_000, 100)),
    Band(("61", "62"), staff=(300, 100, 10), revenue=(10_000, 2_000, 100)),
    Band(("63", "64"), staff=(2_000, 100, 10), revenue=(100_000, 1_000, 100)),
    Band(("65",), staff=(300, 100, 10), revenue=(10_000, 1_000, 50)),
    Band(("701",), revenue=(200_000, 1_000, 100), assets=(10_000, 5_000, 2_000)),
    Band(("702",), staff=(1_000, 300, 100), revenue=(5_000, 1_000, 500)),
    Band(("L",), staff=(300, 100, 10), assets=(120_000, 8_000, 100)),
    Band(("M", "N", "O", "85", "R"), staff=(300, 100, 10)),
)


def band_of(industry: str | None, section: str | None) -> Band | None:
    """Return the band of an industry by its code and its section's letter."""
    for band in BANDS:
        for code in band.codes:
            if code == section or (industry or "").startswith(code):
                return band
    return None


def size(band: Band | None, row: Mapping[str, object]) -> str | None:
    """Return `large`, `medium`, `small` or `micro`; None where a missing figure could change it."""
    if band is None:
        return None
    for place, name in enumerate(CLASSES):
        reached = [_reaches(row.get(column), lines[place]) for column, lines in band.lines()]
        if False not in reached:
            return None if None in reached else name
    return "micro"


def _reaches(value: object, line: int) -> bool | None:
    return value >= line if isinstance(value, int) else None
