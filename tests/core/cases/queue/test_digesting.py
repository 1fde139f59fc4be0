"""What officers are told: once a working day, in one letter; what is escalated, and to whom."""

from __future__ import annotations

from datetime import date

import pytest

from lianqiao.core.cases.models import Case, Digest
from lianqiao.core.cases.services import assign_cases, put_away, tell_officers
from lianqiao.core.parties.models import User
from lianqiao.core.parties.services.calendar import load_working_days
from tests.core.cases import small

MONDAY, TUESDAY, SATURDAY = date(2026, 11, 2), date(2026, 11, 3), date(2026, 11, 7)
ESCALATES = 5


@pytest.fixture
def version(db, bureau, officer, team_lead):
    load_working_days()
    for one in (officer, team_lead):
        User.objects.filter(pk=one.user.pk).update(email=f"{one.user.username}@example.org")
    states = small.document()["states"]
    states[1]["term"] = {"working_days": 10, "escalates": ESCALATES}
    return small.published(bureau, states=states[:4], steps=small.document()["steps"][:3])


@pytest.fixture
def cases(version, enterprise_owner, officer, team_lead):
    """Return a function that files cases due on a day and hands them to somebody."""

    def file(number: int, due: date | None, whose=officer) -> list[int]:
        pks = [
            small.submitted(version, enterprise_owner, product="泵", staff="5").filing.case_id
            for _each in range(number)
        ]
        Case.objects.filter(pk__in=pks).update(due_on=due)
        if whose:
            assign_cases(pks, officer=whose.user.pk, actor=team_lead.actor)
        return pks

    return file


def told(person) -> tuple[int, int, int, int]:
    row = Digest.objects.get(membership=person.actor.membership)
    return row.due, row.late, row.escalated, row.free


def test_fifty_cases_are_one_letter_that_names_none(cases, officer, mailoutbox):
    cases(50, MONDAY)
    assert tell_officers(on=MONDAY) == 1
    assert [mail.to for mail in mailoutbox] == [[f"{officer.user.username}@example.org"]]
    assert "50" in mailoutbox[0].body
    assert "XW0" not in mailoutbox[0].body + mailoutbox[0].subject
    assert told(officer) == (50, 0, 0, 0)


def test_it_is_told_once_a_day_and_never_on_a_day_off(cases, mailoutbox):
    cases(1, MONDAY)
    assert [tell_officers(on=day) for day in (MONDAY, MONDAY, SATURDAY, TUESDAY)] == [1, 0, 0, 1]
    assert len(mailoutbox) == 2


@pytest.mark.parametrize(
    ("due", "expected"),
    [
        # Three working days after Monday the 2nd: Thursday the 5th.
        (date(2026, 11, 5), (1, 0, 0, 0)),
        (date(2026, 11, 2), (1, 0, 0, 0)),
        (date(2026, 10, 30), (0, 1, 0, 0)),
    ],
)
def test_due_is_what_ends_within_three_working_days(cases, officer, due, expected):
    cases(1, due)
    tell_officers(on=MONDAY)
    assert told(officer) == expected


def test_what_ends_later_is_not_told(cases):
    cases(1, date(2026, 11, 6))
    assert tell_officers(on=MONDAY) == 0


def test_leads_are_told_of_what_is_nobodys_and_officers_are_not(cases, officer, team_lead):
    cases(3, date(2026, 12, 1), whose=None)
    assert tell_officers(on=MONDAY) == 1
    assert told(team_lead) == (0, 0, 0, 3)


@pytest.mark.parametrize(
    ("due", "escalated"),
    # Working days before Monday 2 November: 26 to 30 October. Due on Monday the 26th, five have
    # passed on the 2nd (27, 28, 29, 30, 2); due on the 27th, four.
    [(date(2026, 10, 26), 1), (date(2026, 10, 27), 0)],
)
def test_leads_are_told_of_what_is_overdue_as_long_as_the_procedure_says(
    cases, team_lead, due, escalated
):
    cases(1, due)
    assert tell_officers(on=MONDAY) == 1 + escalated
    if escalated:
        assert told(team_lead) == (0, 0, 1, 0)


def test_decided_cases_and_those_of_another_office_wait_for_nobody(cases, team_lead):
    pks = cases(2, MONDAY)
    Case.objects.filter(pk=pks[0]).update(state="granted")
    tell_officers(on=MONDAY)
    assert [row.due for row in Digest.objects.all()] == [1]


def test_it_stands_above_the_queue_until_it_is_put_away(cases, officer):
    cases(2, MONDAY)
    tell_officers(on=MONDAY)
    assert 'id="digest"' in officer.client.get("/cases/queue/").text
    assert officer.client.post("/cases/queue/digest/").status_code == 302
    assert 'id="digest"' not in officer.client.get("/cases/queue/").text
    assert put_away(actor=officer.actor) == 0


def test_it_counts_with_the_same_queries_for_one_case_and_for_many(
    cases, django_assert_max_num_queries
):
    cases(12, MONDAY)
    with django_assert_max_num_queries(16):
        tell_officers(on=MONDAY)
