"""How a figure is meant: about, over, nearly, cumulative, new, each, ratio, growth, rank.

>>> qualifiers("民营经济贡献了近", "的进出口", "%", "")
('nearly', 'ratio')
"""

from __future__ import annotations

import re

NEARLY = re.compile(r"(?:将近|接近|近)\s?$")
ABOUT = re.compile(r"(?:大约|约为|约合|约|大概)[增降]?\s?$")
OVER = re.compile(r"(?:超过|超出|突破|不少于|不低于|至少|高于|多于|超|逾|(?<!以)上)\s?$")
UNDER = re.compile(r"(?:不足|不到|低于|不超过|不高于|少于|至多|最高|最多)\s?$")
# Any of these stands between what is meant and the number: 同比增长约9.67%.
BOUND = re.compile(rf"(?:{'|'.join(p.pattern for p in (NEARLY, ABOUT, OVER, UNDER))})")
AFTER_OVER = re.compile(r"\s?(?:及|[(（]含[)）])?以上")
AFTER_UNDER = re.compile(r"\s?(?:及|[(（]含[)）])?以[下内]")
AFTER_ABOUT = re.compile(r"\s?(?:左右|上下)")
CUMULATIVE = re.compile(r"累计|累积|总计|共计|合计|总共")
NEW = re.compile(
    r"新增|净增|增加(?![值到至])|增设|(?<![创更革刷翻])新(?:获|打造|认定|引进|培育|注册|设立|入库|改|招|成立|签)"
)
EACH = re.compile(
    r"每(?![年月天日周季])|人均|户均|亩均|校均|生均|平均(?!水平)|千人(?:口)?|万人(?:口)?"
)
GROWTH = re.compile(
    r"(?:增长|上升|上涨|提高|提升|增加|扩大|加快)(?![值到至])|增幅|增速|同比|环比|连增|高于|[约各均]增\s?$"
)
DECLINE = re.compile(
    r"(?:下降|减少|降低|回落|压减|缩短|下跌|收窄|放缓)(?![到至为])|降幅|连降|[约各均]降\s?$"
)
AFTER_GROWTH = re.compile(r"\s?(?:以上|左右)?的?(?:同比|高?速?)?增(?:长|幅|速)")
QUALIFIERS = (
    *("about", "over", "nearly", "under", "cumulative", "new"),
    *("each", "growth", "decline", "ratio", "rank"),
)
RELATIVE = ("%", "‰", "倍", "个百分点", "百分点")
SHARE = ("%", "‰", "‱")


def qualifiers(
    before: str, after: str, unit: str, more: str, is_rank: bool = False
) -> tuple[str, ...]:
    """Return the codes of what the words on both sides of a figure in its clause say of it."""
    if is_rank:
        return ("rank",)
    found = dict.fromkeys((*_bounds(before, after, more), *_meanings(before, after, unit)))
    return tuple(found)


def without_bound(before: str) -> str:
    """Return the words before a figure without 近, 约, 超 at their end.

    >>> without_bound("平台浏览量超")
    '平台浏览量'
    """
    return BOUND.sub("", before)


def _bounds(before: str, after: str, more: str) -> list[str]:
    found = [name for name, sign in BEFORE if sign.search(before)]
    found += [name for name, sign in AFTER if sign.match(after)]
    return found + (["about"] if more == "来" else ["over"] if more else [])


BEFORE = (("nearly", NEARLY), ("about", ABOUT), ("over", OVER), ("under", UNDER))
AFTER = (("over", AFTER_OVER), ("under", AFTER_UNDER), ("about", AFTER_ABOUT))


def _meanings(before: str, after: str, unit: str) -> list[str]:
    grows = GROWTH.search(before) or AFTER_GROWTH.match(after)
    falls = DECLINE.search(before)
    signs = {
        "cumulative": CUMULATIVE.search(before),
        "new": unit not in RELATIVE and NEW.search(before),
        "each": EACH.search(before),
        "growth": grows and (unit in RELATIVE or "同比" in before or "连增" in before),
        "decline": falls,
        "ratio": unit in SHARE and not grows and not falls,
    }
    return [name for name, sign in signs.items() if sign]
