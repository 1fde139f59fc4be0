"""Policies, published and not, and enterprises with facts, for the tests of this desk."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.utils import timezone

from lianqiao.core.parties import lists
from lianqiao.core.parties import services as parties
from lianqiao.core.parties.actors import Role
from lianqiao.core.parties.models import FactDefinition, Organization
from lianqiao.core.parties.services.codes import OWN_FOLDER
from lianqiao.desks.policies.drafts import MeasureDraft, PolicyDraft
from lianqiao.desks.policies.models import Version
from lianqiao.desks.policies.services import publishing, versions
from tests import cast

MEASURE = MeasureDraft(
    title="企业研发投入奖补",
    summary="按上年度研发费用的10%给予奖补，最高100万元。",
    route="application",
    condition="rd_expense(year - 1) >= 500000",
    payout="rd_expense(year - 1) * 0.1",
    cap=100_000_000,
    budget=5_000_000_000,
    documents=[{"name": "研发费用专项审计报告", "required": True}],
    office="规划处",
    address="示例路1号",
    telephone="0532-00000000",
)
POLICY = PolicyDraft(
    title="关于支持企业加大研发投入的若干措施",
    issuer="测试市科学技术局",
    document_number="测科规〔2026〕1号",
    topics=["research"],
    audience=["enterprise"],
    text="## 第一条\n\n对上年度研发费用达到50万元的企业，按10%给予奖补。",
    interpretation="研发花得越多，补得越多。",
)


def measure(**values: Any) -> MeasureDraft:
    """Return a measure: the one of these tests, but for what is given."""
    return replace(MEASURE, **values)


def dictionary() -> None:
    """Enter the facts that rules may name, once in a database."""
    if FactDefinition.objects.exists():
        return
    for code_list in lists.LISTS:
        if code_list.file in {"facts.csv", "sources.csv", "titles.csv"}:
            code_list.model._default_manager.bulk_create(
                code_list.read(OWN_FOLDER / code_list.file)
            )


def writer(office: Organization | None = None) -> cast.Person:
    """Somebody who writes for an office: of a new bureau, where none is given."""
    home = office or cast.organization(kind=Organization.Kind.BUREAU)
    return cast.person(Role.OFFICER, home)


def draft(
    *measures: MeasureDraft,
    by: cast.Person | None = None,
    policy: int | None = None,
    code: str = "",
    **values: Any,
) -> Version:
    """Write a draft of a policy with these measures; one usual measure if none is given."""
    dictionary()
    values = {"valid_from": date(timezone.localdate().year, 1, 1)} | values
    says = replace(POLICY, measures=measures or (MEASURE,), **values)
    return versions.save_draft(actor=(by or writer()).actor, draft=says, policy=policy, code=code)


def published(
    *measures: MeasureDraft,
    office: Organization | None = None,
    policy: int | None = None,
    code: str = "",
    **values: Any,
) -> Version:
    """Publish a policy with these measures: one person writes it, another approves."""
    by = writer(office)
    row = draft(*measures, by=by, policy=policy, code=code, **values)
    publishing.submit(actor=by.actor, version=row.pk)
    publishing.approve(actor=writer(by.organization).actor, version=row.pk)
    return Version.objects.select_related("policy").get(pk=row.pk)


def with_facts(organization: Organization, /, **columns: Any) -> Organization:
    """Note facts by the names of their columns: `revenue__1` is last year's. Money in fen."""
    dictionary()
    this_year = timezone.localdate().year
    for column, value in columns.items():
        name, _sep, lag = column.partition("__")
        year = this_year - int(lag or 0)
        parties.record_fact(
            organization.pk,
            name,
            value,
            period=(date(year, 1, 1), date(year, 12, 31)),
            source="tax",
        )
    return organization


@pytest.fixture
def version(bureau: Organization) -> Version:
    """A published policy of the bureau with one measure."""
    return published(office=bureau)
