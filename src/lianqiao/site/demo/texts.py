"""A demo policy's text: what it says itself, and what all the city's say at their end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from lianqiao.desks.policies.models import Route

DIGITS = "零一二三四五六七八九"
TEN = 10
ENDINGS = {
    Route.APPLICATION: (
        "企业在申报期内登录政策服务平台提出申请。平台已有的数据由系统预填，企业核对即可；需要补充材料的，"
        "主管部门应当一次性告知，企业在15个工作日内补正。主管部门自受理之日起60个工作日内作出决定。"
    ),
    Route.DIRECT: (
        "免申即享的事项，由平台比对数据产生名单，经主管部门核对后向社会公示5个工作日。公示无异议的，"
        "企业在30个工作日内确认收款账户，资金直接拨付；对名单有异议的，在10个工作日内核实答复。"
    ),
}
COMMON = (
    "判断条件所用的数据由税务、统计、社会保险、海关等部门提供。因数据缺失暂时不能判断的，不作为不符合条件处理；"
    "企业可以向数据来源部门申请补充、更正，数据补齐后重新判断。",
    "所需资金列入年度预算，实行总额控制。资金不足时，按照审核通过的先后顺序安排，其余列入下一年度。",
    "被列入经营异常名录或者严重违法失信名单的企业，在移出之前不予支持。弄虚作假骗取资金的，追回资金，"
    "三年内不再受理其申请，并依法追究责任。",
    "兑现结果在平台公开，不公开商业秘密和个人信息。企业对决定不服的，可以在平台提出申诉，"
    "由没有参与原决定的人员复核。",
)
LAST = "本文件由发文机关负责解释。本文件及其中的机构、数字均为虚构，仅供演示。"


def text(own: Sequence[str], routes: Iterable[str]) -> str:
    """Return the text in plain markup: the policy's own articles, then those that all share."""
    shared = [ENDINGS[route] for route in (Route.APPLICATION, Route.DIRECT) if route in set(routes)]
    return "\n\n".join(_numbered([*own, *shared, *COMMON, LAST]))


def numeral(number: int) -> str:
    """Return a number below a hundred as articles are counted.

    >>> [numeral(n) for n in (1, 10, 12, 20, 21)]
    ['一', '十', '十二', '二十', '二十一']
    """
    tens, ones = divmod(number, TEN)
    head = "" if tens == 0 else "十" if tens == 1 else f"{DIGITS[tens]}十"
    return head + (DIGITS[ones] if ones else "")


def _numbered(articles: Iterable[str]) -> Iterator[str]:
    for number, article in enumerate(articles, start=1):
        yield f"## 第{numeral(number)}条"
        yield article
