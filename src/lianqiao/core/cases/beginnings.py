"""Procedures whose cases begin on a page of a desk, such as a call: core/cases leads there.

A desk says so once, when it starts::

    begin_at("rd_grant", "grants:calls")
"""

from __future__ import annotations

_pages: dict[str, str] = {}


def begin_at(code: str, page: str) -> None:
    """Let cases of a procedure begin at a page, by the name of its address."""
    _pages[code] = page


def page_of(code: str) -> str | None:
    """Return the page where cases of a procedure begin; None where they begin in core/cases."""
    return _pages.get(code)
