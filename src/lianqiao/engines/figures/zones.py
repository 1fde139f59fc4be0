"""Where digits stand that count nothing: days, document numbers, telephones, lists, addresses.

>>> [text[a:b] for text in ["电话0532-85911234，2024年3月5日"] for a, b in zones(text)]
['0532-85911234', '2024年3月5日']
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import chain

HAN = "零〇○一二三四五六七八九十"
YEAR = rf"(?:(?:19|20)\d\d|[一二][{HAN}]{{3}})"
MONTH = rf"(?:\d{{1,2}}|[{HAN}]{{1,2}})"
TO = r"\s?[-—–~～至到]{1,2}\s?"
# 1. 2、 (3) and 2.1 at the beginning of a line, after what marks a line in Markdown.
LIST_MARK = (
    r"(?m:^[ \t　]*(?:[-*+•] +|#{1,6} +|> *)?(?:[(（]\d{1,3}[)）]|\d{1,3}[.．、)）](?!\d)"
    r"|\d{1,2}(?:\.\d{1,2}){1,3}(?=[ \t　]+[\u4e00-\u9fff])))"
)

PATTERNS = (
    # days, months, years
    rf"{YEAR}\s?年?{TO}{YEAR}(?:\s?年)?(?![\d人家元万亿个项])",
    rf"{YEAR}\s?年\s?{MONTH}{TO}{MONTH}\s?月(?:份)?",
    rf"{YEAR}\s?年(?:度)?(?:\s?{MONTH}\s?月(?:份|底|初|末)?(?:\s?\d{{1,2}}\s?[日号])?)?",
    rf"{MONTH}(?:\s?月(?:份)?)?{TO}{MONTH}\s?月(?:份)?",
    rf"{MONTH}\s?月(?:份|底|初|末)?(?:\s?\d{{1,2}}(?:{TO}\d{{1,2}})?\s?[日号])?",
    r"(?<!\d)(?:19|20)\d\d[-./]\d{1,2}(?:[-./]\d{1,2})?(?!\s?[\d%％万亿元吨人家户项个公千平立米])",
    r"(?<![\d.])\d{1,2}\s?[日号](?!间)",
    r"(?<!\d)\d{1,2}[:：]\d{2}(?:[:：]\d{2})?(?!\d)",
    r"(?<!\d)\d{1,2}(?:时|点)(?:\d{1,2}分|半|整|钟|至|到|前|后|起|许)",
    r"\d{1,2}世纪(?:\d0年代)?|(?:19|20)?\d0(?:后|年代)",
    # document numbers and numbers in names
    r"[〔\[【(（](?:19|20)\d\d[〕\]】)）]\s?(?:第\s?)?\d{1,5}\s?号",
    r"第\s?\d{1,6}",
    rf"第[{HAN}百千]{{1,6}}",
    r"(?i:\bNo\.?\s?\d{1,9})",
    r"\d{1,6}\s?号(?:楼|线|院|馆|门|文|令|公告|地块)?",
    # telephones, numbers of persons and things, addresses of the net
    r"(?<![\d.])(?:\(0\d{2,3}\)|（0\d{2,3}）|0\d{2,3}[-—－])\s?\d{7,8}(?:[-—－]\d{1,5})?(?!\d)",
    r"(?<![\d.])0\d{9,11}(?![\d.])",
    r"(?<![\d.])1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?![\d.%％]|[ ]?[万亿元人家])",
    r"(?<![\d.])[48]00[- ]\d{3}[- ]?\d{4}(?!\d)",
    r"(?<=[话线机真])[:：]?\s?[\d]{3,8}(?:[-—－/、]\d{3,8}){0,3}(?=[\s,，。;；)）]|$)",
    r"\d{19,}[\d.,]*",
    r"\d+(?:\.\d+){2,}",
    r"(?i:https?://|www\.)[!-~]{1,2000}",
    r"[A-Za-z0-9._-]{1,64}@[A-Za-z0-9.-]{1,255}",
    # proportions, scores, fractions: two numbers that mean one thing
    r"(?<![\d.])\d{1,6}(?:\.\d{1,3})?[:：∶/]\d{1,6}(?![\d年])",
    LIST_MARK,
)
ZONE = re.compile("|".join(PATTERNS))


def zones(text: str) -> list[tuple[int, int]]:
    """Return the stretches of a text in which no figure is read, in their order."""
    return [match.span() for match in ZONE.finditer(text)]


class Zones:
    """Answers whether a stretch touches a zone."""

    def __init__(self, text: str) -> None:
        self.spans: Sequence[tuple[int, int]] = zones(text)
        self._starts = [start for start, _ in self.spans]

    def touch(self, start: int, end: int) -> bool:
        """Whether a zone shares a character with the stretch."""
        place = bisect_right(self._starts, end - 1)
        near = self.spans[max(0, place - 1) : place]
        return any(begin < end and finish > start for begin, finish in chain(near))
