"""What a printed document is made of: plain data, so that no text is ever read as markup.

>>> paragraph(run("对接"), run("459项", "differs", "台账：457"))["runs"][1]["note"]
'台账：457'
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

Run = dict[str, str]
Block = dict[str, Any]

# The stylesheet's colours of a light page, which a printed chart has no stylesheet for.
COLOURS = {
    "--ink": "#17232b",
    "--ink-2": "#45545d",
    "--rule": "#dbd8cc",
    "--series-1": "#0a5a6b",
    "--series-2": "#b23a1c",
    "--series-3": "#9a6a00",
    "--series-4": "#5d7a2e",
    "--series-5": "#6d4c91",
    "--series-6": "#5f6c74",
}
_VARIABLE = re.compile(r"var\((--[a-z0-9-]+)\)")


def run(text: str, style: str = "", note: str = "") -> Run:
    """Return a stretch of text: `strong`, `emph`, `code`, or a verdict's name; with a note."""
    return {"text": text, "style": style, "note": note}


def heading(level: int, *runs: Run) -> Block:
    """Return a heading, 1 being the highest."""
    return {"kind": "heading", "level": level, "runs": list(runs)}


def paragraph(*runs: Run) -> Block:
    """Return a paragraph."""
    return {"kind": "paragraph", "runs": list(runs)}


def items(rows: Iterable[Sequence[Run]], *, numbered: bool = False) -> Block:
    """Return a list of items."""
    return {"kind": "items", "numbered": numbered, "rows": [list(row) for row in rows]}


def table(heads: Sequence[str], rows: Iterable[Sequence[str]], numbers: int = 1) -> Block:
    """Return a table; of each row, all but the first cells (`numbers` of the last) are figures."""
    cells = [[str(cell) for cell in row] for row in rows]
    return {"kind": "table", "heads": list(heads), "rows": cells, "numbers": numbers}


def chart(title: str, svg: str) -> Block:
    """Return a chart; the colours of the theme become plain ones."""
    drawn = _VARIABLE.sub(lambda found: COLOURS.get(found[1], "#17232b"), svg)
    return {"kind": "chart", "title": title, "svg": drawn}
