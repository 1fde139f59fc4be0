"""Claims on application: begun from what is on record, filled in, handed in, reviewed."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from lianqiao.core.errors import Conflict, Invalid, NotAllowed, NotFound
from lianqiao.core.ledger.models import Entry
from lianqiao.core.parties.actors import Role
from lianqiao.core.parties.models import Organization
from lianqiao.desks.policies.models import Claim
from lianqiao.desks.policies.queries.claims import fingerprint
from lianqiao.desks.policies.services import claims
from lianqiao.desks.policies.services.claims import Filled
from tests import cast
from tests.desks.policies.claiming import ACCOUNT, WAN, with_calendar
from tests.desks.policies.conftest import measure, published, with_facts

TODAY = timezone.localdate()
PAPER = "研发费用专项审计报告"
YUAN = 100


@pytest.fixture
def bureau(bureau):
    """The office, with the working days by which its terms are counted."""
    with_calendar()
    return bureau


@pytest.fixture
def row(bureau):
    """10% of last year's R&D expense from 500,000 yuan on, at most a million."""
    return published(measure(), office=bureau).measures.get()


@pytest.fixture
def claim(row, enterprise, enterprise_owner):
    """A draft of an enterprise that spent 3 million yuan on R&D."""
    with_facts(enterprise, rd_expense__1=3_000_000 * YUAN)
    return claims.start(actor=enterprise_owner.actor, measure=row.pk)


def paper(name=PAPER, content=b"%PDF-1.7"):
    return SimpleUploadedFile(f"{name}.pdf", content)


def fill_in(person, claim, **values):
    """Type the account and attach what is asked for."""
    claim.refresh_from_db()
    filled = Filled(**{"account": ACCOUNT} | values)
    claims.save(actor=person.actor, case=claim.case_id, filled=filled, seen=fingerprint(claim))
    if not claim.files.exists():
        claims.add_file(actor=person.actor, case=claim.case_id, document=PAPER, file=paper())


def state_of(claim):
    return Claim.objects.get(pk=claim.pk).case.state


def test_a_claim_begins_judged_and_prefilled(claim, row, enterprise, bureau):
    assert (claim.amount, claim.period, claim.reference_date) == (30 * WAN, str(TODAY.year), TODAY)
    assert claim.explanation["verdict"] is True
    assert claim.account_holder == enterprise.name
    assert (claim.case.state, claim.case.office_id) == ("draft", bureau.pk)
    assert claim.case.number.startswith(f"ZC{TODAY.year}-")
    entry = Entry.objects.get(kind="policies.claim.open")
    assert (entry.subject_id, entry.quantities) == (claim.case_id, {"amount": ["300000.00", "CNY"]})


def test_once_for_a_period(claim, row, enterprise_member):
    with pytest.raises(Conflict):
        claims.start(actor=enterprise_member.actor, measure=row.pk)
    assert Claim.objects.count() == 1


def test_a_claim_withdrawn_may_be_made_anew(claim, row, enterprise_owner):
    claims.withdraw(actor=enterprise_owner.actor, case=claim.case_id)
    assert claims.start(actor=enterprise_owner.actor, measure=row.pk).pk != claim.pk


def test_measures_that_exclude_each_other_are_claimed_once(bureau, enterprise, enterprise_owner):
    first, second = (
        published(measure(stack="research", title=title), office=bureau).measures.get()
        for title in ("甲", "乙")
    )
    claims.start(actor=enterprise_owner.actor, measure=first.pk)
    with pytest.raises(Conflict):
        claims.start(actor=enterprise_owner.actor, measure=second.pk)


def test_who_begins_a_claim(row, officer, citizen, enterprise_member, bureau):
    for one in (officer, citizen):
        with pytest.raises(NotAllowed):
            claims.start(actor=one.actor, measure=row.pk)
    direct = published(measure(route="direct"), office=bureau).measures.get()
    with pytest.raises(NotFound):
        claims.start(actor=enterprise_member.actor, measure=direct.pk)
    assert claims.start(actor=enterprise_member.actor, measure=row.pk)


def test_what_another_typed_is_not_lost(claim, enterprise_owner, enterprise_member):
    seen = fingerprint(claim)
    for person, said in ((enterprise_owner, "甲"), (enterprise_member, "乙")):
        filled = Filled(ACCOUNT, said)
        if person is enterprise_owner:
            claims.save(actor=person.actor, case=claim.case_id, filled=filled, seen=seen)
            continue
        with pytest.raises(Conflict):
            claims.save(actor=person.actor, case=claim.case_id, filled=filled, seen=seen)
    claim.refresh_from_db()
    assert (claim.statement, claim.account_number) == ("甲", "6222020200112233445")


def test_what_is_missing_is_said_all_at_once(claim, enterprise_owner):
    with pytest.raises(Invalid) as refused:
        claims.submit(actor=enterprise_owner.actor, case=claim.case_id)
    assert refused.value.fields.keys() == {"documents", "account_bank", "account_number"}
    assert PAPER in str(refused.value.fields["documents"])
    assert state_of(claim) == "draft"


def test_the_owner_hands_it_in(claim, enterprise_owner, enterprise_member):
    fill_in(enterprise_member, claim)
    with pytest.raises(NotAllowed):
        claims.submit(actor=enterprise_member.actor, case=claim.case_id)
    done = claims.submit(actor=enterprise_owner.actor, case=claim.case_id)
    assert (done.case.state, bool(done.case.due_on)) == ("submitted", True)
    with pytest.raises(Conflict):
        fill_in(enterprise_member, claim)


def test_it_is_judged_anew_when_handed_in(claim, enterprise, enterprise_owner):
    fill_in(enterprise_owner, claim)
    with_facts(enterprise, rd_expense__1=4_000_000 * YUAN)
    claims.submit(actor=enterprise_owner.actor, case=claim.case_id)
    claim.refresh_from_db()
    assert claim.amount == 40 * WAN


@pytest.mark.parametrize("facts", [{}, {"rd_expense__1": 100_000 * YUAN}])
def test_who_does_not_seem_to_qualify_says_why_he_does(facts, row, enterprise, enterprise_owner):
    with_facts(enterprise, **facts)
    claim = claims.start(actor=enterprise_owner.actor, measure=row.pk)
    fill_in(enterprise_owner, claim)
    with pytest.raises(Invalid) as refused:
        claims.submit(actor=enterprise_owner.actor, case=claim.case_id)
    assert refused.value.fields.keys() == {"statement"}
    fill_in(enterprise_owner, claim, statement="审计调整后研发费用为 60 万元。")
    claims.submit(actor=enterprise_owner.actor, case=claim.case_id)
    assert state_of(claim) == "submitted"


@pytest.mark.parametrize(
    "window",
    [
        {"opens_on": TODAY + timedelta(days=1)},
        {"opens_on": TODAY - timedelta(days=9), "closes_on": TODAY - timedelta(days=1)},
    ],
)
def test_outside_the_window_nothing_is_taken(window, bureau, enterprise, enterprise_owner):
    with_facts(enterprise, rd_expense__1=3_000_000 * YUAN)
    row = published(measure(**window), office=bureau).measures.get()
    claim = claims.start(actor=enterprise_owner.actor, measure=row.pk)
    fill_in(enterprise_owner, claim)
    with pytest.raises(Invalid):
        claims.submit(actor=enterprise_owner.actor, case=claim.case_id)
    assert state_of(claim) == "draft"


def test_a_correction_is_taken_after_the_window_too(bureau, enterprise, enterprise_owner, officer):
    with_facts(enterprise, rd_expense__1=3_000_000 * YUAN)
    row = published(measure(closes_on=TODAY), office=bureau).measures.get()
    claim = claims.start(actor=enterprise_owner.actor, measure=row.pk)
    fill_in(enterprise_owner, claim)
    claims.submit(actor=enterprise_owner.actor, case=claim.case_id)
    claims.ask(actor=officer.actor, case=claim.case_id, reason="缺页", working_days=7)
    claim.refresh_from_db()
    assert claim.case.state == "correction"
    fill_in(enterprise_owner, claim, statement="已补")
    claims.submit(actor=enterprise_owner.actor, case=claim.case_id)
    assert state_of(claim) == "submitted"


def test_files_are_the_enterprises_and_the_offices(
    claim, enterprise_owner, other_owner, officer, data_dir
):
    row = claims.add_file(
        actor=enterprise_owner.actor, case=claim.case_id, document=PAPER, file=paper()
    )
    with pytest.raises(Conflict):
        claims.add_file(
            actor=enterprise_owner.actor, case=claim.case_id, document=PAPER, file=paper("again")
        )
    with pytest.raises(Invalid):
        claims.add_file(
            actor=enterprise_owner.actor, case=claim.case_id, document="x", file=paper("x", b"y")
        )
    url = reverse("policies:claim_file", args=[claim.case_id, row.pk])
    assert b"".join(officer.client.get(url).streaming_content) == b"%PDF-1.7"
    assert other_owner.client.get(url).status_code == 404
    claims.remove_file(actor=enterprise_owner.actor, case=claim.case_id, file=row.pk)
    with pytest.raises(NotFound):
        claims.remove_file(actor=enterprise_owner.actor, case=claim.case_id, file=row.pk)


def test_the_whole_way_through_the_pages(row, enterprise, enterprise_owner, officer):
    with_facts(enterprise, rd_expense__1=3_000_000 * YUAN)
    client = enterprise_owner.client
    begin = reverse("policies:claim_new", args=[row.pk])
    assert client.get(begin).status_code == 200
    client.post(begin)
    claim = Claim.objects.get()
    assert client.get(begin).headers["Location"] == reverse("policies:case", args=[claim.case_id])
    page = client.get(reverse("policies:case", args=[claim.case_id])).content.decode()
    assert "30 万元" in page
    typed = {
        "account_holder": enterprise.name,
        "account_bank": "胶州湾银行",
        "account_number": "6222020200112233445",
        "statement": "",
        "seen": fingerprint(claim),
    }
    save = reverse("policies:claim_save", args=[claim.case_id])
    kept = client.post(save, typed, headers={"HX-Request": "true"}).content.decode()
    claim.refresh_from_db()
    assert fingerprint(claim) in kept
    stale = client.post(save, typed | {"account_bank": "崂山银行"})
    assert stale.status_code == 409
    assert "崂山银行" in stale.content.decode()
    typed["seen"] = fingerprint(claim)
    refused = client.post(save, typed | {"action": "submit"})
    assert refused.status_code == 422
    assert PAPER in refused.content.decode()
    client.post(
        reverse("policies:claim_add_file", args=[claim.case_id]),
        {"document": PAPER, "file": paper()},
    )
    assert client.post(save, typed | {"action": "submit"}).status_code == 302
    assert state_of(claim) == "submitted"
    approve = reverse("policies:claim_step", args=[claim.case_id, "approve"])
    assert officer.client.post(approve, {"granted": "300000.00"}).status_code == 302
    assert state_of(claim) == "approved"


def test_two_of_an_enterprise_at_once_begin_one_claim(committed_db, data_dir):
    with_calendar()
    bureau = cast.organization(kind=Organization.Kind.BUREAU)
    row = published(measure(), office=bureau).measures.get()
    home = cast.organization()
    people = [cast.person(Role.MEMBER, home) for _ in range(6)]

    def begin(person):
        try:
            claims.start(actor=person.actor, measure=row.pk)
        except Conflict:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(begin, people)) == 1
    assert Claim.objects.count() == 1
