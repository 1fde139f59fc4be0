"""Text that a spreadsheet would take for a formula: disarmed in exports, restored in imports."""

from __future__ import annotations

# A cell that begins so is a formula to Excel, WPS and LibreOffice.
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
MARK = "'"


def harmless(text: str) -> str:
    """Put an apostrophe before text that begins like a formula, or like a disarmed one.

    >>> harmless("=1+1"), harmless("'=1+1"), harmless("青岛")
    ("'=1+1", "''=1+1", '青岛')
    """
    return MARK + text if _begins_dangerously(text) else text


def original(text: str) -> str:
    """Undo `harmless`, so that an export can be imported again and changes nothing.

    >>> original("'+86 532 8591"), original("'t Hooft")
    ('+86 532 8591', "'t Hooft")
    """
    return text[1:] if text.startswith(MARK) and _begins_dangerously(text) else text


def _begins_dangerously(text: str) -> bool:
    return text.lstrip(MARK).startswith(DANGEROUS)
