"""What a figure is a figure of: the phrase before it, after it, or of the clause before.

>>> Told().next(Words("完成", "农村薄弱幼儿园改造")).subject
'完成农村薄弱幼儿园改造'
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import rjieba

from .periods import PERIOD
from .qualifiers import without_bound

NOUNS = ("n", "eng", "j")
LONGEST = 40
SHORT = 4  # a phrase of so few characters says too little alone
# 本报12月11日讯, 新华社北京1月17日电（记者甲）
NEWS = r"[^，]{0,8}[社报网][^，]{0,12}[电讯](?:[（(][^（()）]{1,20}[)）])?"
LEADING = re.compile(
    rf"^(?:{NEWS}|[^，]{{0,12}}的是在?|\d{{1,3}}[.．、)）]|[\s“”\"'*#>（(\[\]-]|其中|同时|此外|另外|目前|现有|[设建拥]有|现|[一二三四五六七八九十]是|并且?"
    r"|还|又|再|也|已经?|将|共|累计(?=[达为已有]|$)|据统计|初步核算|截至|[，,、：:的]|作为|达到|实现"
    r"|[比较][上去]年|同期|以上|以下|左右|余)+"
)
TRAILING = re.compile(
    r"(?:[\s（(：:“]|作为|的?一[笔家个批项名位]|已经?|达到?|[增降减升提压]至|(?:增加|增长|提高|上升)到|(?:提升|压缩)至"
    r"|[控保稳][制持定]在|在|首次|(?<=.)完成|的|突破|超过?|[是为至到]|(?<![建设拥享])有|实现|共计?|累计|总计|合计|分别|均|约|近"
    r"|逾|了|不少于|至少|每年|由|从)+$"
)
# Words that speak of the figure before: 同比增长, 总数, 居全市.
COMPARED = r"(?:同比|环比|比[^，]{2,6}|较[^，]{2,6})*"
MOVES = "增长|增加|提高|上升|上涨|下降|减少|提升|回落|降低|加快|放缓"
CHANGED = re.compile(rf"(?<=..)(?:(?:同比|环比|分别|累计)*(?:{MOVES})|占[^，占]{{1,8}})$")
CHANGE = re.compile(
    rf"^(?:[年月日]均|平均)?{COMPARED}(?:分别)?(?:{MOVES}|增幅|增速|总数|总量|总额|数量|规模|占比)?"
    r"(?:(?:继续|均|一直)?(?:位居|稳居|跃居|保持|位列|居|列|排名?)(?:全[国省市区县球])?)?$"
)
LINK = re.compile(r"、(?![^(（)）]{0,20}[)）])|(?:以及|[和及与或])(?=\s?(?:近|约|超|逾|超过)?\s?$)")
AFTER_TRIM = re.compile(r"^(?:\s|及?以[上下内]|左右|上下|的|[)）])+")
AFTER_END = re.compile(r"[、（(\[。]")
AFTER_LINK = re.compile(r"(?:以及|(?<!参)与|[和及或的、\s“”])+$")
# From one figure to the next: 由20天压缩至5天.
TOWARDS = re.compile(r"^[^，]{0,6}[至到为]$")


@dataclass(frozen=True, slots=True)
class Words:
    """What stands around a figure: its own words before and after it, and the clause before.

    `linked`: a 、 or 和 parts it from a figure before it in the same clause.
    """

    before: str
    after: str
    linked: bool = False
    context: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """What a sentence has told so far.

    `subject`: of its last figure; `base`: without what says how that changed; `head`: the words
    before the first figure of a list.
    """

    subject: str = ""
    base: str = ""
    head: str = ""

    def next(self, words: Words, *, parted: bool = False) -> Told:
        """Return what is told with the next figure; a ； before it (`parted`) begins anew."""
        so_far = Told() if parted else self
        own = lead(words.before)
        changes = not follow(words.after) and bool(CHANGE.match(own))
        subject = so_far._subject(words, own, changes)
        goes_on = words.linked or (not own and words.after.startswith("的"))
        head = so_far.head if goes_on else own
        base = so_far.base if changes and so_far.base else CHANGED.sub("", subject)
        return Told(subject, base, head)

    def before(self, words: Words) -> str:
        """Return the words that hold for the last figure: in a list also those at its head."""
        own = lead(words.before)
        is_listed = words.linked and not (own and CHANGE.match(own))
        return self.head + words.before if is_listed else words.before

    def _subject(self, words: Words, own: str, changes: bool) -> str:
        after = follow(words.after)
        if after:
            goes_on = words.linked or words.after.startswith("的")
            return _cut((own or (self.head if goes_on else "")) + after)
        if words.linked and not own:
            return self.subject
        if changes or own.startswith("占"):
            return _cut((self.base or lead(words.context)) + own)
        if len(own) <= SHORT and not _names_something(own):
            return _cut((self.head if words.linked else lead(words.context)) + own)
        return _cut(own)


def _names_something(phrase: str) -> bool:
    """Whether a short phrase holds a noun: 征集成果 does, 成功对接 does not."""
    return any(tag.startswith(NOUNS) for _, tag in rjieba.tag(phrase))


def last_link(between: str) -> int | None:
    """Return where the words of the next figure begin, after the last 、 or a 和 at the end.

    >>> last_link("项、企业需求"), last_link("企业获得融资")
    (2, None)
    """
    found = [match.end() for match in LINK.finditer(between)]
    return found[-1] if found else None


def lead(before: str) -> str:
    """Return the words before a figure without time, connectives and 达, 为, 超 at the end.

    >>> lead("目前全市市级技术创新中心总数已达")
    '全市市级技术创新中心总数'
    """
    text = without_bound(before.strip())
    while (shorter := LEADING.sub("", _without_period(TRAILING.sub("", text)))) != text:
        text = shorter
    return text


def follow(after: str) -> str:
    """Return the words after a figure, as far as they belong to it.

    >>> follow("以上的企业、")
    '企业'
    """
    text = AFTER_TRIM.sub("", after)
    if TOWARDS.match(text):
        return ""
    return AFTER_LINK.sub("", without_bound(AFTER_END.split(text)[0]))


def _without_period(text: str) -> str:
    match = PERIOD.match(text)
    return text[match.end() :] if match else text


def _cut(text: str) -> str:
    return text[-LONGEST:].strip('“”‘’"（( ')
