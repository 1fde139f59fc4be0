"""Numbers that belong to a name, a term or a phrase rather than count something.

A number is taken for a count only where its unit says so; here stand the cases in which even
that deceives: 一家公司 (some company), 四个方面 (a structure), 3年行动 (a term), 65岁以上 (a
bound).
"""

from __future__ import annotations

import re

import rjieba

from .units import ONLY_ARABIC, TIMES

Match = re.Match[str]
SEEN = 12
STRETCH = re.compile(
    r"(?:近|过去|未来|今后|最近|前|头|这|每|首|后|下|上|第|满|为期|用|力争|有效期)$"
)
LASTING = re.compile(
    r"(?:连续|连增|连降|连|蝉联|历时|年限|周期|寿命|平均|提前|缩短|延长|压缩|压减|减少)[^，。；]{0,4}$"
)
AFTER_TIME = re.compile(
    r"之?内|之?前|之?后|以来|来(?!自)|间|期|行动|计划|规划|不打烊|值班|值守|服务|热线|自助|在线"
)
AGE = re.compile(r"(?:寿命|年龄|平均)[^，。；]{0,8}$")
SCORE = re.compile(r"(?:得分|评分|满意度|均分|总分|分数|指数|成绩)[^，。；]{0,8}$")
ENDS = re.compile(r"[，,。；;、！!？?：:（(）)】”\s]|$")
# What follows a unit and makes a grade, a format or an article of it: 30万吨级, 5人制, 2.0版.
GRADE = re.compile(r"\s?(?:级|制|型|版|强|代|阶|线城|位数|部门|门槛)")
BARE_NAME = re.compile(r"[版代级强型号系价轮期中届第A-Za-z]")
ABSTRACT = re.compile(
    r"[^，。；、\n]{0,8}?(?:目标|方向|方面|翻番|体系|原则|环节|坚持|重点|全面|机制|领域|阶段|层次|层面|维度|关键"
    r"|抓手|任务|举措|制度|要求|自信|意识|维护|确立|代表|必须|统筹|转变|务必|结合|统一|到位|文明|全会|会议|大会|主题|板块"
    r"|步骤|问题|提升|突破|优势|特色|理念)"
)
NEAR = re.compile(r"(?:近|超|超过|逾|突破|达|约|上|不足|不到|将近|接近)$")
ROUND = re.compile(r"[十百千万]{1,2}[万亿]")  # 突破千亿
VAGUE = re.compile(r"[几数好若]$")
OPEN = ("“", "‘", "「", "『")
QUOTED = re.compile(r"[^，。“‘]{0,8}[”’」』]")


def is_name(match: Match, text: str) -> bool:
    """Whether a number found in a text counts nothing."""
    before, after = _around(match, text)
    if before.endswith(OPEN) and QUOTED.match(after):
        return True
    if GRADE.match(after):
        return True
    written = match["han"] or match["tenths"]
    if written and _is_word(match, text, before, after):
        return True
    return not match["tenths"] and _is_no_count(match, before, after)


def _is_no_count(match: Match, before: str, after: str) -> bool:
    unit = match["unit"]
    if not unit:
        return _is_bare(match, before, after)
    if unit in TIMES:
        return _is_term(match, before, after)
    return _misleads(match, before, after)


def _around(match: Match, text: str) -> tuple[str, str]:
    start, end = match.span()
    return text[max(0, start - SEEN) : start], text[end : end + SEEN]


def _is_bare(match: Match, before: str, after: str) -> bool:
    """Without a unit only what is clearly a measured number counts: 2.8万, 2.1, 300余."""
    if match["han"]:
        return False  # looked at as a word
    if BARE_NAME.match(after) or before[-1:] == "第":
        return True
    if match["factor"] or match["more"] or match["more2"]:
        return False
    return "." not in match["arabic"] or match["arabic"].endswith(".0") or not ENDS.match(after)


def _is_term(match: Match, before: str, after: str) -> bool:
    """A stretch of time is a period, a term or a deadline unless something took so long."""
    if LASTING.search(before):
        return False
    if STRETCH.search(before) or AFTER_TIME.match(after):
        return True
    is_decimal = "." in (match["arabic"] or "")
    return match["unit"] == "年" and not is_decimal and not match["factor"]


def _misleads(match: Match, before: str, after: str) -> bool:
    unit = match["unit"]
    if unit == "岁":
        return not (AGE.search(before) and ENDS.match(after))
    if unit == "分":
        return not (SCORE.search(before) or "." in (match["arabic"] or ""))
    if unit == "度":
        return not (match["factor"] or after.startswith("电"))
    if unit in "期届轮":
        return not ENDS.match(after)
    if unit in "名位" or unit == "个":
        return before.endswith(("前", "第"))
    return unit == "类" and (match["arabic"] or "") in {"1", "2", "3"}


def _is_word(match: Match, text: str, before: str, after: str) -> bool:
    """Whether Chinese digits make a phrase: 一家, 几十家, 三五家, 四个方面, 统一."""
    written, unit = match["han"] or match["tenths"], match["unit"]
    if match["tenths"]:
        return written == "一" or _in_word(match, text)
    if unit is None:
        return not (ROUND.fullmatch(written) and NEAR.search(before) and ENDS.match(after))
    if _is_vague(match, before):
        return True
    if written[0] in "百千万亿":
        return False
    if len(written) == 1 and not _more(match) and not match["factor"] and _is_list(after):
        return True
    return unit in ONLY_ARABIC or _in_word(match, text)


def _is_vague(match: Match, before: str) -> bool:
    """Whether no number is meant: 一家, 数百家, 千家, 三五家."""
    written = match["han"]
    if VAGUE.search(before) or (written == "一" and not match["factor"]):
        return True
    if written[0] in "百千万亿":
        return not (_more(match) or NEAR.search(before))
    return len(written) > 1 and not re.search("[十百千万亿点]", written)


def _is_list(after: str) -> bool:
    """Whether what follows is counted as parts of a plan (四个方面), not as things."""
    return after.startswith(("产业", "“")) or bool(ABSTRACT.match(after))


def _more(match: Match) -> str:
    return match["more"] or match["more2"] or ""


def _in_word(match: Match, text: str) -> bool:
    """Whether the dictionary knows a word that holds the number and more (三亚, 一条龙)."""
    start, end = match.span()
    begin = max(0, start - 4)
    words = rjieba.tokenize(text[begin : end + 4])
    stretches = ((begin + first, begin + last) for _, first, last in words)
    return any(a < start < b or (a == start and b > end) for a, b in stretches)
