"""Headings of a report, and the department under whose heading a figure stands.

>>> Headings("# 市教育局办好教育\\n\\n新建学校228所").department(14)
'市教育局'
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

HAN = "\u4e00-\u9fff"
HEADING = re.compile(r"(?m)^(?P<level>#{1,6})[ \t]+(?P<title>[^\n]{1,400})$")
# A plain line is a heading where it is short, numbered or not, and ends no sentence.
PLAIN = re.compile(r"(?m)^[ \t　]*(?P<title>[^\n\s。；;：:，,][^\n。；;：:，,]{1,40}?)[ \t　]*$")
# 格局, 布局, 委托, 委员 only look like offices.
OFFICE = (
    r"(?:(?<![格布结大全开]{1})局|委(?!托|员(?!会)|派|屈|婉)(?:员会)?|厅|管委会|办公室|海关"
    r"|高新区|开发区|经济区|自贸片区|示范区|街道办?|医院|大学|学院|中学|小学|集团)"
)
NAME = rf"(?:[省市区县州]|[{HAN}]{{2,4}}?[省市区县])"
AT_HEAD = re.compile(
    rf"^(?:[一二三四五六七八九十]{{1,3}}、|[(（][^)）]{{1,3}}[)）]|\d{{1,2}}[.、])?\s*(?P<name>[{HAN}]{{1,14}}?{OFFICE})"
)
IN_TEXT = re.compile(
    rf"(?P<name>[省市区县][{HAN}]{{2,9}}?(?:局|委(?:员会)?|厅)|[{HAN}]{{2,6}}管委会)(?!限|托|员(?!会))"
)
LOOSE = re.compile(r"[的和与在对将为是使让由了各把]")
SENTENCE_ENDS = ("。", "；", "，", ",")
FAR = 2_000  # characters below a title in which its department is looked for


@dataclass(frozen=True, slots=True)
class Heading:
    """A line that names what follows."""

    start: int
    end: int
    level: int
    title: str


class Headings:
    """The headings of one text."""

    def __init__(self, text: str) -> None:
        self._text = text
        marked = [_marked(match) for match in HEADING.finditer(text)]
        self.all = marked or [_plain(match) for match in PLAIN.finditer(text)]
        self._starts = [heading.start for heading in self.all]
        self._departments = self._walk()

    def holds(self, at: int) -> bool:
        """Whether a place stands in a heading."""
        place = bisect_right(self._starts, at) - 1
        return place >= 0 and at < self.all[place].end

    def department(self, at: int) -> str:
        """Return the department of the nearest heading above that names one, or an empty text."""
        place = bisect_right(self._starts, at) - 1
        return self._departments[place] if place >= 0 else ""

    def _walk(self) -> list[str]:
        """A title of the first level without a department ends the one before it."""
        found, current = [], ""
        for place, heading in enumerate(self.all):
            if heading.level == 1:
                current = ""
            current = department_of(heading.title) or current or self._below(place)
            found.append(current)
        return found

    def _below(self, place: int) -> str:
        """Return the first office named in the text under a heading."""
        begin = self.all[place].end
        end = self.all[place + 1].start if place + 1 < len(self.all) else len(self._text)
        named = IN_TEXT.finditer(self._text, begin, min(end, begin + FAR))
        return next((one["name"] for one in named if not LOOSE.search(one["name"])), "")


def department_of(title: str) -> str:
    """Return the office that a heading begins with, or an empty text.

    >>> department_of("市卫生健康委厚植幸福底色"), department_of("构建发展新格局")
    ('市卫生健康委', '')
    """
    if title.rstrip().endswith(SENTENCE_ENDS):  # a column that breaks in the middle of a sentence
        return ""
    found = AT_HEAD.match(title.strip())
    name = found["name"] if found else ""
    return "" if LOOSE.search(name) else name


def _marked(match: re.Match[str]) -> Heading:
    return Heading(match.start(), match.end(), len(match["level"]), match["title"])


def _plain(match: re.Match[str]) -> Heading:
    return Heading(match.start(), match.end(), 2, match["title"])
