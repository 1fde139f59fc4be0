"""How an entry becomes a leaf: one salted hash for each field, and the hash of those.

A proof can so reveal some fields, with their salts, and leave out the others, of which it shows
only the hash. docs/ledger.md fixes this form for ever; `FORM` names it.

No Django here: `lianqiao ledger verify` runs this in processes of its own.
"""

from __future__ import annotations

import json
import re
from binascii import unhexlify
from collections.abc import Generator, Mapping, Sequence
from functools import lru_cache
from hashlib import sha256, shake_256
from struct import Struct
from typing import Any

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
_SALTS = Struct(f"{SALT}s" * len(FIELDS))

# What the database is asked for. The session's time zone must be UTC, which Django sees to on its
# connections.
SELECT = ", ".join(f"e.{name}" for name in FIELDS) + ", encode(e.salt, 'hex')"

# Short cuts, which give what the long way gives: a time with six digits after the second; no
# JSON to speak of; quantities in plain characters.
MICROSECONDS = len("2026-11-25 05:00:00.123456+00")
EMPTY = len("{}")
_QUANTITY = rb'"[a-z_]+": \["[-0-9.]+", "[A-Za-z0-9]+"\]'
_QUANTITIES = re.compile(rb"\{%b(?:, %b)*\}" % (_QUANTITY, _QUANTITY))

# COPY's own escapes, of which jsonb can hold some.
_ESCAPED = re.compile(rb"\\(.)", re.DOTALL)
_MEANT = {b"b": b"\b", b"f": b"\f", b"n": b"\n", b"r": b"\r", b"t": b"\t", b"v": b"\v"}


def copied(
    cursor: Any, query: str, values: Mapping[str, Any]
) -> Generator[list[bytes], None, None]:
    """Yield the rows of a query as PostgreSQL writes them; null is empty.

    By COPY and undecoded: this is what verifying spends much of its time on. The server sends
    each row as a message of its own.
    """
    with cursor.copy(f"COPY ({query}) TO STDOUT (NULL '')", values) as copy:
        for message in copy:
            line = bytes(message)
            cells = line[:-1].split(b"\t")
            yield [_unescaped(cell) for cell in cells] if b"\\" in line else cells


def _unescaped(cell: bytes) -> bytes:
    return _ESCAPED.sub(lambda found: _MEANT.get(found[1], found[1]), cell)


def texts(cells: Sequence[bytes]) -> tuple[list[bytes], bytes]:
    """Return the canonical text of each field, and the salt, from a row of `SELECT`."""
    *fields, salt = cells
    fields[1], fields[2] = _time(fields[1]), _time(fields[2])
    fields[11], fields[12] = _json(fields[11]), _json(fields[12])
    fields[14] = b"true" if fields[14] == b"t" else b"false"
    return fields, unhexlify(salt)


def salts(salt: bytes) -> tuple[bytes, ...]:
    """Return each field's salt, drawn from the entry's: knowing some reveals no other."""
    return _SALTS.unpack(shake_256(salt).digest(_SALTS.size))


def field_hashes(fields: Sequence[bytes], salt: bytes) -> list[bytes]:
    """Return SHA-256(salt || name || 0x00 || text) of each field."""
    parts = zip(salts(salt), _PREFIXES, fields, strict=True)
    return [sha256(one + prefix + text).digest() for one, prefix, text in parts]


def leaf(cells: Sequence[bytes]) -> bytes:
    """Return the leaf of a row of `SELECT`: SHA-256(0x00 || the field hashes in order)."""
    return sha256(b"\x00" + b"".join(field_hashes(*texts(cells)))).digest()


def _time(text: bytes) -> bytes:
    """Return RFC 3339 in UTC with microseconds.

    >>> _time(b"2026-11-25 05:00:00.12+00")
    b'2026-11-25T05:00:00.120000Z'
    """
    if len(text) == MICROSECONDS:
        return b"%bT%bZ" % (text[:10], text[11:26])
    day, _, clock = text.partition(b" ")
    second, _, fraction = clock.removesuffix(b"+00").partition(b".")
    return b"%bT%b.%bZ" % (day, second, fraction.ljust(6, b"0"))


def _json(text: bytes) -> bytes:
    """Return JSON without blanks, keys sorted by code point.

    >>> _json(b'{"local": ["1", "1"], "amount": ["1205000.00", "CNY"]}')
    b'{"amount":["1205000.00","CNY"],"local":["1","1"]}'
    """
    if len(text) == EMPTY:
        return text
    if _QUANTITIES.fullmatch(text):
        parts = text[1:-2].replace(b" ", b"").split(b"],")
        return b"{" + b"],".join(sorted(parts)) + b"]}"
    return _parsed(text)


@lru_cache(maxsize=4096)
def _parsed(text: bytes) -> bytes:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        # Nothing that was ever recorded: numbers of thousands of digits, thousands of brackets.
        return text
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
