"""The cases behind the demo's centers: from the plan to the register, told with their days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from lianqiao.core.cases.models import Case
from lianqiao.core.cases.queries.versions import document
from lianqiao.core.cases.services import open_case, take
from lianqiao.core.cases.services.applying import open_filing
from lianqiao.core.cases.services.deciding import go
from lianqiao.core.cases.services.granting import next_number
from lianqiao.core.cases.services.moving import move
from lianqiao.core.cases.services.saving import save
from lianqiao.core.cases.services.submitting import submit
from lianqiao.core.parties.actors import Actor, Role
from lianqiao.core.parties.models import Organization
from lianqiao.desks.programs.centers import services
from lianqiao.desks.programs.centers.services.together import together

REPORTS = ("report_first", "report_second", "report_third")
TEXTS = {
    "progress": "按建设方案推进，研发平台与试验条件逐步到位。",
    "problems": "高层次人才引进仍有缺口。",
    "next_year": "扩大中试服务，推动成果在本市落地。",
}


@dataclass(frozen=True, slots=True)
class Story:
    """Who acts for a center: its host's owner, and the office."""

    owner: Actor
    lead: Actor

    def apply(self, version: str, host: Organization, values: Mapping[str, Any], on: date) -> Case:
        """Apply, be reviewed on paper, be approved on a day."""
        before = [on - timedelta(days=days) for days in (70, 60, 55, 15)]
        number = next_number("INNOVATION_CENTER-", before[0].year)
        case = open_case(
            version,
            state="draft",
            number=number,
            organization=host,
            actor=self.owner,
            office=self.lead.organization,
            at=morning(before[0]),
        )
        self.hand_in(case, values, before[1])
        # Experts reviewed the plan before the house kept reviews: the steps are told, not judged.
        for step, day in (("pass_formal", before[2]), ("put_on_notice", before[3])):
            move(case.pk, step, actor=self.lead, at=morning(day))
        return take(case.pk, "approve", actor=self.lead, at=morning(on))

    def report(self, case: Case, year: int, figures: Mapping[str, str], number: int = 0) -> None:
        """Report a year early in the next; each report a little earlier, as its term asks."""
        values = {"report_year": str(year), **TEXTS, **figures}
        self.hand_in(case, values, reported_on(case, year, number), period=year)

    def report_on_paper(self, case: Case, year: int, number: int) -> None:
        """Report a year before the house took reports in: its figures come in a list."""
        at = morning(reported_on(case, year, number))
        with together():
            go(case, document(case.procedure).step(REPORTS[number]), actor=self.owner, at=at)

    def complete(self, case: Case, on: date) -> None:
        """Submit the self-assessment."""
        values = {
            "summary": "建设方案各项任务均已完成，研发平台投入运行。",
            "local_effect": "带动本市上下游企业协同攻关，成果在本市落地。",
        }
        self.hand_in(case, values, on)

    def put_right(self, case: Case) -> None:
        """Submit what was put right, today."""
        values = {"rectified_text": "已更正年度报告数据并补充佐证材料。"}
        self.hand_in(case, values, timezone.localdate())

    def enter(self, case: Case, center: int, grade: str, on: date, until: date) -> None:
        """Come into the register with the grade of an evaluation before the house kept them."""
        why = "建设期满综合评估"
        with together():
            take(case.pk, "qualify", actor=self.lead, reason=why, at=morning(on))
            services.grade(center, grade, actor=self.lead, on=on, valid_to=until, reason=why)

    def prove(self, case: Case) -> None:
        """Give evidence on paper; the office finds that it holds."""
        move(case.pk, "give_evidence", actor=self.owner)
        take(case.pk, "confirm", actor=self.lead)

    def hand_in(
        self, case: Case, values: Mapping[str, Any], on: date, period: int | None = None
    ) -> None:
        """Fill in the form that a case asks for, and hand it in, on a day."""
        filing = open_filing(
            actor=self.owner, case=case.pk, period=period, takes_over=False, today=on
        )
        seen = dict.fromkeys(values, filing.revision)
        save(actor=self.owner, filing=filing.pk, values=values, based_on=seen, today=on)
        submit(actor=self.owner, filing=filing.pk, today=on, at=morning(on))


def story(host: int, lead: Actor) -> Story:
    """Return the story of a center: the office's own hand enters what the host has sent in."""
    return Story(replace(lead, organization=host, role=Role.OWNER), lead)


def plan(name: str, field: str, leader: str, region: str | None, on: date) -> dict[str, Any]:
    """Return what is filed of an invented center that applies to be built from a day on."""
    years = [(on + timedelta(days=365 * number)).isoformat() for number in (1, 2, 3)]
    tasks = ("研发平台建成", "中试条件投用", "成果批量转化")
    return {
        "center_name": name,
        "field": field.lower(),
        "leader": {"name": leader, "phone": "0532-00000000"},
        "address": {"region": region or "370200", "text": "示范路1号（虚构）"},
        "route": "new",
        "goals": "围绕本市产业链关键环节开展共性技术攻关、中试验证与成果转化。",
        "milestones": [
            {"by": by, "task": task, "measure": "验收通过"}
            for by, task in zip(years, tasks, strict=True)
        ],
        "team": [{"name": leader, "position": "研究员", "part": "总负责"}],
        "site": "1200",
        "equipment": "8000000.00",
        "budget": [{"item": "仪器设备", "own": "6000000.00", "public": "2000000.00"}],
        "rules_planned": ["projects", "finance", "safety", "rewards"],
        "plan_true": True,
    }


def reported_on(case: Case, year: int, number: int) -> date:
    """Return the day on which a case reports a year, as its `number`-th from 0."""
    return date(year + 1, 2, 8 + case.pk % 5) - timedelta(days=18 * number)


def morning(day: date) -> datetime:
    """Return ten o'clock of a day, or now where that is still to come."""
    return min(timezone.make_aware(datetime.combine(day, time(10))), timezone.now())
