"""The stretch of time that a figure speaks of: 今年以来, 近三年, 1至10月份, 2024年.

>>> period("今年以来，全市新建学校", "")
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
    rf"|{NAMED_YEAR}(?:度|第?[一二三四1-4]季度|[上下]半年|前[一二三]季度|\s?{MONTH}{DAY}?|[底末初])?(?:以来)?"
    rf"|{MONTH}{DAY}?(?:以来)?"
    rf"|(?:近|过去|最近|未来|今后|前)\s?{N}\s?个?(?:年|月|周|天)多?[来间里]?|{N}年来"
    r"|[上下]半年|前[一二三]季度|第?[一二三四]季度|[“‘]?十[一二三四五六]五[”’]?(?:期间|以来|末)"
    r"|全年|年内|年[末底初]|每[年月天日周]|目前|如今|当前|现在|近年来|建[校院市]以来|开[园业馆]以来"
)
COUNTED_UP = re.compile(r"累计(?:达|为|有|已)")


def period(sentence: str, clause: str) -> str:
    """Return the last period named in the clause before a figure, else in its sentence.

    What has been counted up so far does not take the period of an earlier clause.
    """
    own = _last(clause)
    if own or COUNTED_UP.match(clause):
        return own
    return _last(sentence)


def _last(text: str) -> str:
    found = [match for match in PERIOD.finditer(text) if not _is_comparison(match, text)]
    return found[-1][0] if found else ""


def _is_comparison(match: re.Match[str], text: str) -> bool:
    """比上年, 较2023年末: the figure is compared with it, not of it."""
    return text[max(0, match.start() - 1) : match.start()] in {"比", "较", "与", "同"}
