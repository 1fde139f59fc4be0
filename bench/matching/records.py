"""Read the open test collection as it lies in the project's folder `collection/`."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lianqiao.engines.matching import Document

HOME = Path(__file__).resolve().parents[2]
COLLECTION = HOME / "collection"

Record = dict[str, Any]


def read_records(path: Path) -> list[Record]:
    """One record for each line of a JSON Lines file."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


@dataclass(frozen=True)
class Collection:
    """Needs, what is offered (results and capabilities), judgements and the split."""

    needs: list[Record]
    results: list[Record]
    grades: dict[tuple[str, str], int]
    split: dict[str, str]


def read_collection(folder: Path = COLLECTION) -> Collection | None:
    """The collection, with what there is of its judgements; None while it is not there."""
    if not all((folder / name).exists() for name in ("needs.jsonl", "results.jsonl")):
        return None
    grades = {(row[0], row[1]): int(row[2]) for row in rows(folder / "judgements.tsv")}
    split = {row[0]: row[1] for row in rows(folder / "split.tsv")}
    needs, results = (read_records(folder / f"{name}.jsonl") for name in ("needs", "results"))
    return Collection(needs, results, grades, split)


def rows(path: Path) -> list[list[str]]:
    """The rows of a tab-separated file with one header line; none if there is no file."""
    if not path.exists():
        return []
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines[1:] if line.strip()]


# The readiness level that offices mean by these words, for listings that name none.
READINESS = {"principle": 2, "laboratory": 4, "pilot": 6, "product": 8, "mass_production": 9}
FEN = 100


def document(record: Record, identifier: int, owners: dict[str, int]) -> Document:
    """A record of the collection as the engine's listing; `owners` numbers organizations."""
    return Document(
        id=identifier,
        kind=record["kind"],
        title=record["title"],
        text=record["text"],
        keywords=tuple(record.get("keywords") or ()),
        field=record.get("field") or "",
        industry=record.get("industry") or "",
        region=record.get("region") or "",
        stage=record.get("trl") or READINESS.get(record.get("stage") or ""),
        cooperation=frozenset(record.get("cooperation") or ()),
        amount_low=_fen(record.get("amount_low")),
        amount_high=_fen(record.get("amount_high")),
        owner=owners.setdefault(record.get("organization") or record["id"], len(owners)),
    )


def _fen(yuan: float | None) -> int | None:
    return None if yuan is None else round(yuan * FEN)
