"""What one can ask of published texts."""

from lianqiao.desks.reports.statements.queries.judging import judged
from lianqiao.desks.reports.statements.queries.pages import Note, Piece, page_of
from lianqiao.desks.reports.statements.queries.texts import (
    claim_for,
    proposals_for,
    summary,
    text_for,
    texts,
)

__all__ = [
    "Note",
    "Piece",
    "claim_for",
    "judged",
    "page_of",
    "proposals_for",
    "summary",
    "text_for",
    "texts",
]
