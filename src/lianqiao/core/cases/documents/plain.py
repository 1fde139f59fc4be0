"""A document as plain data, the way it is kept, sent and compared: only what differs from nothing.

What a part would have anyhow is left out, so a file stays short and a new setting with its default
changes no digest.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Any

from lianqiao.core.cases.documents.procedure import Document
from lianqiao.core.cases.documents.words import Part

ALWAYS = frozenset({"format", "kind"})
"""What tells a reader what the rest is."""


def plain(document: Document) -> dict[str, Any]:
    """Return a document as dicts, lists and texts; `Document.model_validate` reads it back."""
    return _part(document)


def digest(data: Mapping[str, Any]) -> str:
    """Return the SHA-256, in hex, of plain data as JSON with sorted keys and no spaces."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _part(part: Part) -> dict[str, Any]:
    found = {}
    for name, field in type(part).model_fields.items():
        value = getattr(part, name)
        if name in ALWAYS or field.is_required() or value != field.default:
            found[name] = _value(value)
    return found


def _value(value: Any) -> Any:
    match value:
        case Part():
            return _part(value)
        case tuple():
            return [_value(one) for one in value]
        case StrEnum():
            return value.value
        case Decimal():
            return str(value)
    return value
