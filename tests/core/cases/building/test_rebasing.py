"""An open case goes to a newer version, previewed and whole; decided ones and snapshots stay."""

from __future__ import annotations

from copy import deepcopy
from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lianqiao.core.cases.models import Case, Correction, Filing, Message, Snapshot
from lianqiao.core.cases.queries.rebasing import movable, prepared, shifts
from lianqiao.core.cases.services import building, move, open_case, publishing
from lianqiao.core.cases.services.rebasing import rebase
from lianqiao.core.errors import Conflict, NotFound
from lianqiao.core.ledger.models import Entry
from lianqiao.core.parties.actors import Role
from lianqiao.core.parties.services.calendar import load_working_days
from tests import cast

VALUES = {
    "name": "虚构实验室",
    "address": {"region": "370212", "text": "示例路 1 号"},
    "field": "materials",
    "hours": "2000",
    "open_hours": "500",
    "share": "25.0",
    "instruments": [{"name": "显微镜", "price": "125000.00"}],
    "rules": [1],
    "true_copy": True,
}


@pytest.fixture(autouse=True)
def calendar(db):
    load_working_days()


@pytest.fixture
def second(published, procedure, draft, officer, team_lead):
    """A version without the hours that are open, asking for a telephone, with a longer review."""
    newer = deepcopy(draft)
    opening = newer["forms"][0]["sections"][1]
    opening["fields"] = [one for one in opening["fields"] if one["key"] in ("hours", "true_copy")]
    phone = {"kind": "text", "key": "phone", "label": {"zh": "电话"}, "required": "true"}
    opening["fields"].append(phone)
    newer["states"][1]["term"]["working_days"] = 15
    for step in newer["steps"]:
        step.pop("condition", None)
    building.save_draft(procedure.pk, newer, actor=officer.actor, expected=1)
    return publishing.publish(procedure.pk, actor=team_lead.actor, expected=2)


def filed_case(officer, number="B1", values=VALUES, organization=None):
    case = open_case(
        "open_lab/1",
        state="draft",
        number=number,
        organization=organization or cast.organization(),
        actor=officer.actor,
        office=officer.organization.pk,
    )
    filing = Filing.objects.create(case=case, form="application", buffer=values)
    Snapshot.objects.create(
        filing=filing,
        number=1,
        procedure="open_lab/1",
        values=values,
        sha256="0" * 64,
        at=timezone.now(),
    )
    return move(case.pk, "submit", actor=officer.actor)


def preview(case, version):
    [found] = shifts(prepared(Case.objects.filter(pk=case.pk)), version, timezone.localdate())
    return found


@pytest.fixture
def case(published, officer):
    return filed_case(officer)


def test_the_preview_says_what_goes_and_what_is_missing(case, second):
    found = preview(case, second)
    assert [one.label for one in found.lost] == [
        "Of these open to others",
        "Share open (%)",
        "Main instruments",
        "Rules of use",
    ]
    assert found.lost[0].words.startswith("500")
    assert [one.fields for one in found.asked] == [("phone",)]
    assert found.refusal == ""


def test_a_case_moves_keeps_its_snapshot_and_its_applicant_is_asked(case, second, officer):
    [moved] = rebase([case.pk], second.pk, actor=officer.actor)
    assert (moved.procedure, moved.state) == ("open_lab/2", "review")
    snapshot = Snapshot.objects.get(filing__case=case)
    assert (snapshot.procedure, snapshot.values) == ("open_lab/1", VALUES)
    step = moved.steps.get(name="rebased")
    assert Entry.objects.get(pk=step.entry).kind == "open_lab.rebased"
    asked = Correction.objects.get(filing__case=case)
    assert asked.fields == ["phone"]
    # The review's new term of 15 working days rests while the correction is awaited.
    assert (moved.due_on, asked.days_left) == (None, 15)
    assert "电话" in Message.objects.get(case=case, step=step).text


def test_a_deadline_that_is_the_same_runs_on(published, procedure, draft, officer, team_lead):
    load_working_days()
    case = filed_case(officer)
    Case.objects.filter(pk=case.pk).update(due_on=date(2026, 12, 3))
    building.save_draft(procedure.pk, draft | {"basis": "新"}, actor=officer.actor, expected=1)
    newer = publishing.publish(procedure.pk, actor=team_lead.actor, expected=2)
    [moved] = rebase([case.pk], newer.pk, actor=officer.actor)
    assert moved.due_on == date(2026, 12, 3)
    assert not Correction.objects.exists()


def test_decided_cases_never_move(case, second, officer, team_lead):
    move(case.pk, "refuse", actor=team_lead.actor, reason="不符合")
    assert "decided" in preview(Case.objects.get(pk=case.pk), second).refusal
    with pytest.raises(Conflict, match="Nothing was moved"):
        rebase([case.pk], second.pk, actor=officer.actor)


def test_of_many_all_or_none(case, second, officer, team_lead):
    other = filed_case(officer, "B2")
    move(other.pk, "register", actor=team_lead.actor)
    with pytest.raises(Conflict, match="B2: It is decided"):
        rebase([case.pk, other.pk], second.pk, actor=officer.actor)
    assert Case.objects.get(pk=case.pk).procedure == "open_lab/1"


def test_a_case_whose_state_is_gone_or_that_is_asked_for_something_stays(
    case, second, procedure, draft, officer, team_lead
):
    rebase([case.pk], second.pk, actor=officer.actor)
    newest = deepcopy(draft) | {"basis": "第三版"}
    building.save_draft(procedure.pk, newest, actor=officer.actor, expected=2)
    third = publishing.publish(procedure.pk, actor=team_lead.actor, expected=3)
    assert "correction is awaited" in preview(Case.objects.get(pk=case.pk), third).refusal


def test_only_the_office_of_a_case_moves_it(case, second, officer, enterprise_owner):
    elsewhere = cast.person(Role.ADMINISTRATOR)
    for stranger in (elsewhere, enterprise_owner):
        with pytest.raises(NotFound):
            rebase([case.pk], second.pk, actor=stranger.actor)
    with pytest.raises(NotFound):
        rebase([case.pk], 10**9, actor=officer.actor)


@pytest.mark.parametrize(
    "change",
    [
        {"procedure": "open_lab/2", "state": "registered"},
        {"procedure": "open_lab/3"},
        {"procedure": "policies.claim"},
        {"procedure": "open_lab/1/2"},
    ],
)
def test_the_database_knows_which_moves_there_are(case, second, change):
    with pytest.raises(DatabaseError, match="cannot go from"), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(**change)


def test_the_database_lets_no_decided_case_move_and_none_go_back(case, second, team_lead):
    Case.objects.filter(pk=case.pk).update(procedure="open_lab/2")
    with pytest.raises(DatabaseError, match="cannot go from"), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(procedure="open_lab/1")
    other = filed_case(cast.person(Role.OFFICER, team_lead.organization), "B2")
    move(other.pk, "register", actor=team_lead.actor)
    with pytest.raises(DatabaseError, match="cannot go from"), transaction.atomic():
        Case.objects.filter(pk=other.pk).update(procedure="open_lab/2")


def test_the_page_previews_and_moves_and_asks_as_often_for_many(case, second, officer):
    url = "/cases/procedures/open_lab/move/"

    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            page = officer.client.get(url, HTTP_ACCEPT_LANGUAGE="en")
        assert "Main instruments" in page.content.decode()
        return len(seen)

    few = queries()
    for number in range(2, 6):
        filed_case(officer, f"B{number}")
    assert queries() == few
    assert officer.client.post(url, {"case": [case.pk]}).status_code == 302
    assert Case.objects.get(pk=case.pk).procedure == "open_lab/2"
    assert len(movable(second.definition, second, officer.organization.pk)) == 4
