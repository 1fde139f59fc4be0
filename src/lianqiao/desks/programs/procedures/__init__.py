"""The procedures of the four titles, which ship as files; a bureau takes them as its drafts."""

from __future__ import annotations

from pathlib import Path

from lianqiao.core.cases import files
from lianqiao.core.cases.documents.procedure import Document

FOLDER = Path(__file__).parent
CODES = ("tech_sme", "innovative_sme", "specialized_sme", "little_giant")
"""In the order of the ladder."""


def shipped(code: str) -> Document:
    """Return the procedure of a title by its code, one of `CODES`."""
    return files.read((FOLDER / f"{code}.yaml").read_bytes())
