"""Requests for correction: what they hold up, and the term that rests meanwhile."""

from __future__ import annotations

from datetime import date

import pytest

from lianqiao.core.cases.models import Case, Correction
from lianqiao.core.cases.services import ask_correction, take, take_missed, withdraw_correction
from lianqiao.core.errors import Conflict, Invalid, NotFound
from lianqiao.core.parties.services.calendar import load_working_days
from tests.core.cases import small


@pytest.fixture
def snapshot(db, bureau, enterprise_owner):
    load_working_days()
    return small.submitted(small.published(bureau), enterprise_owner, product="阀门", staff="12")


def ask(snapshot, officer, fields=("staff",), text="人数与社保不符", **more):
    more = {"working_days": 5, "today": date(2026, 11, 2)} | more
    return ask_correction(snapshot.filing_id, fields, text, actor=officer.actor, **more)


def test_while_one_is_open_nothing_else_happens_and_the_term_rests(snapshot, officer):
    case = snapshot.filing.case
    Case.objects.filter(pk=case.pk).update(due_on=date(2026, 11, 10))
    made = ask(snapshot, officer)
    # Tuesday 3 to Tuesday 10 November are six working days; five from the 2nd end on the 9th.
    assert (made.days_left, made.due_on) == (6, date(2026, 11, 9))
    case.refresh_from_db()
    assert case.due_on is None
    with pytest.raises(Conflict):
        take(case.pk, "refuse", actor=officer.actor, reason="不符")
    assert list(take_missed(on=date(2027, 6, 1))) == []


def test_withdrawn_the_case_goes_on_with_the_days_it_had_left(snapshot, officer):
    Case.objects.filter(pk=snapshot.filing.case_id).update(due_on=date(2026, 11, 10))
    made = ask(snapshot, officer)
    case = withdraw_correction(made.pk, actor=officer.actor, today=date(2026, 11, 13))
    # Six working days after Friday the 13th: 16 to 20, and Monday the 23rd.
    assert case.due_on == date(2026, 11, 23)
    with pytest.raises(Conflict):
        withdraw_correction(made.pk, actor=officer.actor)


def test_one_is_open_at_a_time(snapshot, officer):
    ask(snapshot, officer)
    with pytest.raises(Conflict):
        ask(snapshot, officer, fields=("product",))
    assert Correction.objects.count() == 1


@pytest.mark.parametrize(("fields", "text"), [((), "改"), (("nobody",), "改"), (("staff",), "   ")])
def test_it_names_fields_of_the_form_and_says_what_is_wrong(snapshot, officer, fields, text):
    with pytest.raises(Invalid):
        ask(snapshot, officer, fields=fields, text=text)


def test_only_the_office_asks_and_withdraws(snapshot, officer, enterprise_owner, other_owner):
    for person in (enterprise_owner, other_owner):
        with pytest.raises(NotFound):
            ask(snapshot, person)
    made = ask(snapshot, officer)
    for person in (enterprise_owner, other_owner):
        with pytest.raises(NotFound):
            withdraw_correction(made.pk, actor=person.actor)


def test_what_is_decided_is_not_put_right_any_more(snapshot, officer):
    take(snapshot.filing.case_id, "refuse", actor=officer.actor, reason="不符")
    with pytest.raises(Conflict):
        ask(snapshot, officer)
