"""Pages of claims, notices, batches and appeals: who sees them, and what is done from them."""

from __future__ import annotations

import csv
import io

import pytest
from django.urls import reverse
from django.utils import timezone

from lianqiao.core.parties.actors import Role
from lianqiao.desks.policies.models import Appeal, Batch, Claim, Notice, Objection
from lianqiao.desks.policies.services import claims, notices, payments
from tests import cast
from tests.desks.policies.claiming import (
    ACCOUNT,
    WAN,
    announced,
    approved,
    direct_measure,
    enterprises,
    found,
    over,
    submitted,
    with_calendar,
)
from tests.desks.policies.conftest import measure, published

SAID = "该企业去年已被撤销高新技术企业资格，详见公告。"


@pytest.fixture
def row(bureau):
    return published(measure(documents=[]), office=bureau).measures.get()


@pytest.fixture
def claim(row, enterprise):
    return submitted(enterprise, row)


def get(person, name, *args, **query):
    return person.client.get(reverse(f"policies:{name}", args=args), query)


def post(person, name, *args, **data):
    return person.client.post(reverse(f"policies:{name}", args=args), data)


def state_of(claim):
    return Claim.objects.get(pk=claim.pk).case.state


def text(answer):
    return answer.content.decode()


def test_who_sees_a_claim(
    claim, enterprise_owner, enterprise_member, officer, administrator, other_owner, bank, citizen
):
    people = (enterprise_owner, enterprise_member, officer, administrator)
    assert [get(one, "case", claim.case_id).status_code for one in people] == [200] * 4
    strangers = (other_owner, bank, citizen, cast.person(Role.OFFICER))
    assert [get(one, "case", claim.case_id).status_code for one in strangers] == [404] * 4


def test_who_sees_lists(claim, client, citizen, enterprise_owner, officer, other_owner):
    assert client.get(reverse("policies:claims")).status_code == 302
    assert get(citizen, "claims").status_code == 403
    number = claim.case.number
    assert number in text(get(enterprise_owner, "claims"))
    assert number in text(get(officer, "claims"))
    assert number not in text(get(other_owner, "claims"))


def test_the_queue_is_narrowed_by_turn_words_measure_and_person(
    claim, row, officer, bureau, enterprise
):
    second = submitted(cast.organization(name="青岛云帆软件有限公司"), row)
    claims.take(actor=officer.actor, case=second.case_id)
    one, two = claim.case.number, second.case.number

    def shown(**query):
        said = text(get(officer, "claims", **query))
        return (one in said, two in said)

    assert shown(group="decide") == (True, True)
    assert shown(group="paid") == (False, False)
    assert shown(q="云帆") == (False, True)
    assert shown(q=one) == (True, False)
    assert shown(mine="1") == (False, True)
    assert shown(measure=row.pk) == (True, True)
    assert shown(measure="x", group="x") == (True, True)


def test_drafts_are_the_enterprises_own_matter(row, enterprise, officer, enterprise_owner):
    from lianqiao.core.cases.services import move

    claim = submitted(enterprise, row)
    move(claim.case_id, "ask", actor=officer.actor, reason="补正")
    assert claim.case.number in text(get(officer, "claims", group="theirs"))
    assert claim.case.number in text(get(enterprise_owner, "claims", group="yours"))


def test_lists_are_exported_as_narrowed(claim, officer, other_owner):
    answer = officer.client.get(reverse("policies:claims_export", args=["csv"]))
    rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert rows[1][0] == claim.case.number
    assert "100000.00" in rows[1]
    empty = other_owner.client.get(reverse("policies:claims_export", args=["csv"]))
    assert len(b"".join(empty.streaming_content).decode().splitlines()) == 1
    xlsx = officer.client.get(reverse("policies:claims_export", args=["xlsx"]))
    assert b"".join(xlsx.streaming_content).startswith(b"PK")
    xlsx.close()


def test_lists_ask_as_often_for_many_as_for_few(
    row, officer, bureau, django_assert_max_num_queries, django_assert_num_queries
):
    for one in enterprises(2):
        submitted(one, row)
    client = officer.client
    url = reverse("policies:claims")
    with django_assert_max_num_queries(20) as few:
        client.get(url)
    for one in enterprises(8):
        submitted(one, row)
    with django_assert_num_queries(len(few)):
        client.get(url)


def test_approving_through_the_page(claim, officer, team_lead, enterprise_owner):
    said = text(get(officer, "case", claim.case_id))
    assert "100000.00" in said
    assert (
        post(enterprise_owner, "claim_step", claim.case_id, "approve", granted="1").status_code
        == 403
    )
    beyond = post(officer, "claim_step", claim.case_id, "approve", granted="1000000.01", reason="x")
    assert (beyond.status_code, state_of(claim)) == (422, "submitted")
    less = post(officer, "claim_step", claim.case_id, "approve", granted="90000")
    assert less.status_code == 422
    done = post(
        officer, "claim_step", claim.case_id, "approve", granted="90000", reason="核减不合规支出"
    )
    assert (done.status_code, state_of(claim)) == (302, "approved")
    again = post(team_lead, "claim_step", claim.case_id, "reject", reason="x")
    assert again.status_code == 409
    assert Claim.objects.get().granted == 9 * WAN


def test_rejecting_asks_for_a_reason_and_appeal_follows(
    claim, officer, team_lead, enterprise_owner, enterprise_member
):
    assert post(officer, "claim_step", claim.case_id, "reject").status_code == 422
    post(officer, "claim_step", claim.case_id, "reject", reason="研发费用未达到标准")
    said = text(get(enterprise_owner, "case", claim.case_id))
    assert "研发费用未达到标准" in said
    assert "is-failed" in said
    post(enterprise_owner, "claim_step", claim.case_id, "appeal", grounds="以审计报告为准")
    appeal = Appeal.objects.get()
    assert get(enterprise_member, "case", appeal.case_id).status_code == 200
    assert get(cast.person(Role.OWNER), "case", appeal.case_id).status_code == 404
    decide = reverse("policies:appeal_decide", args=[appeal.case_id])
    assert decide not in text(get(officer, "case", appeal.case_id))
    assert decide in text(get(team_lead, "case", appeal.case_id))
    assert appeal.case.number in text(get(team_lead, "case", appeal.case_id))
    assert "以审计报告为准" in text(get(team_lead, "claims"))
    half = post(team_lead, "appeal_decide", appeal.case_id, is_upheld="yes")
    assert half.status_code == 422
    assert (
        post(officer, "appeal_decide", appeal.case_id, is_upheld="yes", reason="x").status_code
        == 403
    )
    post(team_lead, "appeal_decide", appeal.case_id, is_upheld="yes", reason="采信审计报告")
    assert state_of(claim) == "submitted"


def test_an_appeal_is_withdrawn(claim, officer, enterprise_owner):
    claims.reject(actor=officer.actor, case=claim.case_id, reason="不符")
    post(enterprise_owner, "claim_step", claim.case_id, "appeal", grounds="以审计报告为准")
    appeal = Appeal.objects.get()
    assert post(enterprise_owner, "appeal_withdraw", appeal.case_id).status_code == 302
    assert Appeal.objects.get().case.state == "withdrawn"


def test_a_step_that_nobody_knows(claim, officer):
    assert post(officer, "claim_step", claim.case_id, "dance").status_code == 404


def test_taking_a_claim(claim, officer):
    assert post(officer, "claim_take", claim.case_id).status_code == 302
    assert Claim.objects.get().case.officer == officer.user


def test_a_direct_grant_from_check_to_payout(
    bureau, enterprise, officer, team_lead, enterprise_owner, client
):
    row = direct_measure(bureau)
    assert (
        "尚无" in text(get(officer, "direct", row.pk))
        or get(officer, "direct", row.pk).status_code == 200
    )
    other = cast.organization()
    found(row, {enterprise: 30 * WAN, other: 20 * WAN})
    with_calendar()
    assert get(enterprise_owner, "direct", row.pk).status_code == 404
    post(officer, "direct_list", row.pk)
    page = text(get(officer, "direct", row.pk))
    assert other.name in page
    assert "50 万元" in page
    dropped = Claim.objects.get(organization=other)
    assert post(officer, "direct_drop", row.pk, dropped.case_id).status_code == 422
    post(officer, "direct_drop", row.pk, dropped.case_id, reason="已注销")
    year = str(timezone.localdate().year)
    assert (
        post(officer, "direct_announce", row.pk, period=year, working_days="0").status_code == 422
    )
    post(officer, "direct_announce", row.pk, period=year, working_days="5")
    notice = Notice.objects.get()
    public = text(client.get(reverse("policies:notice", args=[notice.pk])))
    assert enterprise.name in public
    assert "30 万元" in public
    assert notice.number in text(client.get(reverse("policies:notices")))
    assert post(officer, "notice_close", notice.pk).status_code == 422
    over(notice)
    assert post(enterprise_owner, "notice_close", notice.pk).status_code == 403
    post(officer, "notice_close", notice.pk)
    claim = Claim.objects.get(organization=enterprise)
    account = {"account_holder": enterprise.name, "account_bank": "胶州湾银行"}
    bad = post(
        enterprise_owner,
        "claim_step",
        claim.case_id,
        "confirm",
        **account,
        account_number="12",
        consents="on",
    )
    assert (bad.status_code, state_of(claim)) == (422, "consent")
    post(
        enterprise_owner, "claim_step", claim.case_id, "confirm", **account,
        account_number="6222020200112233445", consents="on",
    )  # fmt: skip
    assert state_of(claim) == "approved"


def test_a_batch_through_the_pages(claim, officer, team_lead, enterprise_owner):
    approved(officer, [claim])
    assert post(officer, "batch_make").status_code == 403
    assert get(enterprise_owner, "batches").status_code == 403
    post(team_lead, "batch_make")
    batch = Batch.objects.get()
    payment = batch.payments.get()
    assert payment.account in text(get(team_lead, "batch", batch.pk))
    assert get(cast.person(Role.TEAM_LEAD), "batch", batch.pk).status_code == 404
    own = text(get(enterprise_owner, "case", claim.case_id))
    assert payment.account not in own
    assert "**** 3445" in own
    assert get(officer, "bank_file", batch.pk).status_code == 403
    assert payment.reference in text(get(team_lead, "bank_file", batch.pk))

    day = timezone.localdate()
    lines = f"付款编号,金额,结果,日期,原因\n{payment.reference},100000,退回,{day},户名不符\n"
    client, file = team_lead.client, io.BytesIO(lines.encode())
    file.name = "回单.csv"
    assert client.post(reverse("policies:payment_results"), {"file": file}).status_code == 302
    plan = client.get(reverse("policies:payment_results_plan")).content.decode()
    assert payment.reference in plan
    assert client.post(reverse("policies:payment_results_confirm")).status_code == 302
    assert state_of(claim) == "returned"
    assert "户名不符" in text(get(enterprise_owner, "case", claim.case_id))
    post(
        enterprise_owner, "claim_step", claim.case_id, "mend",
        account_holder="青岛海联智造有限公司", account_bank="崂山银行",
        account_number="62220202000000001",
    )  # fmt: skip
    assert state_of(claim) == "approved"
    assert get(team_lead, "batches").status_code == 200


def test_a_file_that_is_none_is_refused_where_it_was_chosen(team_lead):
    client = team_lead.client
    assert client.post(reverse("policies:payment_results")).status_code == 422
    broken = io.BytesIO(b"\x00\x01")
    broken.name = "x.csv"
    assert client.post(reverse("policies:payment_results"), {"file": broken}).status_code == 422
    assert client.get(reverse("policies:payment_results_plan")).status_code == 404


@pytest.fixture
def notice(bureau, enterprise, officer):
    return announced(direct_measure(bureau), officer, {enterprise: 30 * WAN})


def objecting(client, notice, **data):
    claim = notice.claims.get()
    url = reverse("policies:object", args=[notice.pk, claim.pk])
    return client.post(url, {"text": SAID} | data, REMOTE_ADDR=data.pop("address", "10.0.0.1"))


def test_anybody_objects_without_an_account(notice, client, officer, enterprise_owner):
    claim = notice.claims.get()
    assert client.get(reverse("policies:object", args=[notice.pk, claim.pk])).status_code == 200
    assert objecting(client, notice, text="短").status_code == 422
    assert objecting(client, notice, contact="0532-00000000").status_code == 302
    objection = Objection.objects.get()
    page = reverse("policies:notice", args=[notice.pk])
    assert SAID not in client.get(page).content.decode()
    assert SAID not in enterprise_owner.client.get(page).content.decode()
    assert SAID in officer.client.get(page).content.decode()
    decide = [objection.pk]
    assert (
        post(enterprise_owner, "objection_decide", *decide, is_upheld="no", reason="x").status_code
        == 403
    )
    assert post(officer, "objection_decide", *decide, is_upheld="no").status_code == 422
    assert (
        post(officer, "objection_decide", *decide, is_upheld="no", reason="查无此事").status_code
        == 302
    )
    assert state_of(claim) == "announced"


def test_machines_are_thanked_and_not_heard(notice, client):
    assert objecting(client, notice, website="http://x").status_code == 302
    assert not Objection.objects.exists()


def test_one_address_objects_five_times_an_hour(notice, client):
    from django.core.cache import cache

    cache.clear()
    answers = [objecting(client, notice).status_code for _ in range(6)]
    assert answers == [302] * 5 + [422]
    cache.clear()


def test_notices_ask_as_often_for_many_as_for_few(
    bureau, officer, client, django_assert_num_queries, django_assert_max_num_queries
):
    notice = announced(direct_measure(bureau), officer, dict.fromkeys(enterprises(2), WAN))
    more = announced(direct_measure(bureau), officer, dict.fromkeys(enterprises(12), WAN))
    with django_assert_max_num_queries(12) as few:
        client.get(reverse("policies:notice", args=[notice.pk]))
    with django_assert_num_queries(len(few)):
        client.get(reverse("policies:notice", args=[more.pk]))


def test_money_is_demanded_back_through_the_page(claim, officer, team_lead):
    approved(officer, [claim])
    made = payments.make_batch(actor=team_lead.actor, office=team_lead.organization.pk)
    payment = made.payments.get()
    payments.settle(
        actor=team_lead.actor,
        office=team_lead.organization.pk,
        results=[payments.Result(payment, payments.PaymentState.PAID, timezone.localdate())],
    )
    url = reverse("policies:claim_step", args=[claim.case_id, "demand"])
    assert url not in text(get(officer, "case", claim.case_id))
    assert url in text(get(team_lead, "case", claim.case_id))
    post(team_lead, "claim_step", claim.case_id, "demand", reason="资格被撤销", working_days="20")
    assert state_of(claim) == "recovering"
    post(team_lead, "claim_step", claim.case_id, "recover")
    assert state_of(claim) == "recovered"


def test_consent_may_be_declined(notice, enterprise_owner, officer):
    notices.close(actor=officer.actor, notice=over(notice).pk)
    claim = notice.claims.get()
    assert ACCOUNT.holder in text(get(enterprise_owner, "case", claim.case_id))
    post(enterprise_owner, "claim_step", claim.case_id, "withdraw")
    assert state_of(claim) == "withdrawn"
