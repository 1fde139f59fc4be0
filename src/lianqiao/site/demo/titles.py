"""Titles that firms of the demo city have applied for: an application in each state.

Everything goes through the services that people use, and happens today.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.utils import timezone

from lianqiao.core.cases.documents.plain import plain
from lianqiao.core.cases.models import Case, Definition, Filing
from lianqiao.core.cases.services import (
    ask_correction,
    building,
    publishing,
    take,
)
from lianqiao.core.cases.services.applying import start
from lianqiao.core.cases.services.saving import save
from lianqiao.core.cases.services.submitting import step, submit
from lianqiao.core.parties.actors import Actor, Role
from lianqiao.core.parties.models import Organization, Title
from lianqiao.desks.programs.procedures import CODES, shipped

APPLIED = "tech_sme"
PROVED = 3
"""How many rights of class II each states, without which nothing is scored for results."""


def is_told() -> bool:
    """Tell whether the story has been told."""
    return Definition.objects.filter(code=APPLIED).exists()


def publish(officer: Actor, lead: Actor) -> None:
    """Take the four procedures as they ship; one saves, another publishes."""
    for code in CODES:
        row = building.begin(plain(shipped(code)), actor=officer)
        publishing.publish(row.pk, actor=lead, expected=row.revision)


@transaction.atomic
def tell(officer: Actor, lead: Actor) -> None:
    """Publish, and let one firm after another come to another state."""
    publish(officer, lead)
    for reach, firm in zip(_states(officer, lead), _firms(), strict=False):
        owner = replace(lead, organization=firm, role=Role.OWNER)
        reach(owner, start(actor=owner, code=APPLIED))


def _firms() -> Iterator[int]:
    """Yield invented enterprises that do not hold the title."""
    today = timezone.localdate()
    held = Title.objects.filter(
        kind__code=APPLIED.replace("_", "-"), valid_from__lte=today, valid_to__gte=today
    )
    rows = Organization.objects.filter(
        kind=Organization.Kind.ENTERPRISE, is_invented=True, memberships=None
    )
    free = rows.exclude(pk__in=held.values("organization")).order_by("pk")
    yield from free.values_list("pk", flat=True)[:20]


def _states(officer: Actor, lead: Actor) -> list[Callable[[Actor, Case], object]]:
    def reviewed(owner: Actor, case: Case) -> Filing:
        filing = _filled(owner, case)
        submit(actor=owner, filing=filing.pk)
        return filing

    def asked(owner: Actor, case: Case) -> None:
        text = "科技人员数与社保人数不一致，请核对后补正。"
        filing = reviewed(owner, case)
        ask_correction(filing.pk, ["rd_staff_1"], text, working_days=5, actor=officer)

    def announced(owner: Actor, case: Case) -> None:
        reviewed(owner, case)
        take(case.pk, "propose", actor=officer)

    def granted(owner: Actor, case: Case) -> None:
        announced(owner, case)
        take(case.pk, "grant", actor=lead)

    def refused(owner: Actor, case: Case) -> None:
        reviewed(owner, case)
        take(case.pk, "refuse", actor=lead, reason="研发费用无辅助账佐证，综合得分不足60分。")

    def withdrawn(owner: Actor, case: Case) -> None:
        step(actor=owner, case=case.pk, step="withdraw")

    return [_filled, reviewed, asked, announced, granted, granted, refused, withdrawn]


def _filled(owner: Actor, case: Case) -> Filing:
    """Fill in what is not on record; what is, stands."""
    filing = case.filings.get()
    values = {key: value for key, value in _values().items() if key not in filing.buffer}
    seen = dict.fromkeys(values, filing.revision)
    save(actor=owner, filing=filing.pk, values=values, based_on=seen)
    return filing


def _values() -> dict[str, Any]:
    def said(value: Any) -> dict[str, Any]:
        return {"type": "bool" if isinstance(value, bool) else "number", "value": value}

    return {
        "product": "工业阀门（虚构）",
        "contact": {"name": "虚构联系人", "phone": "0532-00000000"},
        "staff_1": said("100"),
        "revenue_1": said("50000000.00"),
        "total_assets_1": said("60000000.00"),
        "costs_1": said("45000000.00"),
        "rd_staff_1": said("20"),
        "rd_expense_1": said("2500000.00"),
        "patents_class1": said("0"),
        "patents_class2": said(str(PROVED)),
        "banned_products": said(False),
        "major_accident": said(False),
        "true_copy": True,
    }
