"""Claims at every stage, for the tests of claims and money."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.utils import timezone

from lianqiao.core.cases.bulk import Move, Opening, move_cases, open_cases
from lianqiao.core.cases.services import move, open_case
from lianqiao.core.parties.actors import ANYONE, Role
from lianqiao.core.parties.models import Organization, WorkingDay
from lianqiao.desks.policies.models import Claim, Decision, Measure, Notice, Run
from lianqiao.desks.policies.procedures import CLAIM
from lianqiao.desks.policies.services import budgets, claims, notices
from lianqiao.desks.policies.services.claims import Account
from lianqiao.desks.policies.services.numbers import Paper, next_number, next_numbers
from tests import cast, shelf
from tests.desks.policies.conftest import measure, published

WAN = 1_000_000  # 10,000 yuan in fen
ACCOUNT = Account("青岛海联智造有限公司", "胶州湾银行市北支行", "6222 0202 0011 2233 445")
OTHER_ACCOUNT = Account("青岛海联智造有限公司", "崂山银行", "62220202000000001")


def direct_measure(bureau: Organization, **values: Any) -> Measure:
    """Publish a direct grant of a bureau."""
    wanted = {"route": "direct", "documents": [], "title": "高新技术企业认定奖励"} | values
    return published(measure(**wanted), office=bureau).measures.get()


def found(row: Measure, amounts: dict[Organization, int | None]) -> Run:
    """Let a finished city run have found who qualifies for a measure, and for how much."""
    run = Run.objects.order_by("pk").last() or Run.objects.create(
        reference_date=timezone.localdate(),
        facts_until=timezone.now(),
        state="done",
        finished_at=timezone.now(),
    )
    Decision.objects.bulk_create(
        Decision(measure=row, organization=one, verdict="true", amount=amount, since=run)
        for one, amount in amounts.items()
    )
    return run


def enterprises(count: int) -> list[Organization]:
    """Enter some enterprises at once."""
    return [cast.organization() for _ in range(count)]


def with_calendar() -> None:
    """Enter the working days once in a database: terms are counted by them."""
    if not WorkingDay.objects.exists():
        shelf.take(WorkingDay)


def submitted(organization: Organization, row: Measure, amount: int | None = 10 * WAN) -> Claim:
    """A claim under review, as if it had been judged to this amount and handed in."""
    with_calendar()
    case = open_case(
        CLAIM.code,
        state="draft",
        number=next_number(Paper.CLAIM),
        organization=organization,
        actor=ANYONE,
        office=row.version.policy.office_id,
    )
    claim = Claim(
        case=case,
        measure=row,
        organization=organization,
        policy=row.version.policy,
        measure_code=row.code,
        stack=row.stack,
        period="2026",
        reference_date=timezone.localdate(),
        amount=amount,
        explanation={"verdict": amount is not None or None},
    )
    ACCOUNT.write(claim)
    claim.save()
    move(case.pk, "submit", actor=ANYONE)
    return claim


def announced(row: Measure, lead: cast.Person, amounts: dict[Organization, int | None]) -> Notice:
    """List whom a run has found and announce the list."""
    with_calendar()
    period = str(timezone.localdate().year)
    found(row, amounts)
    claims.list_qualifying(actor=lead.actor, measure=row.pk, period=period)
    return notices.announce(actor=lead.actor, measure=row.pk, period=period)


def over(notice: Notice) -> Notice:
    """Let a notice's days have passed."""
    yesterday = timezone.localdate() - timedelta(days=1)
    Notice.objects.filter(pk=notice.pk).update(begins_on=yesterday, ends_on=yesterday)
    notice.refresh_from_db()
    return notice


def owner_of(organization: Organization) -> cast.Person:
    """Somebody who owns this enterprise."""
    return cast.person(Role.OWNER, organization)


def approved(bureau_person: cast.Person, claims_: Iterable[Claim]) -> list[Claim]:
    """Approve claims under review."""
    return [claims.approve(actor=bureau_person.actor, case=one.case_id) for one in claims_]


def approved_many(row: Measure, organization: Organization, count: int, amount: int) -> None:
    """Bring many claims of one enterprise to where they wait for payment, a period for each."""
    with_calendar()
    openings = [Opening(number, organization) for number in next_numbers(Paper.CLAIM, count)]
    office = row.version.policy.office_id
    cases = open_cases(CLAIM.code, state="listed", openings=openings, actor=ANYONE, office=office)
    budget = budgets.reserve(measure=row, year=timezone.localdate().year, amount=count * amount)
    rows = [
        Claim(
            case=case,
            measure=row,
            organization=organization,
            policy=row.version.policy,
            measure_code=row.code,
            period=f"{2000 + place // 100}-{place % 100:02}",
            reference_date=timezone.localdate(),
            amount=amount,
            granted=amount,
            budget=budget,
        )
        for place, case in enumerate(cases)
    ]
    for claim in rows:
        ACCOUNT.write(claim)
    Claim.objects.bulk_create(rows, 1_000)
    for step in ("announce", "clear", "confirm"):
        move_cases([Move(case.pk, step) for case in cases], actor=ANYONE)
