"""Drafts and what becomes of them: written by one, approved by another, never changed after."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from lianqiao.core.errors import Conflict, Invalid, NotAllowed, NotFound
from lianqiao.core.ledger.models import Entry
from lianqiao.desks.policies.models import Budget, Measure, Policy, Stage, Version
from lianqiao.desks.policies.queries import access
from lianqiao.desks.policies.services import measures, publishing, versions
from tests.desks.policies.conftest import POLICY, draft, measure, published, writer


def test_a_draft_becomes_a_published_version_by_two_people(bureau):
    first, second = writer(bureau), writer(bureau)
    row = draft(by=first)
    publishing.submit(actor=first.actor, version=row.pk)
    with pytest.raises(NotAllowed):
        publishing.approve(actor=first.actor, version=row.pk)
    publishing.approve(actor=second.actor, version=row.pk)
    row.refresh_from_db()
    assert (row.stage, row.published_on) == (Stage.PUBLISHED, timezone.localdate())
    assert (row.submitted_by, row.approved_by) == (first.user, second.user)
    kinds = list(Entry.objects.order_by("pk").values_list("kind", "subject_id"))
    assert kinds[-2:] == [
        ("policies.version.submitted", row.pk),
        ("policies.version.published", row.pk),
    ]


def test_who_changed_a_draft_last_does_not_approve_it(bureau):
    first, second = writer(bureau), writer(bureau)
    row = draft(by=first)
    versions.save_draft(actor=second.actor, draft=POLICY, version=row.pk)
    versions.save_draft(
        actor=second.actor, draft=replace(POLICY, valid_from=date(2026, 1, 1)), version=row.pk
    )
    publishing.submit(actor=first.actor, version=row.pk)
    with pytest.raises(NotAllowed):
        publishing.approve(actor=second.actor, version=row.pk)


def test_the_database_too_asks_for_two_people(version):
    with pytest.raises(IntegrityError), transaction.atomic():
        Version.objects.filter(pk=version.pk).update(approved_by=version.submitted_by)


def test_a_published_version_keeps_its_words(version, officer):
    with pytest.raises(Conflict):
        versions.save_draft(actor=officer.actor, draft=POLICY, version=version.pk)
    with pytest.raises(Conflict):
        measures.remove_measure(actor=officer.actor, measure=version.measures.get().pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        Version.objects.filter(pk=version.pk).update(title="另一个题目")


def test_strangers_neither_see_nor_change_a_draft(bureau, enterprise_owner, other_owner):
    row = draft(by=writer(bureau))
    for person in (enterprise_owner, other_owner, writer()):
        with pytest.raises(NotFound):
            access.version(person.actor, row.pk)
        with pytest.raises(NotFound):
            versions.save_draft(actor=person.actor, draft=POLICY, version=row.pk)
    with pytest.raises(NotAllowed):
        versions.save_draft(actor=enterprise_owner.actor, draft=POLICY)


def test_another_office_reads_but_does_not_change_what_is_published(version):
    stranger = writer()
    assert access.version(stranger.actor, version.pk) == version
    with pytest.raises(NotAllowed):
        publishing.withdraw(actor=stranger.actor, version=version.pk, reason="不该")
    with pytest.raises(NotFound):
        versions.new_version(actor=stranger.actor, policy=version.policy_id)


def test_two_windows_do_not_overwrite_each_other(officer):
    row = draft(by=officer)
    seen = row.changed_at
    versions.save_draft(
        actor=officer.actor, draft=replace(POLICY, title="先存的"), version=row.pk, changed_at=seen
    )
    with pytest.raises(Conflict):
        versions.save_draft(
            actor=officer.actor,
            draft=replace(POLICY, title="后存的"),
            version=row.pk,
            changed_at=seen,
        )
    row.refresh_from_db()
    assert row.title == "先存的"


def test_the_text_is_cleaned(officer):
    text = '<p onclick="x()">甲<script>alert(1)</script></p><img src=x onerror=y><h2>乙</h2>'
    row = draft(by=officer, text=text)
    assert row.text == "<p>甲</p><h2>乙</h2>"


def test_what_is_missing_is_named_before_it_is_submitted(officer):
    row = draft(
        measure(telephone="", address=""),
        measure(route="direct", payout=""),
        by=officer,
        text="",
        valid_from=None,
    )
    with pytest.raises(Invalid) as caught:
        publishing.submit(actor=officer.actor, version=row.pk)
    assert set(caught.value.fields) == {
        "text", "valid_from", "measures.0.address", "measures.0.telephone",
        "measures.1.condition",
    }  # fmt: skip


def test_sent_back_with_a_reason_that_the_author_reads(bureau):
    first, second = writer(bureau), writer(bureau)
    row = draft(by=first)
    publishing.submit(actor=first.actor, version=row.pk)
    with pytest.raises(Invalid):
        publishing.send_back(actor=second.actor, version=row.pk, reason=" ")
    publishing.send_back(actor=second.actor, version=row.pk, reason="金额与文件不符")
    row.refresh_from_db()
    assert (row.stage, row.remark) == (Stage.DRAFT, "金额与文件不符")
    assert not Entry.objects.filter(quantities__contains="金额").exists()


def test_a_new_version_copies_the_last_and_ends_it_on_the_day_before(version, officer, team_lead):
    row = versions.new_version(actor=officer.actor, policy=version.policy_id)
    assert (row.number, row.title, row.valid_from) == (2, version.title, None)
    assert row.measures.get().code == version.measures.get().code
    with pytest.raises(Conflict):
        versions.new_version(actor=team_lead.actor, policy=version.policy_id)
    begins = timezone.localdate() + timedelta(days=30)
    versions.save_draft(
        actor=officer.actor, draft=replace(POLICY, valid_from=begins), version=row.pk
    )
    publishing.submit(actor=officer.actor, version=row.pk)
    publishing.approve(actor=team_lead.actor, version=row.pk)
    version.refresh_from_db()
    assert version.valid_to == begins - timedelta(days=1)
    assert version.stage == Stage.PUBLISHED


def test_a_version_that_begins_before_the_last_one_is_refused(version, officer, team_lead):
    row = versions.new_version(actor=officer.actor, policy=version.policy_id)
    early = replace(POLICY, valid_from=version.valid_from)
    versions.save_draft(actor=officer.actor, draft=early, version=row.pk)
    publishing.submit(actor=officer.actor, version=row.pk)
    with pytest.raises(Conflict):
        publishing.approve(actor=team_lead.actor, version=row.pk)


def test_a_policy_takes_the_place_of_another(version, bureau):
    begins = timezone.localdate() + timedelta(days=10)
    heir = published(office=bureau, replaces=version.policy_id, valid_from=begins)
    old = Policy.objects.get(pk=version.policy_id)
    version.refresh_from_db()
    assert (old.replaced_by, version.valid_to) == (heir.policy, begins - timedelta(days=1))


def test_only_ones_own_policy_can_be_replaced(version):
    with pytest.raises(Invalid) as caught:
        draft(replaces=version.policy_id)
    assert caught.value.fields.keys() == {"replaces"}


def test_publishing_lays_down_the_money_of_each_year(bureau):
    row = published(
        measure(opens_on=date(2026, 11, 1), closes_on=date(2027, 2, 28)),
        measure(title="只作告知", route="information", budget=None),
        office=bureau,
    )
    found = Budget.objects.order_by("year").values_list("policy", "measure", "year", "total")
    assert list(found) == [
        (row.policy_id, "m1", 2026, 5_000_000_000),
        (row.policy_id, "m1", 2027, 5_000_000_000),
    ]


def test_withdrawing_ends_it_today_and_says_why(version, officer):
    publishing.withdraw(actor=officer.actor, version=version.pk, reason="上级文件废止")
    version.refresh_from_db()
    assert (version.stage, version.valid_to) == (Stage.WITHDRAWN, timezone.localdate())
    assert version.remark == "上级文件废止"


def test_measures_keep_their_codes_and_rows(officer):
    row = draft(measure(title="甲"), measure(title="乙"), by=officer)
    first, second = row.measures.all()
    says = replace(POLICY, measures=[measure(title="丙"), measure(title="乙二", code=second.code)])
    versions.save_draft(actor=officer.actor, draft=says, version=row.pk)
    titles = dict(row.measures.values_list("pk", "title"))
    assert titles[second.pk] == "乙二"
    assert first.pk not in titles
    assert len(titles) == 2


def test_discarding_the_only_draft_leaves_nothing(officer):
    row = draft(by=officer)
    versions.discard(actor=officer.actor, version=row.pk)
    assert not Policy.objects.exists()
    assert not Measure.objects.exists()
