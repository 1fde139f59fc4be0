"""Chinese names in Latin letters: PostgreSQL without ICU can't sort them otherwise."""

from __future__ import annotations

from pypinyin import lazy_pinyin

LONGEST = 400


def sort_key(name: str) -> str:
    """Return the pinyin by which Chinese names are sorted and found.

    >>> sort_key("青岛港")
    'qingdaogang'
    """
    return "".join(lazy_pinyin(name)).lower()[:LONGEST]
