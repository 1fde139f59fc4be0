"""How an entry becomes a leaf: one salted hash for each field, and the hash of those.

A proof can so reveal some fields, with their salts, and leave out the others, of which it shows
only the hash. docs/ledger.md fixes this form for ever; `FORM` names it.

No Django here: `lianqiao ledger verify` runs this in processes of its own.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache
from hashlib import sha256, shake_256

FORM = "lianqiao-ledger-1"
SALT = 16

FIELDS = (
    "id",
    "recorded_at",
    "happened_at",
    "kind",
    "subject_type",
    "subject_id",
    "organization_id",
    "department",
    "region",
    "actor_user",
    "actor_membership",
    "quantities",
    "evidence",
    "corrects",
    "withdrawn",
)
_PREFIXES = tuple(name.encode() + b"\0" for name in FIELDS)
_SLICES = tuple(slice(place, place + SALT) for place in range(0, SALT * len(FIELDS), SALT))
_PARTS = tuple(zip(_SLICES, _PREFIXES, strict=True))

# What the database is asked for: each field as text. The session's time zone must be UTC, which
# Django sees to on its connections.
SELECT = ", ".join(f"coalesce(e.{name}::text, '')" for name in FIELDS) + ", encode(e.salt, 'hex')"


def texts(row: Sequence[str]) -> list[str]:
    """Return the canonical text of each field from PostgreSQL's own text of it (null: '')."""
    fields = list(row)
    fields[1], fields[2] = _time(fields[1]), _time(fields[2])
    fields[11], fields[12] = _json(fields[11]), _json(fields[12])
    return fields


def salts(salt: bytes) -> list[bytes]:
    """Return each field's salt, drawn from the entry's: knowing some reveals no other."""
    stream = shake_256(salt).digest(SALT * len(FIELDS))
    return [stream[place] for place in _SLICES]


def field_hashes(fields: Sequence[str], salt: bytes) -> list[bytes]:
    """Return SHA-256(salt || name || 0x00 || text) of each field."""
    stream = shake_256(salt).digest(SALT * len(FIELDS))
    return [
        sha256(stream[place] + prefix + text.encode()).digest()
        for (place, prefix), text in zip(_PARTS, fields, strict=True)
    ]


def leaf(fields: Sequence[str], salt: bytes) -> bytes:
    """Return the leaf of an entry: SHA-256(0x00 || the field hashes in order)."""
    return sha256(b"\x00" + b"".join(field_hashes(fields, salt))).digest()


def leaf_of_row(row: Sequence[str]) -> bytes:
    """Return the leaf of a row as selected by `SELECT`."""
    return leaf(texts(row[:-1]), bytes.fromhex(row[-1]))


def _time(text: str) -> str:
    """Return RFC 3339 in UTC with microseconds.

    >>> _time("2026-11-25 05:00:00.12+00")
    '2026-11-25T05:00:00.120000Z'
    """
    day, clock = text.split(" ")
    second, _, fraction = clock.removesuffix("+00").partition(".")
    return f"{day}T{second}.{fraction:0<6}Z"


# Most entries have no evidence, and many share their quantities.
@lru_cache(maxsize=4096)
def _json(text: str) -> str:
    """Return JSON without blanks, keys sorted by code point."""
    if text in {"{}", "[]"}:
        return text
    return json.dumps(json.loads(text), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
