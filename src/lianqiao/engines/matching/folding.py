"""Fold what is written differently but means the same: width, case, accents.

>>> fold("ＳｉＣ涂层，８００℃")
'sic涂层,800°c'
"""

from __future__ import annotations

import unicodedata


class _Folding(dict[int, str]):
    """A table for `str.translate` that learns each character when it first meets it.

    Each character folds on its own, so that a place in the folded text can be led back to the
    original (`offsets`), which normalizing a whole string would not allow.
    """

    def __missing__(self, code: int) -> str:
        folded = _fold_character(chr(code))
        self[code] = folded
        return folded


def _fold_character(character: str) -> str:
    return "".join(map(_base, unicodedata.normalize("NFKC", character).lower()))


def _base(character: str) -> str:
    """A Latin letter without its accents; of a lone accent nothing; all else as it is."""
    if unicodedata.category(character) == "Mn":
        return ""
    letter = unicodedata.normalize("NFKD", character)[:1]
    return letter if letter.isascii() and letter.isalpha() else character


_TABLE = _Folding()


def fold(text: str) -> str:
    """Half width, lower case, no accents; compatibility forms become plain ones."""
    return text.translate(_TABLE)


def offsets(text: str) -> list[int]:
    """For each character of the folded text, its place in the original.

    >>> fold("㎡℃"), offsets("㎡℃")
    ('m2°c', [0, 0, 1, 1])
    """
    return [place for place, character in enumerate(text) for _ in _TABLE[ord(character)]]
