"""Terms of claims: who is reminded, what lapses, and that the daily task does it all."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from lianqiao.desks.policies.models import Budget, Claim, Notice
from lianqiao.desks.policies.services import claims, telling
from lianqiao.desks.policies.tasks_claims import end_terms
from tests import cast
from tests.desks.policies.claiming import WAN, announced, direct_measure, over, submitted
from tests.desks.policies.conftest import published


@pytest.fixture
def claim(bureau, enterprise):
    """A claim under review."""
    return submitted(enterprise, published(office=bureau).measures.get())


def with_email(person):
    person.user.email = f"{person.user.username}@example.org"
    person.user.save()
    return person.user.email


def due(claim):
    claim.case.refresh_from_db()
    return claim.case.due_on


def test_an_office_is_reminded_once_before_its_term_ends(claim):
    early, soon = due(claim) - timedelta(days=30), due(claim)
    assert [claims.remind(on=day) for day in (early, soon, soon)] == [0, 1, 0]
    assert claims.lapse_missed(on=soon + timedelta(days=1)) == 0


def test_the_officer_is_written_to_or_else_the_leads(claim, officer, team_lead, enterprise_owner):
    lead = with_email(team_lead)
    telling.write_to_office([claim.pk])
    reviewer = with_email(officer)
    claims.take(actor=officer.actor, case=claim.case_id)
    telling.write_to_office([claim.pk])
    assert [letter.to for letter in mail.outbox] == [[lead], [reviewer]]


def test_without_an_address_nothing_is_sent(claim):
    assert telling.write_to_owners([claim.pk]) == 0
    assert mail.outbox == []


def test_a_correction_that_does_not_come_lapses(claim, officer):
    claims.ask(actor=officer.actor, case=claim.case_id, reason="缺页", working_days=5)
    last = due(claim)
    assert claims.lapse_missed(on=last) == 0
    assert claims.lapse_missed(on=last + timedelta(days=1)) == 1
    claim.refresh_from_db()
    assert (claim.case.state, claim.is_live) == ("lapsed", False)


def test_the_daily_task_closes_notices_and_lapses_what_was_missed(bureau, officer, enterprise):
    row = direct_measure(bureau)
    notice = over(announced(row, officer, {enterprise: 30 * WAN, cast.organization(): 5 * WAN}))
    # Closed today, its names have their term before them.
    assert end_terms(0) == (1, 0, 0)
    assert Notice.objects.get(pk=notice.pk).closed_at
    assert set(Claim.objects.values_list("case__state", flat=True)) == {"consent"}
    case = Claim.objects.get(organization=enterprise).case
    case.due_on = timezone.localdate() - timedelta(days=1)
    case.save()
    assert end_terms(0) == (0, 1, 0)
    assert Budget.objects.get().reserved == 5 * WAN
