"""In which of its two languages the house speaks to whoever reads now."""

from __future__ import annotations

from django.utils.translation import get_language


def language() -> str:
    """Return `zh` or `en`, as the rules engine and the printed papers name them."""
    return "zh" if speaks_chinese() else "en"


def speaks_chinese() -> bool:
    """Tell whether the reader's language is Chinese, which it is unless something else is set."""
    return (get_language() or "zh").startswith("zh")
