"""A call for invented projects under blind review: each project has come another way.

Some are decided, some wait for the meeting, one is before a second panel, one has lost an expert
to a conflict of interest, one has no experts yet. All through the services that people use.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.db import transaction

from lianqiao.core.cases import files
from lianqiao.core.cases.documents.plain import plain
from lianqiao.core.cases.models import Assignment, Definition, Panel
from lianqiao.core.cases.services import building, drawing, publishing, reviewing, take
from lianqiao.core.cases.services.applying import start
from lianqiao.core.cases.services.saving import save
from lianqiao.core.cases.services.submitting import submit
from lianqiao.core.parties.actors import Actor, Role
from lianqiao.core.parties.models import Organization
from lianqiao.site.demo import experts
from lianqiao.site.demo.accounts import EXPERT
from lianqiao.site.demo.people import INSTITUTE, acting

CODE, REVIEW = "proof_concept", "expert"
PROCEDURE = Path(__file__).with_name("proof_of_concept.yaml")
PROJECTS = Path(__file__).with_name("proof_of_concept.csv")
TRADES = {"manufacturing": ("34", "37"), "materials": ("28", "34"), "biology": ("27", "28")}
"""Makers by technical field: from one division of GB/T 4754 to before another."""
AT_WORK = 2
"""How many of a panel at work have filed."""
Project = Mapping[str, str]


def is_told() -> bool:
    """Tell whether the story has been told."""
    return Definition.objects.filter(code=CODE).exists()


@transaction.atomic
def tell(officer: Actor, lead: Actor) -> None:
    """Publish the procedure, enter the pool, and let each project come its way."""
    row = building.begin(plain(files.read(PROCEDURE.read_bytes())), actor=officer, is_invented=True)
    publishing.publish(row.pk, actor=lead, expected=row.revision)
    experts.enter(lead)
    with PROJECTS.open(encoding="utf-8", newline="") as file:
        projects = list(csv.DictReader(file))
    for project, applicant in zip(projects, _applicants(projects, lead), strict=True):
        _reach(project, _submitted(project, applicant), officer, lead)


def _applicants(projects: list[Project], lead: Actor) -> Iterator[Actor]:
    """Yield who applies for each: the demo's enterprise for its own, makers of such things else."""
    makers = {field: _makers(*trades) for field, trades in TRADES.items()}
    for project in projects:
        if project["story"] == "own":
            yield acting("enterprise")
        else:
            yield replace(lead, organization=next(makers[project["field"]]), role=Role.OWNER)


def _makers(first: str, beyond: str) -> Iterator[int]:
    rows = Organization.objects.filter(
        kind=Organization.Kind.ENTERPRISE,
        is_invented=True,
        memberships=None,
        industry__gte=first,
        industry__lt=beyond,
    )
    yield from rows.order_by("-pk").values_list("pk", flat=True)


def _submitted(project: Project, owner: Actor) -> int:
    """Apply with a project; return its case."""
    case = start(actor=owner, code=CODE)
    filing = case.filings.get()
    values = _values(project, owner)
    save(actor=owner, filing=filing.pk, values=values, based_on=dict.fromkeys(values, 1))
    submit(actor=owner, filing=filing.pk)
    return case.pk


def _reach(project: Project, case: int, officer: Actor, lead: Actor) -> None:
    """Bring a project as far as its story goes."""
    story = project["story"]
    if story == "handed_in":
        return
    panel = drawing.draw(case, REVIEW, actor=officer, seed=project["subject"])
    if story in {"at_work", "drafted"}:
        _work(panel, project)
        return
    if story == "recused":
        _recuse(panel)
    _file(panel, project, sitting(panel)[: AT_WORK if story == "recused" else None])
    if story == "appealed":
        reason = "申报单位指出第一组专家未采用补充的连续加工记录，申请复评（虚构）。"
        second = drawing.draw(
            case, REVIEW, actor=lead, reason=reason, seed=f"{project['subject']}复评"
        )
        _file(second, project, sitting(second)[:AT_WORK])
    elif story == "awarded":
        take(case, "award", actor=lead)
    elif story == "refused":
        take(case, "refuse", actor=lead, reason="专家认为试验条件与使用条件相差较大（虚构）。")


def sitting(panel: Panel) -> list[Assignment]:
    """Return the seats that somebody has and has not filed, in the order of the draw."""
    rows = panel.assignments.filter(state__in=(Assignment.State.ASKED, Assignment.State.OPENED))
    return list(rows.select_related("expert__user"))


def _file(panel: Panel, project: Project, seats: list[Assignment]) -> None:
    """File for some seats; the last of a panel that is divided thinks much less of it."""
    dissent = int(project["dissent"])
    for number, seat in enumerate(seats, 1):
        less = dissent if number == panel.wanted else 0
        experts.file(seat, int(project["merit"]), less)


def _work(panel: Panel, project: Project) -> None:
    """Let some file, but not the one whose sign-in the demo names: reviews wait for him."""
    others = [one for one in sitting(panel) if one.expert.user.username != EXPERT]
    _file(panel, project, others[:AT_WORK])
    if project["story"] == "drafted":
        own = next(one for one in sitting(panel) if one.expert.user.username == EXPERT)
        actor = experts.acting_as(own.expert)
        reviewing.open_papers(own.pk, actor=actor)
        typed = experts.opinion(EXPERT, int(project["merit"])) | {"": {"comment": ""}}
        reviewing.keep(own.pk, actor=actor, typed=typed)


def _recuse(panel: Panel) -> None:
    seat = sitting(panel)[0]
    reason = "近三年与疑似申报团队共同承担过项目（虚构）。"
    reviewing.recuse(seat.pk, actor=experts.acting_as(seat.expert), reason=reason)


def _values(project: Project, owner: Actor) -> dict[str, Any]:
    """Return an application; biologists' partner is the institute, whose expert stays out."""
    host = Organization.objects.get(pk=owner.organization)
    partner = Organization.objects.get(name=INSTITUTE)
    wanted = project["wanted"]
    values = {
        "host": {"name": host.name, "uscc": host.uscc},
        "head": {"name": "虚构负责人", "phone": "0532-00000000"},
        "plan": f"在{project['use']}的使用条件下制作样件，设对照组，分两轮试验，"
        "由第三方检测机构出具数据，逐项对照指标判断是否成立。",
        "sample": project["sample"],
        "wanted": f"{wanted}.00",
        "own": f"{project['own']}.00",
        "stages": [
            {"what": "样件制作与第一轮试验", "months": "4", "cost": f"{wanted}.00"},
            {"what": "第二轮试验与第三方检测", "months": "5", "cost": f"{project['own']}.00"},
        ],
        "true_copy": True,
    }
    same = ("subject", "field", "goal", "use", "researchers")
    if project["field"] == "biology":
        values["partner"] = {"name": partner.name, "uscc": partner.uscc}
    return values | {name: project[name] for name in same}
