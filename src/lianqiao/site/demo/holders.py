"""Firms of the demo city that hold a title for years: data brought or owed, a change, an end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from lianqiao.core.cases.models import Case, Certificate, Definition
from lianqiao.core.cases.services import open_case, revoke, take
from lianqiao.core.cases.services.applying import open_filing, version_for
from lianqiao.core.cases.services.granting import last_day, next_number
from lianqiao.core.cases.services.saving import save
from lianqiao.core.cases.services.submitting import step, submit
from lianqiao.core.parties.actors import Actor, Role
from lianqiao.core.parties.models import Organization, Title

CODE = "innovative_sme"
PREFIX = "INNOVATIVE_SME-"
TITLE = CODE.replace("_", "-")
WEEK = timedelta(days=7)


def is_told() -> bool:
    """Tell whether the story has been told, or cannot be."""
    known = Definition.objects.filter(code=CODE).exists()
    return Certificate.objects.filter(title__kind__code=TITLE).exists() or not known


@transaction.atomic
def tell(officer: Actor, lead: Actor) -> None:
    """Let one firm after another hold the title; the first is that of the demo's sign-in."""
    for live, firm in zip(_lives(), _firms(), strict=False):
        live(Story(replace(lead, organization=firm, role=Role.OWNER), officer, lead))


@dataclass(frozen=True, slots=True)
class Story:
    """Who acts: the firm's owner, the office."""

    owner: Actor
    officer: Actor
    lead: Actor

    def hold(self, on: date) -> Case:
        """Apply and be granted the title on a day."""
        begun = on - 6 * WEEK
        case = open_case(
            str(version_for(CODE, timezone.localdate())),
            state="draft",
            number=next_number(PREFIX, begun.year),
            organization=Organization.objects.get(pk=self.owner.organization or 0),
            actor=self.owner,
            office=self.lead.organization,
            at=_morning(begun),
        )
        self.file(case, _application(), begun + WEEK)
        take(case.pk, "propose", actor=self.officer, at=_morning(on - 2 * WEEK))
        return take(case.pk, "grant", actor=self.lead, at=_morning(on))

    def bring(self, case: Case, year: int) -> None:
        """Bring the data of a year in the April after it."""
        self.file(case, DATA, date(year + 1, 4, 2 + case.pk % 25), year)

    def file(self, case: Case, values: dict[str, Any], on: date, period: int | None = None) -> None:
        """Fill in what the case asks for and is not on record; hand it in on a day."""
        filing = open_filing(
            actor=self.owner, case=case.pk, period=period, takes_over=False, today=on
        )
        free = {key: value for key, value in values.items() if key not in filing.buffer}
        seen = dict.fromkeys(free, filing.revision)
        save(actor=self.owner, filing=filing.pk, values=free, based_on=seen, today=on)
        submit(actor=self.owner, filing=filing.pk, today=on, at=_morning(on))


def _lives() -> list[Callable[[Story], object]]:
    today = timezone.localdate()
    year = today.year
    spring = date(year - 2, 4, 18)

    def owes(story: Story) -> Case:
        case = story.hold(spring)
        story.bring(case, year - 2)
        return case

    def keeps(story: Story) -> Case:
        case = owes(story)
        story.bring(case, year - 1)
        return case

    def ends(story: Story) -> None:
        # Three years ago and some: its last day comes within the next weeks.
        case = story.hold(_begun_to_end(today + 5 * WEEK))
        story.bring(case, year - 2)

    def changed(story: Story) -> None:
        case = keeps(story)
        step(actor=story.owner, case=case.pk, step="begin_change")
        values = CHANGE | {"changed_on": (today - 15 * WEEK).isoformat()}
        story.file(case, values, today)

    def asked(story: Story) -> None:
        said = "登记信息显示企业已变更主营业务，请说明情况。"
        take(keeps(story).pk, "ask_change", actor=story.officer, reason=said)

    def deceived(story: Story) -> None:
        given = Certificate.objects.get(case=keeps(story))
        revoke(given.pk, actor=story.lead, reason="申报数据与审计报告严重不符（虚构）。", bars=True)

    return [owes, keeps, keeps, ends, changed, asked, deceived, owes, keeps, ends, keeps, owes]


def _begun_to_end(last: date) -> date:
    """Return the day of a grant for three years that ends about a day."""
    first = date(last.year - 3, last.month, min(last.day, 28))
    return first if last_day(first, 3) >= timezone.localdate() else first + WEEK


def _firms() -> Iterator[int]:
    """Yield the firm of the demo's sign-in and invented others, none of which held the title."""
    held = Title.objects.filter(kind__code=TITLE).values("organization")
    rows = Organization.objects.filter(kind=Organization.Kind.ENTERPRISE, is_invented=True)
    free = rows.exclude(pk__in=held)
    yield from free.filter(memberships__role=Role.OWNER).values_list("pk", flat=True)[:1]
    yield from free.filter(memberships=None).order_by("-pk").values_list("pk", flat=True)[:20]


def _morning(day: date) -> datetime:
    return min(timezone.make_aware(datetime.combine(day, time(10))), timezone.now())


def _said(value: Any) -> dict[str, Any]:
    return {"type": "bool" if isinstance(value, bool) else "number", "value": value}


DATA: dict[str, Any] = {
    "revenue": "52000000.00",
    "rd_expense": "3100000.00",
    "staff": "104",
    "true_copy": True,
}
CHANGE: dict[str, Any] = {
    "kind": "business",
    "change": "主营产品由通用阀门调整为海水淡化专用阀门，主营业务收入占比未降低（虚构）。",
    "fits": "yes",
    "true_copy": True,
}


def _application() -> dict[str, Any]:
    figures = {
        "revenue_1": "50000000.00",
        "main_revenue_1": "45000000.00",
        "main_revenue_2": "36000000.00",
        "total_assets_1": "60000000.00",
        "liabilities_1": "24000000.00",
        "rd_expense_1": "3000000.00",
        "patents_class1": "1",
        "patents_class2": "3",
    }
    flags = {"banned_products": False, "major_accident": False, "in_strategic_industry": True}
    return {
        "product": "工业阀门（虚构）",
        "contact": {"name": "虚构联系人", "phone": "0532-00000000"},
        "true_copy": True,
        **{key: _said(value) for key, value in (figures | flags).items()},
    }
