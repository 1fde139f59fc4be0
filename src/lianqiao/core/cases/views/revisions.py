"""Which revision of a draft a page was made from."""

from __future__ import annotations

from lianqiao.core.parties.http import ActingRequest

DIGITS = 9


def expected(request: ActingRequest) -> int:
    """Return the revision that a form names; 0, which none is, where it names none."""
    text = request.POST.get("expected", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= DIGITS else 0
