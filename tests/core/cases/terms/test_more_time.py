"""More time: asked for by the applicant, granted or refused; silence takes nothing away."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from lianqiao.core.cases.models import Case, Extension, Filing, Message
from lianqiao.core.cases.queries.filing import access
from lianqiao.core.cases.services import (
    ask_extension,
    grant_extension,
    move,
    refuse_extension,
    take_missed,
)
from lianqiao.core.errors import Conflict, Invalid, NotFound
from lianqiao.core.ledger.models import Entry
from lianqiao.core.parties.services.calendar import load_working_days
from tests.core.cases import small

# Friday the 6th of November 2026 is the last day; working days on: 9, 10, 11, 12, 13.
LAST = date(2026, 11, 6)


@pytest.fixture
def lapsing(db, bureau, enterprise_owner) -> Callable[..., Case]:
    """Open drafts whose term takes them to an end by itself."""
    load_working_days()

    def make(**term: int) -> Case:
        plain = small.document()
        whole = {"working_days": 10, "leads_to": "lapse"} | term
        draft = plain["states"][0] | {"term": whole}
        steps = [
            step | {"sources": ["draft", "submitted"]} if step["key"] == "lapse" else step
            for step in plain["steps"]
        ]
        version = small.published(bureau, states=[draft, *plain["states"][1:]], steps=steps)
        opened = small.opened(version, enterprise_owner)
        Case.objects.filter(pk=opened.pk).update(due_on=LAST)
        return Case.objects.get(pk=opened.pk)

    return make


@pytest.fixture
def case(lapsing) -> Case:
    return lapsing()


@pytest.fixture
def asked(case, enterprise_owner) -> Extension:
    return ask_extension(case.pk, 5, "设备到货推迟", actor=enterprise_owner.actor)


@pytest.mark.parametrize(
    ("today", "days", "until"),
    [
        (date(2026, 11, 5), 5, date(2026, 11, 13)),  # from the last day on
        (date(2026, 11, 10), 2, date(2026, 11, 12)),  # late: from the answer on
    ],
)
def test_what_is_granted_counts_from_the_last_day_or_from_a_later_answer(
    asked, officer, today, days, until
):
    case = grant_extension(asked.pk, days, actor=officer.actor, today=today)
    assert case.due_on == until
    assert str(until) in Message.objects.get(case=case).title
    entry = Entry.objects.latest("pk")
    assert (entry.kind, entry.subject_id) == ("small.extended", case.pk)
    assert list(case.steps.values_list("name", flat=True))[-1] == "extended"


def test_the_clock_waits_until_a_request_is_answered(asked, officer):
    assert list(take_missed(on=date(2026, 11, 20))) == []
    refuse_extension(asked.pk, "理由不充分", actor=officer.actor)
    assert list(take_missed(on=date(2026, 11, 20))) == [(asked.case_id, "lapse")]
    said = list(Message.objects.filter(case=asked.case).values_list("title", "text"))
    assert any(str(LAST) in title and text == "理由不充分" for title, text in said)


def test_one_request_at_a_time_and_none_after_a_refusal(asked, enterprise_owner, officer):
    with pytest.raises(Conflict):
        ask_extension(asked.case_id, 3, "再等", actor=enterprise_owner.actor)
    refuse_extension(asked.pk, "不同意", actor=officer.actor)
    with pytest.raises(Conflict):
        ask_extension(asked.case_id, 3, "再等", actor=enterprise_owner.actor)


def test_after_a_grant_one_may_ask_again(asked, enterprise_owner, officer):
    grant_extension(asked.pk, 5, actor=officer.actor)
    again = ask_extension(asked.case_id, 3, "还差一点", actor=enterprise_owner.actor)
    assert again.due_on == Case.objects.get(pk=asked.case_id).due_on


def test_a_request_is_moot_once_the_case_has_moved(asked, enterprise_owner, officer):
    move(asked.case_id, "submit", actor=enterprise_owner.actor)
    with pytest.raises(Conflict):
        grant_extension(asked.pk, 5, actor=officer.actor)
    asked.refresh_from_db()
    assert (asked.granted, asked.closed_by, asked.closed_at is None) == (None, None, False)


@pytest.mark.parametrize(("days", "reason"), [(0, "晚"), (251, "晚"), (5, " "), (5, "长" * 2001)])
def test_days_and_reasons_that_do_not_do_are_named(case, enterprise_owner, days, reason):
    with pytest.raises(Invalid):
        ask_extension(case.pk, days, reason, actor=enterprise_owner.actor)
    assert not Extension.objects.exists()


def test_a_refusal_needs_its_reason(asked, officer):
    with pytest.raises(Invalid):
        refuse_extension(asked.pk, " ", actor=officer.actor)
    assert Extension.objects.get().closed_at is None


def test_who_asks_stands_in_the_queue_though_nothing_was_handed_in(asked, officer):
    url = reverse("cases:queue")
    assert [row[0].more_days for row in officer.client.get(url).context["rows"]] == [5]
    refuse_extension(asked.pk, "不同意", actor=officer.actor)
    assert officer.client.get(url, {"group": "time"}).context["rows"] == []


def test_others_neither_ask_nor_answer(asked, case, other_owner, enterprise_owner, officer):
    for stranger in (other_owner, officer):
        with pytest.raises(NotFound):
            ask_extension(case.pk, 5, "晚", actor=stranger.actor)
    for stranger in (other_owner, enterprise_owner):
        with pytest.raises(NotFound):
            grant_extension(asked.pk, 5, actor=stranger.actor)


def test_no_term_no_more_time(small_case, enterprise_owner):
    """The office is at it: nothing is awaited of the applicant."""
    with pytest.raises(Conflict):
        ask_extension(small_case.pk, 5, "晚", actor=enterprise_owner.actor)


def test_the_database_keeps_one_open_request(asked):
    with pytest.raises(IntegrityError, match="extension_one_open"), transaction.atomic():
        Extension.objects.create(case=asked.case, due_on=LAST, working_days=1, reason="又")


def test_both_sides_do_it_on_the_page(case, enterprise_owner, officer):
    page = f"/cases/{case.pk}/"
    firm, desk = enterprise_owner.client, officer.client
    assert "more-reason" in firm.get(page).content.decode()
    firm.post(f"{page}more-time/", {"days": "5", "reason": "审计报告未出"})
    assert "审计报告未出" in desk.get(page).content.decode()
    pk = Extension.objects.get().pk
    desk.post(f"/cases/extensions/{pk}/answer/", {"days": "3", "answer": "同意三日"})
    assert Case.objects.get(pk=case.pk).due_on > LAST
    shown = firm.get(page).content.decode()
    assert "同意三日" in shown
    assert "more-reason" in shown


@pytest.mark.parametrize(
    ("today", "is_open"),
    [(LAST, True), (date(2026, 11, 10), True), (date(2026, 11, 11), False)],
)
def test_with_two_working_days_of_grace_what_comes_late_is_taken(
    lapsing, enterprise_owner, today, is_open
):
    """Monday and Tuesday after the Friday; on Wednesday the clock leads on, and not before."""
    case = lapsing(grace=2)
    filing = Filing.objects.create(case=case, form="application")
    assert access(filing, today).is_open == is_open
    assert list(take_missed(on=today)) == ([] if is_open else [(case.pk, "lapse")])
