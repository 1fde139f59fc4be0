"""An office with thousands of open cases of a small procedure."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from lianqiao.core.cases.bulk import Move, Opening, move_cases, open_cases
from lianqiao.core.cases.documents.plain import digest, plain
from lianqiao.core.cases.documents.procedure import Document, machine
from lianqiao.core.cases.models import Case, Definition, Filing, Snapshot, Version
from lianqiao.core.cases.services import lay_down
from lianqiao.core.parties import services
from lianqiao.core.parties.actors import Role
from lianqiao.core.parties.models import Organization, User
from lianqiao.core.parties.services.calendar import load_working_days

FIRMS, BATCH = 500, 1_000


def label(zh: str) -> dict[str, str]:
    return {"zh": zh}


def _step(key: str, sources: list[str], target: str, by: str, **more: Any) -> dict[str, Any]:
    return {"key": key, "label": label(key), "sources": sources, "target": target, "by": by} | more


FIELD = {"kind": "text", "key": "product", "label": label("主导产品")}
DOCUMENT: dict[str, Any] = {
    "code": "bench",
    "label": label("测试事项"),
    "forms": [
        {
            "key": "application",
            "label": label("申请表"),
            "sections": [{"key": "basics", "label": label("基本情况"), "fields": [FIELD]}],
        }
    ],
    "states": [
        {"key": "draft", "label": label("草稿"), "form": "application", "is_first": True},
        {"key": "submitted", "label": label("已提交"), "term": {"working_days": 10}},
        {"key": "granted", "label": label("已认定"), "is_final": True},
    ],
    "steps": [
        _step("submit", ["draft"], "submitted", "applicant", files=True),
        _step("grant", ["submitted"], "granted", "officer"),
    ],
}


def fill(count: int) -> User:
    """Open and hand in so many cases of one office; return its team lead."""
    load_working_days()
    office = _organization("测试局", Organization.Kind.BUREAU)
    lead = services.create_user("lead", password=None, name="组长", email="")
    services.add_membership(lead.pk, office.pk, Role.TEAM_LEAD)
    version = _published(office)
    firms = [
        _organization(f"第{number}号测试有限公司", Organization.Kind.ENTERPRISE)
        for number in range(FIRMS)
    ]
    openings = [Opening(f"B{number:06d}", firms[number % FIRMS]) for number in range(count)]
    actor = services.actor_of(lead)
    cases = open_cases(
        str(version), state="draft", openings=openings, actor=actor, office=office.pk
    )
    _file(cases)
    move_cases([Move(case.pk, "submit") for case in cases], actor=actor)
    _spread(cases, lead)
    return lead


def _organization(name: str, kind: str) -> Organization:
    return services.create_organization(services.OrganizationData(name=name, kind=kind))


def _published(office: Organization) -> Version:
    read = Document.model_validate(DOCUMENT)
    whole = plain(read)
    definition = Definition.objects.create(code=read.code, office=office, draft=whole)
    lay_down(machine(read, 1))
    return Version.objects.create(
        definition=definition,
        number=1,
        document=whole,
        sha256=digest(whole),
        valid_from=timezone.localdate(),
    )


def _file(cases: list[Case]) -> None:
    filings = Filing.objects.bulk_create(
        [Filing(case=case, form="application", buffer={"product": "阀门"}) for case in cases], BATCH
    )
    Snapshot.objects.bulk_create(
        [
            Snapshot(
                filing=filing,
                number=1,
                procedure=filing.case.procedure,
                values=filing.buffer,
                sha256="0" * 64,
                at=timezone.now(),
            )
            for filing in filings
        ],
        BATCH,
    )


def _spread(cases: list[Case], lead: User) -> None:
    """Give each case a day of its own, some of them past, and every third to somebody."""
    today = timezone.localdate()
    for number, case in enumerate(cases):
        case.due_on = today + timedelta(days=number % 60 - 10)
        case.officer = lead if number % 3 == 0 else None
    Case.objects.bulk_update(cases, ["due_on", "officer"], BATCH)
