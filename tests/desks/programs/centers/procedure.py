"""The centers' procedure as tests walk through it: what is filed, and a case that was approved."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from lianqiao.core.cases import files
from lianqiao.core.cases.documents.plain import plain
from lianqiao.core.cases.models import Case, Filing, Snapshot, Version
from lianqiao.core.cases.queries.versions import document
from lianqiao.core.cases.services import building, publishing
from lianqiao.core.cases.services.deciding import go, take
from lianqiao.core.cases.services.moving import move, open_case
from lianqiao.core.parties.actors import Actor, Role
from lianqiao.core.parties.models import Organization
from lianqiao.core.parties.services.calendar import load_working_days
from lianqiao.desks.programs.centers.operating import FILE, operating

PROCEDURE = FILE.parent.parent / "procedures" / "innovation_center.yaml"
PLAN = {
    "center_name": "测试市海洋装备技术创新中心",
    "field": "am",
    "leader": {"name": "王建国", "phone": "13800000000"},
    "address": {"region": "370214", "text": "礼阳路1号"},
    "partners": [{"name": "青岛深蓝装备有限公司"}, {"name": "没有登记的大学"}],
}
REPORTS = ("report_first", "report_second", "report_third")


def owner_of(host: Organization) -> Actor:
    """Return the owner of an organization, whoever that is."""
    return Actor(organization=host.pk, role=Role.OWNER)


def published(officer: Actor, lead: Actor) -> Version:
    """Publish the file that ships."""
    load_working_days()
    row = building.begin(plain(files.read(PROCEDURE.read_bytes())), actor=officer)
    return publishing.publish(row.pk, actor=lead, expected=row.revision)


def file_in(case: Case, form: str, values: dict, year: int | None = None) -> Snapshot:
    """Put a snapshot of a form into a case, judged by nobody."""
    filing, _new = Filing.objects.get_or_create(case=case, form=form, period=year)
    return Snapshot.objects.create(
        filing=filing,
        number=filing.snapshots.count() + 1,
        procedure=case.procedure,
        values=values,
        sha256="0" * 64,
        at=timezone.now(),
    )


def report(year: int, **figures: str) -> dict[str, str]:
    """Return what a yearly report says: ten of everything, unless said otherwise."""
    values = dict.fromkeys(operating().figures, "10") | figures
    return {**values, "report_year": str(year), "progress": "按计划推进", "next_year": "继续"}


def approved(
    version: Version, host: Organization, lead: Actor, *, name: str = "", year: int = 0
) -> Case:
    """Carry a case from its plan to the approval, in June of a year or today."""
    at = timezone.make_aware(datetime(year, 6, 1, 10)) if year else None
    number = Case.objects.count() + 1
    case = open_case(
        str(version),
        state="draft",
        number=f"JSZX-2023-{number}",
        organization=host,
        actor=owner_of(host),
        office=version.definition.office_id,
        at=at,
    )
    file_in(case, "application", PLAN | ({"center_name": name} if name else {}))
    for step in ("submit", "pass_formal", "put_on_notice"):
        move(case.pk, step, actor=lead, at=at)
    return take(case.pk, "approve", actor=lead, at=at)


def walk(case: Case, *steps: str, actor: Actor) -> Case:
    """Take steps one after another, whoever's they are: who may is asked elsewhere."""
    for step in steps:
        case = go(case, document(case.procedure).step(step), actor=actor)
    return case


def judged(
    version: Version, host: Organization, lead: Actor, *, name: str = "", last_year: int = 2025
) -> Case:
    """Carry a case through three reports, the last of `last_year`, and its self-assessment."""
    case = approved(version, host, lead, name=name, year=last_year - 2)
    owner = owner_of(host)
    for year, step in zip(range(last_year - 2, last_year + 1), REPORTS, strict=True):
        file_in(case, "yearly", report(year), year)
        case = walk(case, step, actor=owner)
    file_in(case, "completion", {"summary": "完成"})
    return walk(case, "complete", actor=owner)
