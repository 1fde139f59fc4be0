"""Sixty invented innovation centers with their cases, four years of reports, two evaluations."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from django.db import transaction
from django.utils import timezone

from lianqiao.core.cases import files
from lianqiao.core.cases.documents.plain import plain
from lianqiao.core.cases.models import Case
from lianqiao.core.cases.services import building, move, publishing, take
from lianqiao.core.parties.actors import ANYONE, Actor
from lianqiao.core.parties.models import Organization
from lianqiao.desks.programs.centers import services
from lianqiao.desks.programs.centers.following import CODE
from lianqiao.desks.programs.centers.models import Center, CenterStage, Outcome
from lianqiao.desks.programs.centers.operating import FILE, operating
from lianqiao.desks.programs.centers.services import Reported, evaluating
from lianqiao.desks.programs.centers.services import publishing as results
from lianqiao.site.demo import people
from lianqiao.site.demo.center_cases import REPORTS, TEXTS, Story, plan, story
from lianqiao.site.demo.history import SEED

COUNT = 60
PROCEDURE = FILE.parent.parent / "procedures" / f"{CODE}.yaml"
WORDS = {
    "EI": "海洋感知芯片 工业视觉 边缘计算 光电传感 智能语音 船舶通信 柔性显示 车载雷达",
    "BM": "海洋药物 体外诊断 高值耗材 酶制剂 动物疫苗 细胞制备 康复器械 功能糖",
    "AS": "航空结构件 无人机动力 卫星遥感应用 航空内饰 机载测控 航空轴承 北斗授时 飞行仿真",
    "NM": "高性能橡胶 石墨烯涂层 海工防腐 特种纤维 可降解材料 铝合金型材 膜材料 陶瓷基材",
    "HS": "检验检测 工业设计 数字孪生 科技情报 标准服务 供应链协同 云测试 知识产权运营",
    "NE": "氢能装备 海上风电 储能系统 余热利用 充换电 绿色建筑 光伏组件 智能电网",
    "RE": "海水淡化 固废利用 水处理膜 碳监测 土壤修复 大气治理 海洋生态 节水灌溉",
    "AM": "轨道装备 智能机床 机器人关节 船用装备 精密注塑 物流装备 焊接自动化 食品机械",
}
HEADS = ("韩知远", "苏明澈", "陆景行", "顾清和", "沈若谷", "程望舒", "江临川", "许怀瑾")
# A year of a center of middling size; money in units of 10,000 yuan.
USUAL = {
    "rd_spending": 420,
    "rd_staff": 34,
    "staff": 52,
    "projects": 9,
    "projects_city": 4,
    "inventions": 5,
    "utility_models": 8,
    "designs": 2,
    "software": 4,
    "standards": 1,
    "papers": 6,
    "contracts": 8,
    "contract_sum": 520,
    "transformed": 5,
    "transformed_here": 3,
    "transformed_sum": 460,
    "transformed_sum_here": 270,
    "pilot_tests": 22,
    "tests": 90,
    "service_income": 85,
    "instruments": 18,
    "shared_hours": 900,
    "trained": 140,
    "degrees": 6,
    "cooperations": 4,
    "international": 1,
}
WAN = 10_000
LATE = 11
"""Every so many-th center is late with its last report."""
PLACES = (4, 40)
FROM, TO = 0.35, 2.2
"""Between which a center's size lies, as a multiple of the usual."""


def is_there() -> bool:
    """Tell whether they are there already."""
    return Center.objects.filter(is_invented=True).exists()


@transaction.atomic
def tell(officer: Actor, lead: Actor) -> None:
    """Publish the procedure, build the centers, let them report, judge them."""
    version = _publish(officer, lead)
    dice = Random(f"{SEED} centers")  # noqa: S311 -- a story, no secret
    year = timezone.localdate().year
    told = _approved(version, dice, year, lead)
    on_paper = []
    for number, one in enumerate(told):
        on_paper += _report(one, dice, year, is_late=number % LATE == 0)
    services.report_many(on_paper, actor=officer)
    for one in told:
        _finish(one, dice, year)
    _judge(dice, year, officer, lead)
    _change(officer, lead)
    _open_next(dice, year, officer, lead)


def _publish(officer: Actor, lead: Actor) -> str:
    draft = plain(files.read(PROCEDURE.read_bytes()))
    row = building.begin(draft, actor=officer, is_invented=True)
    # Its cases began four years ago: it was in force by then.
    first = date(timezone.localdate().year - 4, 1, 1)
    return str(publishing.publish(row.pk, actor=lead, expected=row.revision, today=first))


@dataclass(frozen=True, slots=True)
class Told:
    """A center with its case, and who acts for it."""

    center: Center
    case: Case
    story: Story


def _approved(version: str, dice: Random, year: int, lead: Actor) -> list[Told]:
    hosts = _hosts(dice)
    names = [(field, word) for turn in zip(*_by_field(), strict=True) for field, word in turn]
    found = []
    for number, host in enumerate(hosts):
        field, word = names[number]
        on = date(year - 4 + number * 4 // COUNT, 3 + number % 6, 1 + number % 27)
        name, leader = f"示范城市{word}技术创新中心（虚构）", HEADS[number % len(HEADS)]
        partners = [{"name": one.name} for one in dice.sample(hosts, 2) if one != host]
        values = plan(name, field, leader, host.region_id, on) | {"partners": partners}
        acting = story(host.pk, lead)
        case = acting.apply(version, host, values, on)
        found.append(Told(Center.objects.get(case=case), case, acting))
    return found


def _hosts(dice: Random) -> list[Organization]:
    """Return who builds them: two of them have a sign-in of the demo."""
    kinds = [
        Organization.Kind.ENTERPRISE,
        Organization.Kind.INSTITUTE,
        Organization.Kind.UNIVERSITY,
    ]
    rows = Organization.objects.filter(is_invented=True, kind__in=kinds).order_by("pk")
    known = list(rows.filter(name__in=[people.ENTERPRISE, people.INSTITUTE]))
    others = rows.filter(region__code__startswith="3702").exclude(pk__in=[row.pk for row in known])
    chosen = dice.sample(list(others[: COUNT * 20]), COUNT - len(known))
    # Of the two, the first is in the register by now, the second still being built.
    for place, row in zip(PLACES, known, strict=False):
        chosen.insert(place, row)
    return chosen


def _by_field() -> list[list[tuple[str, str]]]:
    return [[(field, word) for word in words.split()] for field, words in WORDS.items()]


def _report(one: Told, dice: Random, year: int, *, is_late: bool) -> list[Reported]:
    """Report the years that are over; who is late owes the last of them.

    Returns what was reported on paper, before the last year.
    """
    size, first, on_paper = dice.uniform(FROM, TO), one.center.approved_on.year, []
    for number, reported in enumerate(range(first, year)[: len(REPORTS)]):
        size *= dice.uniform(0.9, 1.25)
        figures = _figures(size, dice)
        if reported < year - 1:
            one.story.report_on_paper(one.case, reported, number)
            on_paper.append(Reported(one.center.pk, reported, figures, **TEXTS))
        elif not (is_late and number == 1):
            one.story.report(one.case, reported, _as_typed(figures), number)
    return on_paper


def _finish(one: Told, dice: Random, year: int) -> None:
    """Let those whose construction is over be judged; the oldest are in the register by now."""
    built = one.center.build_until
    if one.center.reports.count() < len(REPORTS):
        return
    one.story.complete(one.case, date(built.year, 2, 10))
    if built.year >= year:
        return
    grade = dice.choice(("excellent", "good", "good", "qualified", "qualified"))
    on, until = built + timedelta(days=60), date(year + 1, 12, 31)
    one.story.enter(one.case, one.center.pk, grade, on, until)
    if one.case.pk % LATE:
        figures = _figures(dice.uniform(FROM, TO), dice)
        one.story.report(one.case, year - 1, _as_typed(figures))


def _as_typed(figures: dict[str, Decimal]) -> dict[str, str]:
    return {code: format(value, "f") for code, value in figures.items()}


def _figures(size: float, dice: Random) -> dict[str, Decimal]:
    known = operating()
    figures = {
        code: Decimal(round(usual * size * dice.uniform(0.8, 1.2)))
        * (WAN if known.figures[code].is_money else 1)
        for code, usual in USUAL.items()
    }
    for part, whole in known.parts.items():
        figures[part] = min(figures[part], figures[whole])
    return figures


def _judge(dice: Random, year: int, officer: Actor, lead: Actor) -> None:
    """Judge those whose construction ends, with each outcome once."""
    data = evaluating.CampaignData(
        f"{year}年建设期满综合评估（虚构）", "comprehensive", year - 1, _in_months(5)
    )
    row = evaluating.open_campaign(data, actor=lead)
    special = {
        Outcome.DEFERRED: "依托单位搬迁，申请缓评",
        Outcome.EXEMPT: "已通过省级评估，免评",
        Outcome.ABSENT: "未提交评估材料",
    }
    keys = list(row.assessments.order_by("pk").values_list("pk", flat=True))
    for number, (outcome, reason) in enumerate(special.items()):
        evaluating.settle(keys[number], outcome, actor=officer, reason=reason)
    for number, key in enumerate(keys[len(special) :]):
        # The first did poorly, so that something has to be put right.
        expert = Decimal(dice.randint(20, 30) if number < len(special) else dice.randint(70, 95))
        evaluating.settle(key, Outcome.SCORED, actor=officer, expert=expert)
    evaluating.sample(row.pk, 4, actor=officer)
    for center in row.assessments.filter(is_sampled=True).select_related("center__case"):
        _story_of(center.center, lead).prove(_case_of(center.center))
    evaluating.freeze(row.pk, actor=lead)
    results.publish(row.pk, actor=lead)


def _change(officer: Actor, lead: Actor) -> None:
    rows = list(Center.objects.filter(stage=CenterStage.REGISTERED).order_by("pk"))
    services.rename(
        rows[1].pk, rows[1].name.replace("技术", "产业技术"), actor=officer, reason="方向调整"
    )
    services.change_leader(rows[2].pk, HEADS[3], actor=officer, reason="原主任退休")
    services.change_host(rows[3].pk, rows[4].host_id, actor=lead, reason="依托单位重组")
    services.merge(rows[5].pk, rows[6].pk, actor=lead, reason="方向相近，合并建设")
    _put_right(rows[7], lead)
    take(_case_of(rows[8]).pk, "quit", actor=lead, reason="依托单位注销")
    late = Center.objects.filter(stage=CenterStage.RECTIFYING).order_by("pk").first()
    if late:
        for step in ("not_rectified", "no_objection"):
            move(_case_of(late).pk, step, actor=ANYONE)
        take(_case_of(late).pk, "remove", actor=lead, reason="书面告知后仍未整改")


def _put_right(row: Center, lead: Actor) -> None:
    case, why = _case_of(row), "年度报告数据核查不一致"
    take(case.pk, "evaluate", actor=lead)
    take(case.pk, "fail", actor=lead, reason=why)
    _story_of(row, lead).put_right(case)
    take(case.pk, "accept", actor=lead, reason="已更正并补充佐证")


def _story_of(row: Center, lead: Actor) -> Story:
    return story(row.host_id, lead)


def _case_of(row: Center) -> Case:
    return Case.objects.get(innovation_center=row)


def _open_next(dice: Random, year: int, officer: Actor, lead: Actor) -> None:
    """Leave an evaluation open, half of its experts' scores given: the preview is to be seen."""
    data = evaluating.CampaignData(f"{year}年定期评估（虚构）", "regular", year - 1, _in_months(6))
    row = evaluating.open_campaign(data, actor=lead)
    for number, one in enumerate(row.assessments.order_by("pk")):
        if number % 2 == 0:
            expert = Decimal(dice.randint(60, 98))
            evaluating.settle(one.pk, Outcome.SCORED, actor=officer, expert=expert)
    evaluating.sample(row.pk, 3, actor=officer)


def _in_months(months: int) -> date:
    return timezone.localdate() + timedelta(days=30 * months)
