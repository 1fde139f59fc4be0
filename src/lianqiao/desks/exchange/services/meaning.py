"""Keeping a vector of each published listing, so that the leg by meaning can compare them.

No migration makes the table, since a server without the extension `vector` must migrate too:
it is made after any `lianqiao migrate` that finds the extension. A vector remembers of which
text it is (its MD5), so what was missed is always found again.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import connection, connections

from lianqiao.desks.exchange import meaning

READY = """
    SELECT EXISTS (SELECT FROM pg_extension WHERE extname = 'vector')
       AND to_regclass('exchange_listing') IS NOT NULL
"""
CREATE = """
    CREATE TABLE IF NOT EXISTS exchange_listing_vector (
        listing_id bigint PRIMARY KEY REFERENCES exchange_listing ON DELETE CASCADE,
        is_need boolean NOT NULL,
        digest text NOT NULL,
        vector vector(384) NOT NULL
    )
"""
# What is encoded of a listing; the same as the engine's Document.whole_text.
TEXTS = """
    SELECT id, kind = 'need' AS is_need, status = 'published' AS published,
           concat_ws(E'\\n', nullif(title, ''), nullif(array_to_string(keywords, ' '), ''),
                     nullif(text, '')) AS words
    FROM exchange_listing
"""
STALE = f"""
    SELECT texts.id, texts.is_need, texts.words FROM ({TEXTS}) AS texts
    LEFT JOIN exchange_listing_vector ON listing_id = id
    WHERE published AND digest IS DISTINCT FROM md5(words)
"""  # noqa: S608 -- constants
FORGET = """
    DELETE FROM exchange_listing_vector USING exchange_listing
    WHERE listing_id = id AND status <> 'published' AND id = ANY(%s)
"""
# From the listing's own row: it may be gone since its text was read.
KEEP = """
    INSERT INTO exchange_listing_vector (listing_id, is_need, digest, vector)
    SELECT id, %s, md5(%s), %s::vector FROM exchange_listing WHERE id = %s
    ON CONFLICT (listing_id) DO UPDATE
    SET is_need = excluded.is_need, digest = excluded.digest, vector = excluded.vector
"""


def prepare(using: str = "default", **_signal: Any) -> None:
    """Make the table where the extension is; called after each migration, as the owner."""
    with connections[using].cursor() as cursor:
        cursor.execute(READY)
        if cursor.fetchone()[0]:
            cursor.execute(CREATE)


def stale() -> list[int]:
    """Return the published listings that have no vector of their present text."""
    with connection.cursor() as cursor:
        cursor.execute(f"{STALE} ORDER BY id")
        return [row[0] for row in cursor.fetchall()]


def remember(listings: Collection[int]) -> int:
    """Encode those of the listings whose text has changed and forget those no longer published.

    Returns how many were encoded. Does nothing where the leg is off.
    """
    if not meaning.is_on():
        return 0
    with connection.cursor() as cursor:
        cursor.execute(FORGET, [list(listings)])
        cursor.execute(f"{STALE} AND id = ANY(%s)", [list(listings)])
        rows = cursor.fetchall()
        vectors = meaning.encode([words for _, _, words in rows])
        for (listing, is_need, words), vector in zip(rows, vectors, strict=True):
            cursor.execute(KEEP, [is_need, words, vector, listing])
    return len(rows)
