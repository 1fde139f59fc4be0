"""The office's queue: what is in it, in which order, for whom, and with how many queries."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from lianqiao.core.cases.models import Case
from lianqiao.core.cases.queries import queue
from lianqiao.core.cases.services import ask_correction, take
from lianqiao.core.parties.actors import Role
from tests.cast import organization, person
from tests.core.cases import small

URL = "/cases/queue/"


def numbers(answer) -> list[str]:
    return [case.number for case, *_words in answer.context["rows"]]


def another(version, **values):
    owner = person(Role.OWNER, organization())
    return small.submitted(version, owner, **{"product": "泵", "staff": "5"} | values)


def test_what_is_due_first_stands_on_top_and_drafts_are_not_in_it(
    small_version, handed_in, enterprise_owner, officer
):
    small.opened(small_version, enterprise_owner)
    first = another(small_version).filing.case
    Case.objects.filter(pk=first.pk).update(due_on=timezone.localdate())
    answer = officer.client.get(URL)
    assert numbers(answer) == [first.number, handed_in.filing.case.number]


def test_another_office_has_nothing_of_it_and_applicants_no_queue(handed_in, enterprise_owner):
    stranger = person(Role.OFFICER, organization(kind="bureau"))
    assert numbers(stranger.client.get(URL)) == []
    assert enterprise_owner.client.get(URL).status_code == 404
    assert stranger.client.get(reverse("cases:case", args=[1])).status_code == 404


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", True),
        ("group=late", False),
        ("group=asked", False),
        ("group=time", False),
        ("group=free", True),
        ("group=mine", False),
        ("group=over", False),
        ("state=submitted", True),
        ("state=granted", False),
        ("procedure=small", True),
        ("procedure=other", False),
        ("q=XW0001", True),
        ("q=nobody", False),
        ("group=nonsense&officer=x&q=%00", True),
        ("officer=99999999999999999", False),
    ],
)
def test_it_is_narrowed(handed_in, officer, query, found):
    assert len(numbers(officer.client.get(f"{URL}?{query}"))) == found


def test_tabs_count_what_they_show(small_version, handed_in, officer, team_lead):
    late, over = another(small_version).filing.case, another(small_version).filing.case
    Case.objects.filter(pk=late.pk).update(due_on=timezone.localdate() - timedelta(1))
    take(over.pk, "refuse", actor=officer.actor, reason="不符")
    ask_correction(handed_in.filing_id, ["staff"], "人数", working_days=5, actor=officer.actor)
    counted = {group: number for group, _label, number in officer.client.get(URL).context["tabs"]}
    assert counted == {
        **{"": 2, "late": 1, "asked": 1, "time": 0},
        **{"mine": 0, "free": 2, "over": 1},
    }
    for group, number in counted.items():
        assert len(numbers(officer.client.get(URL, {"group": group}))) == number


def test_a_page_asks_the_same_number_of_queries_for_one_case_and_for_many(
    small_version, handed_in, officer
):
    client = officer.client
    client.get(URL)

    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(URL).status_code == 200
        return len(queries)

    one = asked()
    for _n in range(4):
        another(small_version)
    assert asked() == one


def test_cases_are_handed_out_many_at_once(small_version, handed_in, team_lead, officer):
    cases = [handed_in.filing.case_id, another(small_version).filing.case_id]
    values = {"case": cases, "officer": officer.user.pk, "back": f"{URL}?group=free"}
    answer = team_lead.client.post(reverse("cases:assign_many"), values)
    assert (answer.status_code, answer["Location"]) == (302, f"{URL}?group=free")
    assert set(Case.objects.values_list("officer", flat=True)) == {officer.user.pk}
    assert len(numbers(officer.client.get(URL, {"group": "mine"}))) == 2


def test_only_a_lead_takes_a_colleagues_case_and_nobody_gives_one_to_a_stranger(
    small_case, bureau, team_lead, officer, other_owner
):
    url, colleague = reverse("cases:assign", args=[small_case.pk]), person(Role.OFFICER, bureau)
    assert officer.client.post(url, {"officer": officer.user.pk}).status_code == 302
    assert colleague.client.post(url, {"officer": colleague.user.pk}).status_code == 403
    assert officer.client.post(url, {"officer": other_owner.user.pk}).status_code == 422
    assert other_owner.client.post(url, {"officer": other_owner.user.pk}).status_code == 404
    assert officer.client.post(url, {"officer": colleague.user.pk}).status_code == 302
    assert Case.objects.get(pk=small_case.pk).officer_id == colleague.user.pk


def test_a_step_for_many_says_which_could_not_take_it(small_version, handed_in, team_lead):
    few = another(small_version, staff="2").filing.case
    values = {"case": [handed_in.filing.case_id, few.pk], "step": "grant"}
    answer = team_lead.client.post(reverse("cases:step_many"), values, follow=True)
    said = [str(message) for message in answer.context["messages"]]
    assert any(text.startswith(f"{few.number}: ") for text in said)
    few.refresh_from_db()
    assert few.state == "submitted"
    assert Case.objects.get(pk=handed_in.filing.case_id).state == "granted"


def test_another_offices_case_among_many_stops_them_all(small_version, handed_in):
    stranger = person(Role.TEAM_LEAD, organization(kind="bureau"))
    values = {"case": [handed_in.filing.case_id], "step": "refuse", "reason": "不"}
    assert stranger.client.post(reverse("cases:step_many"), values).status_code == 404


def test_a_way_back_never_leads_out_of_the_house(handed_in, team_lead):
    values = {"case": [handed_in.filing.case_id], "back": "https://example.org/"}
    answer = team_lead.client.post(reverse("cases:assign_many"), values)
    assert answer["Location"] == URL


def test_the_list_is_read_by_an_index_of_the_office_in_its_order(small_version, officer):
    """Where rows are many, the planner takes the index: here it may not sort or scan otherwise."""
    found = queue.read(officer.actor)
    rows = queue.cases(officer.actor, queue.CaseFilter(), found, timezone.localdate())
    with connection.cursor() as cursor:
        for setting in ("enable_seqscan", "enable_bitmapscan", "enable_sort"):
            cursor.execute(f"SET LOCAL {setting} = off")
    assert "case_of_office" in rows[:50].explain()
