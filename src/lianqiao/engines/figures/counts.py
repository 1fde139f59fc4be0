"""Finding numbers that count something, with their units, and leaving out those that do not.

>>> [(one.value, one.unit) for one in counts("帮助40余家企业获得融资2亿元")]
[(Decimal('40'), '家'), (Decimal('200000000'), '元')]
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from .names import is_name
from .numerals import number, plain
from .units import UNITS
from .zones import Zones

DIGIT = "零〇一二两三四五六七八九"
ARABIC = r"\d{1,3}(?:[,，]\d{3}(?!\d)){1,5}(?:\.\d{1,8})?|\d{1,18}(?:\.\d{1,8})?"
HAN = rf"[{DIGIT}十百千万亿]{{1,16}}(?:点[{DIGIT}]{{1,8}})?"
# 千 of 3千瓦 and 百 of 3百分点 belong to the unit.
FACTOR = r"万亿|千亿|百亿|十亿|亿|千万|百万|十万|万|千(?![瓦米克伏卡升])|百(?!分)"
# 市 of 获2.1市科技局, where a column broke off, belongs to the bureau.
OFFICE = r"(?![\u4e00-\u9fff]{2,8}?[局委厅办])"
UNIT = "|".join(re.escape(unit) + OFFICE * (unit in {"市", "县"}) for unit in UNITS)
NUMBER = re.compile(
    rf"(?<=第)(?P<rank>[\d一二三四五六七八九十]{{1,3}})[位名]?"
    rf"|(?P<of>[百千万])分之(?P<share>{ARABIC}|{HAN})"
    r"|(?<![\d.])(?P<tenths>[一二两三四五六七八九1-9])成(?P<half>半)?"
    r"(?:(?=[以左的多，,。；;、\s]|$)|(?<=[近超约逾达].成)|(?<=[近超约逾达].成半))"
    rf"|(?:(?P<minus>(?<=[长为速幅是达降])[-−])?(?<![\dA-Za-z.+_/])(?<![A-Za-z]-)(?<!\d[,，])(?P<arabic>{ARABIC})"
    rf"|(?<![{DIGIT}十百千万亿点\d.])(?P<han>{HAN}))[ ]?"
    rf"(?:(?P<more>[余多来])[ ]?)?(?P<factor>{FACTOR})?(?P<more2>[余多来])?[ ]?"
    rf"(?P<unit>{UNIT})?"
)
# 3-5家, 10至20万元, 0.7、1.0和1.1个百分点: the first numbers have the unit of the last.
SHARING = re.compile(
    rf"(?:[ ]?(?:[-—–~～至到]{{1,2}}|[、和及与])[ ]?(?:{ARABIC})){{1,8}}"
    rf"[ ]?(?P<factor>{FACTOR})?(?P<unit>{UNIT})"
)
RANKS = re.compile(
    r"(?:居|从|由|位列|名列|列|排名?|排在|跃升至?|升至|位次为?|保持|蝉联|获得?|夺得)[^第，。；]{0,8}第$"
    r"|(?:全[国省市区县州球]|世界)第$"
)
AFTER_RANK = re.compile(r"[，。；、,.;！!）)】”\s\[［]|[升跃上提前][升至进]|$")
BOUNDS = {"岁", "年", "期", "届", "轮"}  # 3-6岁 and 1-3年 are bounds and terms
OF = {"百": "%", "千": "‰", "万": "‱"}
SEEN = 24  # characters looked at on each side


@dataclass(frozen=True, slots=True)
class Count:
    """A number and what it counts; `more` where it says 余 or 多."""

    start: int
    end: int
    value: Decimal
    unit: str
    more: str = ""
    is_rank: bool = False


def counts(text: str) -> Iterator[Count]:
    """Yield the numbers of a text that count something, in their order."""
    folded = fold(text)
    held = Zones(folded)
    for match in NUMBER.finditer(folded):
        found = _rank(match, folded) if match["rank"] else _count(match, folded, held)
        if found is not None:
            yield found


FULL_WIDTH = str.maketrans("０１２３４５６７８９．％－", "0123456789.%-")


def fold(text: str) -> str:
    """Return the text with its wide digits as plain ones, every character at its place."""
    return text.translate(FULL_WIDTH)


def _rank(match: re.Match[str], text: str) -> Count | None:
    start, end = match.start() - 1, match.end()
    if not RANKS.search(text, max(0, start - SEEN), start + 1):
        return None
    if not AFTER_RANK.match(text, end):
        return None
    return Count(start, end, number(match["rank"]), "位", is_rank=True)


def _count(match: re.Match[str], text: str, held: Zones) -> Count | None:
    start, end = match.start(), match.end()
    if held.touch(start, end):
        return None
    if match["of"]:
        return Count(start, end, number(match["share"]), OF[match["of"]])
    if match["tenths"]:
        value = number(match["tenths"]) * 10 + (5 if match["half"] else 0)
        return None if is_name(match, text) else Count(start, end, value, "%")
    shared = _with_shared_unit(match, text)
    return shared or (None if is_name(match, text) else _number(match))


def _number(match: re.Match[str]) -> Count:
    more = match["more"] or match["more2"] or ""
    written = match[0].rstrip(" ")
    value = _times(match["arabic"] or match["han"], match["factor"])
    end = match.start() + len(written)
    return Count(match.start(), end, -value if match["minus"] else value, match["unit"] or "", more)


def _with_shared_unit(match: re.Match[str], text: str) -> Count | None:
    if not match["arabic"] or match["unit"] or match["factor"]:
        return None
    end = match.end("arabic")
    second = SHARING.match(text, end)
    if second is None or second["unit"] in BOUNDS:
        return None
    value = _times(match["arabic"], second["factor"])
    return Count(match.start(), end, value, second["unit"])


def _times(written: str, factor: str | None) -> Decimal:
    return plain(number(written) * number("1" + (factor or "")))
