"""A correction that does not come leads where the procedure says, and only there."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from lianqiao.core.cases.models import Case, Correction, Message
from lianqiao.core.cases.services import (
    ask_correction,
    remind,
    submitting,
    take_missed,
    withdraw_correction,
)
from lianqiao.core.errors import Conflict
from lianqiao.core.parties.services.calendar import load_working_days
from tests.core.cases import small

ASKED = date(2026, 11, 2)
LAST = date(2026, 11, 9)
"""Five working days after Monday the 2nd."""
LATE = LAST + timedelta(1)


@pytest.fixture
def asked(db, bureau, enterprise_owner, officer) -> Correction:
    """A correction in a procedure whose state says what becomes of one that does not come."""
    load_working_days()
    states = small.document()["states"]
    states[1] |= {"correction": {"missed": "give_up"}}
    states.append({"key": "given_up", "label": small.label("视为撤回"), "is_final": True})
    steps = small.document()["steps"]
    steps.append(small.step("give_up", "逾期未补正", ["submitted"], "given_up", "clock"))
    version = small.published(bureau, states=states, steps=steps)
    filed = small.submitted(version, enterprise_owner, product="阀门", staff="12")
    return ask_correction(
        filed.filing_id, ["staff"], "人数", working_days=5, actor=officer.actor, today=ASKED
    )


def test_the_clock_takes_the_step_that_the_state_names(asked):
    case = asked.filing.case_id
    assert list(take_missed(on=LAST)) == []
    assert list(take_missed(on=LATE)) == [(case, "give_up")]
    assert list(take_missed(on=LATE)) == []
    asked.refresh_from_db()
    assert (Case.objects.get(pk=case).state, asked.missed_at is None) == ("given_up", False)


def test_the_applicant_is_told_beforehand_where_it_leads(asked, enterprise_owner):
    said = Message.objects.get(case=asked.filing.case_id).text
    assert "逾期未补正" in said
    page = enterprise_owner.client.get(f"/cases/{asked.filing.case_id}/").text
    assert "逾期未补正" in page


def test_nothing_is_taken_after_the_last_day_which_counts_whole(asked, enterprise_owner):
    with pytest.raises(Conflict):
        submitting.submit(actor=enterprise_owner.actor, filing=asked.filing_id, today=LATE)
    submitting.submit(actor=enterprise_owner.actor, filing=asked.filing_id, today=LAST)
    assert list(take_missed(on=LATE)) == []


def test_what_was_withdrawn_or_missed_is_closed_for_good(asked, officer):
    list(take_missed(on=LATE))
    with pytest.raises(Conflict):
        withdraw_correction(asked.pk, actor=officer.actor)


def test_who_moves_on_by_himself_is_not_reminded_of_it(asked):
    list(take_missed(on=LATE))
    assert remind(on=LATE) == 0
