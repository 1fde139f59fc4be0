"""The dashboard of policies: every number opens what it counts, and nobody's sum is told."""

from __future__ import annotations

import csv
import io
import re
from datetime import datetime, timedelta
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from lianqiao.core.cases.bulk import Move, Opening, move_cases, open_cases
from lianqiao.core.ledger.models import Entry
from lianqiao.core.ledger.services import correct
from lianqiao.core.money import yuan
from lianqiao.core.parties.actors import ANYONE
from lianqiao.desks.policies.models import Claim, Decision, Views
from lianqiao.desks.policies.procedures import CLAIM
from lianqiao.desks.policies.queries import dashboard as queries
from lianqiao.desks.policies.queries import paid as paid_queries
from lianqiao.desks.policies.queries.dashboard import shown
from lianqiao.desks.policies.queries.paid import Group, Selection
from lianqiao.desks.policies.services.numbers import Paper, next_numbers
from tests import cast
from tests.desks.policies.claiming import WAN, found, submitted, with_calendar
from tests.desks.policies.conftest import measure, published, with_facts

YEAR = timezone.localdate().year
SHINAN, HUANGDAO = "370202", "370211"


def paid(row, amounts, *, days=0):
    """Pay direct grants of a measure, some days after their notice."""
    with_calendar()
    openings = [Opening(number, one) for number, one in zip(
        next_numbers(Paper.CLAIM, len(amounts)), amounts, strict=True
    )]  # fmt: skip
    office = row.version.policy.office_id
    begun = timezone.make_aware(datetime(YEAR, 1, 2, 9))
    cases = open_cases(
        CLAIM.code, state="listed", openings=openings, actor=ANYONE, office=office, at=begun
    )
    Claim.objects.bulk_create(
        Claim(
            case=case, measure=row, organization_id=case.organization_id, policy=row.version.policy,
            measure_code=row.code, period=str(YEAR), reference_date=begun.date(), granted=amount,
        )
        for case, amount in zip(cases, amounts.values(), strict=True)
    )  # fmt: skip
    for step in ("announce", "clear", "confirm", "pay"):
        move_cases([Move(case.pk, step) for case in cases], actor=ANYONE, at=begun)
    settled = [
        Move(case.pk, "settle", quantities={"amount": yuan(amount)})
        for case, amount in zip(cases, amounts.values(), strict=True)
    ]
    move_cases(settled, actor=ANYONE, at=begun + timedelta(days=days))


def firms(count, **values):
    return [cast.organization(**values) for _ in range(count)]


@pytest.fixture
def grants(codes, bureau):
    """6 × 20,000 yuan to Shinan's makers, 7 × 10,000 to Huangdao's, 2 × 50,000 to nowhere's."""
    rd, staff = (
        published(measure(title=title, route="direct", documents=[]), office=bureau, title=title)
        for title in ("研发奖补办法", "用工奖补办法")
    )
    many = firms(6, region=SHINAN, industry="351")
    some = firms(7, region=HUANGDAO, industry="651")
    few = firms(2)
    for firm in many:
        with_facts(firm, staff__1=1_200, revenue__1=50_000 * WAN)
    for firm in some:
        with_facts(firm, staff__1=5, revenue__1=WAN)
    amounts = dict.fromkeys(many, 2 * WAN) | dict.fromkeys(few, 5 * WAN)
    paid(rd.measures.get(), amounts, days=10)
    paid(staff.measures.get(), dict.fromkeys(some, WAN), days=20)
    return rd, staff


def links(page):
    """Every number of the page that opens a list, with the list's address."""
    html = page.content.decode()
    tiles = re.findall(
        r'<a class="stat" href="([^"]+)">\s*<span class="stat__value">([\d,.]+)', html
    )
    rows = re.findall(
        r'<th scope="row"><a href="([^"]+)">[^<]*</a></th>\s*<td class="num">([^<]+)<', html
    )
    return [(unescape(url), float(number.strip().replace(",", ""))) for url, number in tiles + rows]


def test_every_number_of_an_office_opens_what_it_counts(grants, officer):
    browser = officer.client
    checked = 0
    for url, number in links(browser.get(reverse("policies:dashboard"))):
        page = browser.get(url)
        if "/dashboard/paid/" in url:
            total = page.context["total"]
            assert page.context["page"].paginator.count == total.payments
            assert number in {total.amount / WAN, total.enterprises}, url
            assert sum(one.amount for one in page.context["payments"]) == yuan(total.amount)
        elif "/claims/" in url or "state=now" in url:
            assert page.context["page"].paginator.count == number, url
        else:
            continue
        checked += 1
    assert checked > 15


def test_what_was_paid_by_policy_district_industry_and_size(grants, officer):
    found = queries.dashboard(officer.actor, YEAR)
    assert (found.paid.payments, found.paid.enterprises, found.paid.amount) == (15, 15, 29 * WAN)

    def sums(groups):
        return {one.code: one.amount // WAN for one in groups}

    by_name = {one.name: one.amount // WAN for one in found.by_policy}
    assert by_name == {"研发奖补办法": 22, "用工奖补办法": 7}
    assert sums(found.by_region) == {SHINAN: 12, HUANGDAO: 7, "": 10}
    assert sums(found.by_industry) == {"C": 12, "I": 7, "unknown": 10}
    assert {one.code: one.enterprises for one in found.by_size} == {
        "large": 6,
        "micro": 7,
        "unknown": 2,
    }


def test_the_public_reads_no_sum_of_fewer_than_five(grants, client, enterprise_owner):
    for actor in (ANYONE, enterprise_owner.actor):
        found = queries.dashboard(actor, YEAR)
        for groups in (found.by_policy, found.by_region, found.by_industry, found.by_size):
            assert all(one.enterprises >= 5 and not one.url for one in groups)
            assert sum(one.amount for one in groups) == found.paid.amount
        assert found.unclaimed is None
    # The two of nowhere and the smallest other group are one.
    assert [(one.code, one.enterprises) for one in found.by_region] == [(HUANGDAO, 7), ("", 8)]
    assert client.get(reverse("policies:dashboard")).status_code == 200


def test_who_alone_was_paid_is_not_told(bureau, client):
    row = published(measure(route="direct", documents=[]), office=bureau).measures.get()
    paid(row, dict.fromkeys(firms(4), WAN))
    found = queries.dashboard(ANYONE, YEAR)
    assert found.paid is None
    assert found.direct.days is None
    assert [*found.by_policy, *found.by_region, *found.by_industry, *found.by_size] == []


@pytest.mark.parametrize(
    ("sizes", "overlapping", "expected"),
    [
        ([9, 8], False, [9, 8]),
        ([9, 3, 2], False, [9, 5]),
        ([9, 3], False, [12]),
        ([9, 6, 3], False, [9, 9]),
        ([9, 6, 3, 3], True, [9, 12]),
        ([4, 4], True, []),
        ([4], False, []),
        ([], False, []),
    ],
)
def test_small_groups_are_put_together(sizes, overlapping, expected):
    groups = [Group(str(size), size, size, size * 100) for size in sizes]
    found = shown(ANYONE, groups, overlapping=overlapping)
    assert [one.enterprises for one in found] == expected


def test_half_of_the_payouts_took_no_longer(grants, officer, enterprise, bureau):
    found = queries.dashboard(officer.actor, YEAR)
    # Eight after 10 days, seven after 20: the one in the middle is of the eight.
    assert (found.direct.days, found.direct.payments) == (10, 15)
    assert found.applied.days is None
    claim = submitted(enterprise, published(office=bureau).measures.get())
    for step in ("approve", "pay"):
        move_cases([Move(claim.case_id, step)], actor=ANYONE)
    later = timezone.now() + timedelta(hours=12)
    settle = Move(claim.case_id, "settle", quantities={"amount": yuan(WAN)})
    move_cases([settle], actor=ANYONE, at=later)
    found = queries.dashboard(officer.actor, later.year)
    assert found.applied.days == pytest.approx(0.5, abs=0.01)
    assert found.handed_in == 1


def test_figures_follow_the_ledgers_corrections(grants, officer):
    entry = Entry.objects.filter(kind="policies.claim.settle").first()
    fixed = correct(entry.pk, actor=officer.actor, quantities={"amount": yuan(WAN)})
    assert paid_queries.total(Selection(YEAR)).amount == 28 * WAN
    correct(fixed, actor=officer.actor, withdrawn=True)
    assert paid_queries.total(Selection(YEAR)).payments == 14


def test_another_year_counts_for_itself(grants, officer):
    assert queries.dashboard(officer.actor, YEAR - 1).paid.payments == 0
    page = officer.client.get(reverse("policies:dashboard"), {"year": YEAR - 1})
    assert page.context["found"].year == YEAR - 1


def test_what_is_looked_at_most(bureau):
    for count in (3, 5):
        row = published(office=bureau, title=f"看了{count}次")
        Views.objects.create(policy=row.policy, day=timezone.localdate(), count=count)
    found = queries.dashboard(ANYONE, YEAR)
    assert [(row["name"], row["count"]) for row in found.most_viewed] == [
        ("看了5次", 5),
        ("看了3次", 3),
    ]
    assert found.views == 8


@pytest.fixture
def idle(bureau, codes):
    """Three qualify for 100,000 yuan: one claimed that, one began a claim, one did nothing."""
    row = published(measure(title="要申报的"), office=bureau).measures.get()
    claimed, begun, idle = firms(3, region=SHINAN)
    found(row, dict.fromkeys((claimed, begun, idle), 10 * WAN))
    submitted(claimed, row)
    other = published(measure(title="别的"), office=bureau).measures.get()
    submitted(begun, other)
    direct = published(measure(route="direct", documents=[]), office=bureau).measures.get()
    found(direct, {idle: WAN})
    return row, begun, idle


def test_who_qualifies_and_never_claimed(idle, officer):
    row, begun, nobody = idle
    page = officer.client.get(reverse("policies:unclaimed"))
    assert {one.organization_id for one in page.context["page"]} == {begun.pk, nobody.pk}
    assert page.context["totals"] == {"enterprises": 2, "claims": 2, "amount": 20 * WAN}
    nothing = officer.client.get(reverse("policies:unclaimed"), {"nothing": "1"})
    assert [one.organization_id for one in nothing.context["page"]] == [nobody.pk]
    asked = {"measure": row.pk, "region": HUANGDAO}
    assert not list(officer.client.get(reverse("policies:unclaimed"), asked).context["page"])
    Decision.objects.update(until=Decision.objects.first().since)
    assert not list(officer.client.get(reverse("policies:unclaimed")).context["page"])


def exported(browser, name, **asked):
    answer = browser.get(reverse(f"policies:{name}_export", args=["csv"]), asked)
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_the_lists_as_files(idle, grants, officer):
    _row, begun, nobody = idle
    rows = exported(officer.client, "unclaimed")
    assert {row["企业"] for row in rows} == {begun.name, nobody.name}
    assert {row["测算金额（元）"] for row in rows} == {"100000.00"}
    rows = exported(officer.client, "paid", region=SHINAN)
    assert len(rows) == 6
    assert {(row["地区"], row["金额（元）"]) for row in rows} == {("市南区", "20000.00")}


def test_names_of_another_offices_claims_are_not_told(grants, bureau):
    from tests.desks.policies.conftest import writer

    stranger = writer()
    page = stranger.client.get(reverse("policies:paid"))
    assert page.context["total"].payments == 15
    assert {one.organization for one in page.context["payments"]} == {""}


@pytest.mark.parametrize("name", ["paid", "unclaimed"])
@pytest.mark.parametrize(
    ("who", "status"), [("officer", 200), ("enterprise_owner", 404), (None, 404)]
)
def test_lists_with_names_are_for_bureaus(name, who, status, client, db, request):
    browser = request.getfixturevalue(who).client if who else client
    addresses = [reverse(f"policies:{name}"), reverse(f"policies:{name}_export", args=["csv"])]
    assert [browser.get(one).status_code for one in addresses] == [status] * 2


def test_a_constant_number_of_queries(grants, officer, django_assert_num_queries, bureau):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    names = ("dashboard", "paid", "unclaimed")
    browser = officer.client
    found(published(office=bureau).measures.get(), {grants[0].policy.office: WAN})

    def asking():
        for name in names:
            browser.get(reverse(f"policies:{name}"))

    with CaptureQueriesContext(connection) as few:
        asking()
    for _ in range(3):
        more = published(measure(route="direct", documents=[]), office=bureau).measures.get()
        paid(more, dict.fromkeys(firms(3, region="370212", industry="731"), WAN))
        found(published(office=bureau).measures.get(), dict.fromkeys(firms(3), WAN))
    with django_assert_num_queries(len(few)):
        asking()


@pytest.mark.parametrize(
    "asked",
    [
        {"year": "0"}, {"year": "99999"}, {"year": "x"}, {"region": "\x00", "industry": "'"},
        {"policy": "-1", "size": "huge", "page": "-3"}, {"measure": "9" * 30},
    ],
)  # fmt: skip
def test_addresses_that_make_no_sense_show_something_sensible(asked, officer):
    for name in ("dashboard", "paid", "unclaimed"):
        assert officer.client.get(reverse(f"policies:{name}"), asked).status_code == 200


def test_every_group_is_counted_once(grants):
    whole = paid_queries.total(Selection(YEAR))
    for groups in (
        paid_queries.by_policy(Selection(YEAR)),
        paid_queries.by_region(Selection(YEAR)),
        paid_queries.by_industry(Selection(YEAR)),
        paid_queries.by_size(Selection(YEAR)),
    ):
        assert sum(one.amount for one in groups) == whole.amount
        assert sum(one.payments for one in groups) == whole.payments
