"""What one can ask of published texts."""

from lianqiao.desks.reports.statements.queries.judging import judged
from lianqiao.desks.reports.statements.queries.pages import Note, Piece, page_of
from lianqiao.desks.reports.statements.queries.texts import (
    claim_for,
    claims_of,
    past_verdicts,
    progress,
    proposals_for,
    summary,
    text_for,
    texts,
    wording_of,
)

__all__ = [
    "Note",
    "Piece",
    "claim_for",
    "claims_of",
    "judged",
    "page_of",
    "past_verdicts",
    "progress",
    "proposals_for",
    "summary",
    "text_for",
    "texts",
    "wording_of",
]
