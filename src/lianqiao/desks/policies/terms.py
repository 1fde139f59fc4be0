"""What a text is found by, and what a question asks for: PostgreSQL has no parser of Chinese."""

from __future__ import annotations

from lianqiao.engines.matching import tokenize

MOST = 20_000


def terms_of(text: str) -> list[str]:
    """Return a text's terms, each once: pairs of Chinese characters, stems, numbers with units.

    Characters alone are left out unless nothing else is there.

    >>> terms_of("研发补助 R&D")
    ['研发', '发补', '补助']
    """
    found = list(dict.fromkeys(tokenize(text)))
    return ([term for term in found if len(term) > 1] or found)[:MOST]
