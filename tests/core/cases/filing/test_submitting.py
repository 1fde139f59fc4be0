"""Handing in: complete as the server judges it, kept as it was, moved as the procedure says."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta

import pytest
from django.db import ProgrammingError, transaction

from lianqiao.core.cases.models import Case, Correction, Snapshot
from lianqiao.core.cases.services import ask_correction, submitting, take
from lianqiao.core.errors import Conflict, Invalid, NotAllowed, NotFound
from lianqiao.core.ledger.models import Entry
from lianqiao.core.parties.services.calendar import load_working_days
from tests.core.cases.filing import procedure
from tests.core.cases.filing.conftest import COMPLETE


@pytest.fixture
def submit(filing, enterprise_owner):
    def do(who=enterprise_owner, **more):
        return submitting.submit(actor=who.actor, filing=filing.pk, **more)

    return do


def test_a_complete_form_is_kept_and_the_case_moves(save, submit, filing):
    save(**COMPLETE, rent="200000.00")
    made = submit()
    # What does not show (the rent of a site that is not rented) is not filed.
    assert made.values == COMPLETE
    assert (made.number, made.procedure) == (1, "workshop/1")
    case = Case.objects.get(pk=filing.case_id)
    assert case.state == "submitted"
    assert Entry.objects.get(pk=case.steps.last().entry).kind == "workshop.submit"


def test_the_digest_is_that_of_the_sorted_json(save, submit):
    save(**COMPLETE)
    text = (
        '{"form":"application","procedure":"workshop/1",'
        '"values":{"staff":"80","title":"智能产线","true_copy":true}}'
    )
    assert submit().sha256 == hashlib.sha256(text.encode()).hexdigest()


def test_each_place_that_is_missing_or_wrong_is_named_in_order(save, submit, filing):
    save(staff="10", researchers="11", site="rent", budget=[{"item": "试剂"}, {"pieces": "2"}])
    with pytest.raises(Invalid) as refused:
        submit()
    assert list(refused.value.fields) == [
        "title",
        "researchers",
        "rent",
        "budget.1.item",
        "true_copy",
    ]
    assert refused.value.fields["researchers"] == "研发人员不能多于职工。"
    assert not Snapshot.objects.exists()


def test_members_fill_in_and_the_owner_hands_in(save, submit, enterprise_member, other_owner):
    save(enterprise_member, **COMPLETE)
    with pytest.raises(NotAllowed):
        submit(enterprise_member)
    with pytest.raises(NotFound):
        submit(other_owner)
    submit()


def test_handing_in_twice_is_once(save, submit):
    save(**COMPLETE)
    submit()
    with pytest.raises(Conflict):
        submit()
    assert Snapshot.objects.count() == 1


def test_a_snapshot_stays(submitted):
    with pytest.raises(ProgrammingError, match="append-only"), transaction.atomic():
        Snapshot.objects.update(values={})


def test_what_came_back_is_handed_in_as_the_next_number(submitted, officer, save, submit):
    take(submitted.pk, "back", actor=officer.actor)
    save(title="改过的产线")
    made = submit()
    assert (made.number, made.values["title"]) == (2, "改过的产线")
    assert Snapshot.objects.get(number=1).values["title"] == "智能产线"


def test_a_correction_is_met_and_the_case_stays_where_it_is(
    submitted, filing, officer, save, submit
):
    load_working_days()
    asked = ask_correction(filing.pk, ["staff"], "请核对人数", working_days=3, actor=officer.actor)
    save(staff="81")
    made = submit()
    assert Correction.objects.get(pk=asked.pk).met_by == made
    assert (made.number, made.values["staff"]) == (2, "81")
    assert Case.objects.get(pk=submitted.pk).state == "submitted"
    with pytest.raises(Conflict):
        save(staff="82")


def test_a_form_that_was_never_opened_is_named(submitted, officer, enterprise_owner):
    take(submitted.pk, "accept", actor=officer.actor)
    with pytest.raises(Invalid, match="年度报告"):
        submitting.step(actor=enterprise_owner.actor, case=submitted.pk, step="report")


def test_the_owner_withdraws(submitted, enterprise_owner, enterprise_member, other_owner):
    for who, refusal in ((enterprise_member, NotAllowed), (other_owner, NotFound)):
        with pytest.raises(refusal):
            submitting.step(actor=who.actor, case=submitted.pk, step="withdraw")
    done = submitting.step(actor=enterprise_owner.actor, case=submitted.pk, step="withdraw")
    assert done.state == "withdrawn"


@pytest.mark.parametrize("step", ["accept", "back", "report", "nonsense"])
def test_a_step_of_another_or_of_elsewhere_is_refused(submitted, enterprise_owner, step):
    with pytest.raises(Conflict):
        submitting.step(actor=enterprise_owner.actor, case=submitted.pk, step=step)


@pytest.fixture
def timed(bureau, enterprise_owner):
    """A case whose draft must be handed in within 5 working days, else it lapses."""
    load_working_days()
    content = procedure.document()
    content["states"][0]["term"] = {"working_days": 5, "leads_to": "lapse"}
    content["steps"].append(procedure.step("lapse", ["draft"], "withdrawn", "clock"))
    procedure.published(bureau, content)


def test_the_last_day_counts_whole_and_the_day_after_does_not(timed, enterprise_owner):
    from lianqiao.core.cases.services import applying, saving

    actor = enterprise_owner.actor
    case = applying.start(actor=actor, code=procedure.CODE)
    filing = case.filings.get()
    late = case.due_on + timedelta(days=1)
    given = {"actor": actor, "filing": filing.pk}
    saving.save(**given, values=COMPLETE, based_on={}, today=case.due_on)
    with pytest.raises(Conflict, match=str(case.due_on)):
        submitting.submit(**given, today=late)
    with pytest.raises(Conflict):
        saving.save(**given, values={"title": "迟"}, based_on={"title": 99}, today=late)
    assert submitting.submit(**given, today=case.due_on).number == 1
    assert isinstance(case.due_on, date)
