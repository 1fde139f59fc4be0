"""A small procedure for tests: an application, a look at it, a title or none."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from typing import Any

from django.utils import timezone

from lianqiao.core.cases.documents.procedure import Document, flaws, machine
from lianqiao.core.cases.models import Case, Definition, Filing, Snapshot, Version
from lianqiao.core.cases.queries.versions import document as document_of
from lianqiao.core.cases.services import lay_down, open_case
from lianqiao.core.cases.services.deciding import go
from lianqiao.core.parties.actors import ANYONE, Actor
from lianqiao.core.parties.models import Organization, TitleKind
from tests.cast import Person

TITLE = "small-and-good"
OPEN = {"zh": "受理", "en": "Accepted"}


def label(zh: str) -> dict[str, str]:
    return {"zh": zh}


def document(**changes: Any) -> dict[str, Any]:
    """Return the document; `changes` replace whole parts of it."""
    fields = [
        {"kind": "text", "key": "product", "label": label("主导产品"), "required": "true"},
        {"kind": "number", "key": "staff", "label": label("职工人数"), "unit": "person"},
    ]
    form = {
        "key": "application",
        "label": label("申请表"),
        "sections": [{"key": "basics", "label": label("基本情况"), "fields": fields}],
    }
    message = {"title": label("{procedure}"), "text": label("{number}：{reason}")}
    grants = {"title": TITLE, "years": 3, "prefix": "XW"}
    return {
        "code": "small",
        "label": label("小而优企业认定"),
        "forms": [form],
        "states": [
            {"key": "draft", "label": label("草稿"), "form": "application", "is_first": True},
            {
                "key": "submitted",
                "label": label("已提交"),
                "term": {"working_days": 10, "leads_to": "lapse"},
            },
            {"key": "granted", "label": label("已认定"), "is_final": True},
            {"key": "refused", "label": label("未认定"), "is_final": True},
            {"key": "lapsed", "label": label("逾期视为受理"), "is_final": True},
        ],
        "steps": [
            step("submit", "提交", ["draft"], "submitted", "applicant", files=True),
            step(
                "grant",
                "认定",
                ["submitted"],
                "granted",
                "lead",
                message=message,
                grants=grants,
                condition="staff >= 3",
            ),
            step(
                "refuse",
                "不予认定",
                ["submitted"],
                "refused",
                "officer",
                message=message,
                needs_reason=True,
            ),
            step("lapse", "逾期", ["submitted"], "lapsed", "clock"),
        ],
    } | changes


def step(
    key: str, zh: str, sources: list[str], target: str, by: str = "applicant", **more: Any
) -> dict[str, Any]:
    """Return a step."""
    made = {"key": key, "label": label(zh), "sources": sources, "target": target, "by": by}
    return made | more


def published(office: Organization, number: int = 1, **changes: Any) -> Version:
    """Publish a version without its builder."""
    read = Document.model_validate(document(**changes))
    assert not list(flaws(read))
    whole = read.model_dump(mode="json")
    definition, _new = Definition.objects.get_or_create(
        code=read.code, defaults={"office": office, "draft": whole}
    )
    digest = hashlib.sha256(json.dumps(whole, sort_keys=True).encode()).hexdigest()
    lay_down(machine(read, number))
    TitleKind.objects.get_or_create(code=TITLE, defaults={"name": "小而优企业"})
    return Version.objects.create(
        definition=definition,
        number=number,
        document=whole,
        sha256=digest,
        valid_from=date(2026, 1, 1),
    )


def opened(version: Version, owner: Person) -> Case:
    """Open a case as a draft."""
    assert owner.organization is not None
    return open_case(
        str(version),
        state="draft",
        number=f"XW{Case.objects.count() + 1:04d}",
        organization=owner.organization,
        actor=owner.actor,
        office=version.definition.office_id,
    )


def submitted(version: Version, owner: Person, **values: Any) -> Snapshot:
    """Open a case and submit its form without its pages."""
    case = opened(version, owner)
    filing = Filing.objects.create(case=case, form="application", buffer=values)
    snapshot = Snapshot.objects.create(
        filing=filing,
        number=1,
        procedure=str(version),
        values=values,
        sha256="0" * 64,
        at=timezone.now(),
        by=owner.user,
    )
    went(case, "submit", owner.actor)
    return snapshot


def went(case: Case, step: str, actor: Actor = ANYONE) -> Case:
    """Go on by a step whose part nobody asks about: the clock's, or one that files a form."""
    row = Case.objects.get(pk=case.pk)
    return go(row, document_of(row.procedure).step(step), actor=actor)
