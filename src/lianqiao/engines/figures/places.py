"""The place that a figure speaks of: 全市, 全省, 崂山区, 青岛市.

>>> Places("今年以来，全市托育机构").before(9)
'全市'
"""

from __future__ import annotations

import re

import rjieba

WHOLE = re.compile(r"全[国省市区县州镇街校院]|[本我](?:省|市|区|县|校|院)")

PLACE = re.compile(r"[^一二三四五六七八九十两].*[省市区县州国镇乡岛]")
COMMON = {"城镇", "城市", "全市", "全国", "全省", "驻地"}  # also tagged as names of places
# Bare names of two characters are mostly common words; these are meant.
CITIES = set(
    """
    北京 天津 上海 重庆 河北 山西 辽宁 吉林 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东
    广西 海南 四川 贵州 云南 西藏 陕西 甘肃 青海 宁夏 新疆 香港 澳门 台湾 沈阳 大连 长春 南京
    杭州 宁波 合肥 福州 厦门 南昌 济南 青岛 郑州 武汉 长沙 广州 深圳 南宁 海口 成都 贵阳 昆明
    拉萨 西安 兰州 西宁 银川 太原 苏州 无锡 烟台 潍坊 哈尔滨 石家庄 内蒙古 黑龙江 呼和浩特
    乌鲁木齐
    """.split()  # noqa: SIM905 -- a list of names reads better so
)


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
        if word in CITIES or (tag == "ns" and PLACE.fullmatch(word) and word not in COMMON):
            found.append((at, word))
        at += len(word)
    return found
