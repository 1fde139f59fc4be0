"""The place that a figure speaks of: 全市, 全省, 崂山区, 青岛市.

>>> Places("今年以来，全市托育机构").before(9)
'全市'
"""

from __future__ import annotations

import re

import rjieba

WHOLE = re.compile(r"全[国省市区县州镇街校院]|[本我](?:省|市|区|县|校|院)")

PLACE = re.compile(r"[^比驻在赴][^省市区县州国镇乡]|.+[省市区县州国镇乡岛]")
COMMON = {
    "新建",
    "城镇",
    "城关",
    "高新",
    "重点",
    "中心",
    "大通",
}  # also names of places, rarely meant


class Places:
    """The places named in one sentence."""

    def __init__(self, sentence: str) -> None:
        whole = [(match.start(), match[0]) for match in WHOLE.finditer(sentence)]
        self._named = sorted([*whole, *_known(sentence)])

    def before(self, at: int) -> str:
        """Return the last place named before a figure, or an empty text."""
        return next((name for start, name in reversed(self._named) if start < at), "")


def _known(text: str) -> list[tuple[int, str]]:
    """Words that the dictionary knows as places; where they stand follows from their lengths."""
    found, at = [], 0
    for word, tag in rjieba.tag(text):
        if tag == "ns" and PLACE.fullmatch(word) and word not in COMMON:
            found.append((at, word))
        at += len(word)
    return found
