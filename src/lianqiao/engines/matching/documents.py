"""A listing as the engine sees it: texts, codes and numbers, no people.

>>> need = Document(id=7, kind="need", title="涂层开裂", text="喷嘴涂层在800℃下开裂")
>>> Document.from_json(need.to_json()) == need
True
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

NEED = "need"
AUDIENCES = ("public", "members", "team")
TEXT_FIELDS = ("title", "keywords", "text")


@dataclass(frozen=True, slots=True)
class Document:
    """One listing: a need, or something offered (any other kind)."""

    id: int
    kind: str
    title: str
    text: str
    keywords: tuple[str, ...] = ()
    field: str = ""
    industry: str = ""  # GB/T 4754, with or without the letter of its section
    region: str = ""  # GB/T 2260
    stage: int | None = None  # readiness 1-9; of a need: the least that is wanted
    cooperation: frozenset[str] = frozenset()
    amount_low: int | None = None  # fen
    amount_high: int | None = None  # fen
    owner: int | None = None
    valid_until: date | None = None
    audience: str = "public"
    firm: frozenset[str] = frozenset()  # of a need: wishes that exclude; 'stage' can be one

    def __hash__(self) -> int:
        """Hash by id, which is quick; equal listings have equal ids."""
        return hash(self.id)

    @property
    def is_need(self) -> bool:
        """Whether this asks rather than offers."""
        return self.kind == NEED

    @property
    def whole_text(self) -> str:
        """All that it says, as one string, for readers that know no fields."""
        return "\n".join(filter(None, [self.title, " ".join(self.keywords), self.text]))

    def texts(self) -> dict[str, str]:
        """Return the texts by field, keywords as one line each."""
        return {"title": self.title, "keywords": "\n".join(self.keywords), "text": self.text}

    def to_json(self) -> str:
        """Return all fields as JSON, those with their default left out."""
        named = ((name, getattr(self, name)) for name in _DEFAULTS)
        values = {name: value for name, value in named if value != _DEFAULTS[name]}
        return json.dumps(values, ensure_ascii=False, default=_plain, separators=(",", ":"))

    @classmethod
    def from_json(cls, source: str | bytes) -> Document:
        """Return the document that `to_json` wrote."""
        values: dict[str, Any] = json.loads(source)
        for name, restore in _RESTORE.items():
            if name in values:
                values[name] = restore(values[name])
        return cls(**values)


_DEFAULTS = {one.name: one.default for one in fields(Document)}
_RESTORE: dict[str, Callable[[Any], object]] = {
    "keywords": tuple,
    "cooperation": frozenset,
    "firm": frozenset,
    "valid_until": date.fromisoformat,
}


def _plain(value: object) -> object:
    """Sets in a stable order, dates as ISO 8601."""
    return sorted(value) if isinstance(value, frozenset) else str(value)
