"""What one can ask of the ledger."""

from lianqiao.core.ledger.queries.chain import Verification, seals, verify, waiting
from lianqiao.core.ledger.queries.entries import (
    current,
    entries,
    entries_of,
    entry,
    is_current,
    recorded_by,
)
from lianqiao.core.ledger.queries.filters import EntryFilter
from lianqiao.core.ledger.queries.lists import (
    EntryPage,
    export_columns,
    export_rows,
    exported,
    page_of,
    paged,
)
from lianqiao.core.ledger.queries.proofs import ALL, REVEALED, proof

__all__ = [
    "ALL",
    "REVEALED",
    "EntryFilter",
    "EntryPage",
    "Verification",
    "current",
    "entries",
    "entries_of",
    "entry",
    "export_columns",
    "export_rows",
    "exported",
    "is_current",
    "page_of",
    "paged",
    "proof",
    "recorded_by",
    "seals",
    "verify",
    "waiting",
]
