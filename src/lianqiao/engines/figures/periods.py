"""The stretch of time that a figure speaks of: 今年以来, 近三年, 1至10月份, 2024年.

>>> Periods("今年以来，全市新建学校228所").before(11, 5)
'今年以来'
"""

from __future__ import annotations

import re

HAN = "〇○零一二两三四五六七八九十"
N = rf"(?:\d{{1,2}}|[{HAN}]{{1,3}})"
YEAR = rf"(?:(?:19|20)\d\d|[一二][{HAN}]{{3}})\s?年"
TO = r"\s?[-—–~～至到]{1,2}\s?"
MONTH = rf"{N}\s?月份?(?!月)"
DAY = rf"(?:\s?{N}\s?[日号])"
NAMED_YEAR = rf"(?:{YEAR}|今年|去年|本年|当年|上年)"
PERIOD = re.compile(
    rf"截至(?:目前|(?:{NAMED_YEAR}|{MONTH}|{DAY}){{1,3}}[底末初]?|[年月][底末])"
    rf"|(?:{NAMED_YEAR}度?)?\s?{N}(?:\s?月份?)?{TO}{N}\s?月份?"
    rf"|(?:19|20)\d\d\s?年?{TO}(?:19|20)\d\d\s?年"
    rf"|{NAMED_YEAR}(?:度|第?[一二三四1-4]季度|[上下]半年|前[一二三]季度|\s?{MONTH}{DAY}?|年?[底末初])?(?:以来)?"
    rf"|{MONTH}{DAY}?(?:以来)?"
    rf"|(?:近|过去|最近|未来|今后|前)\s?{N}\s?个?(?:年|月|周|天)多?[来间里]?|{N}年来"
    r"|[上下]半年|前[一二三]季度|第?[一二三四]季度|[“‘]?十[一二三四五六]五[”’]?(?:期间|以来|末)"
    r"|全年|年内|年[末底初]|每[年月天日周]|目前|如今|当前|现在|近年来|建[校院市]以来|开[园业馆]以来"
)
COMPARED_WITH = {"比", "较", "与", "同"}  # 比上年: compared with it, not of it
COUNTED_UP = re.compile(r"累计(?:达|为|有|已)")


class Periods:
    """The periods named in one sentence."""

    def __init__(self, sentence: str) -> None:
        self._sentence = sentence
        self._named = [
            (match.end(), match[0])
            for match in PERIOD.finditer(sentence)
            if sentence[match.start() - 1 : match.start()] not in COMPARED_WITH
        ]

    def before(self, at: int, clause: int) -> str:
        """Return the last period named before a figure, or an empty text.

        What has been counted up so far takes no period of a clause before its own.
        """
        end, name = next((one for one in reversed(self._named) if one[0] <= at), (0, ""))
        return name if end > clause or not COUNTED_UP.match(self._sentence, clause) else ""
