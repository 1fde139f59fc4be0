"""Beginning a case: who may, once, under which version, and with what it begins."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from lianqiao.core.cases.models import Case, Definition
from lianqiao.core.cases.services import applying, saving, submitting
from lianqiao.core.errors import Conflict, NotAllowed, NotFound
from lianqiao.core.ledger.models import Entry
from lianqiao.core.parties.models import Fact, FactDefinition
from tests.core.cases.filing import procedure
from tests.core.cases.filing.conftest import COMPLETE


def begin(who, **more) -> Case:
    return applying.start(actor=who.actor, code=procedure.CODE, **more)


def test_a_case_begins_in_its_first_state_with_its_form(case, bureau, enterprise):
    assert (case.procedure, case.state, case.office) == ("workshop/1", "draft", bureau)
    assert case.organization == enterprise
    assert [row.form for row in case.filings.all()] == ["application"]
    assert Entry.objects.get(pk=case.steps.get().entry).kind == "workshop.open"


def test_a_second_draft_is_not_begun_unawares(case, enterprise_member):
    with pytest.raises(Conflict, match=case.number):
        begin(enterprise_member)
    assert begin(enterprise_member, another=True).number != case.number


def test_numbers_run_on_within_a_year(version, enterprise_owner, other_owner):
    numbers = [begin(who).number for who in (enterprise_owner, other_owner)]
    year = date.today().year
    assert numbers == [f"WORKSHOP-{year}00001", f"WORKSHOP-{year}00002"]


def test_other_kinds_of_organization_cannot_apply(version, institute, officer, citizen):
    for who in (institute, officer, citizen):
        with pytest.raises(NotAllowed):
            begin(who)


def test_what_is_closed_or_not_in_force_yet_takes_no_case(version, bureau, enterprise_owner):
    with pytest.raises(NotFound):
        begin(enterprise_owner, today=date(2025, 12, 31))
    Definition.objects.update(is_open=False)
    with pytest.raises(NotFound):
        begin(enterprise_owner)


def test_the_version_in_force_counts_and_stays(case, bureau, other_owner, save, enterprise_owner):
    save(title="智能产线", staff="80")
    fewer = [one for one in procedure.FIELDS if one["key"] not in {"staff", "researchers"}]
    procedure.published(bureau, procedure.document(*fewer))
    assert begin(other_owner).procedure == "workshop/2"
    assert Case.objects.get(pk=case.pk).procedure == "workshop/1"
    save(staff="90", true_copy=True)
    filing = case.filings.get()
    made = submitting.submit(actor=enterprise_owner.actor, filing=filing.pk)
    assert (made.procedure, made.values["staff"]) == ("workshop/1", "90")


@pytest.fixture
def revenue(codes, enterprise):
    """The tax office says 12.5 million yuan for 2025, known since March 2026."""
    return Fact.objects.create(
        organization=enterprise,
        definition=FactDefinition.objects.get(pk="revenue"),
        period_from=date(2025, 1, 1),
        period_to=date(2025, 12, 31),
        number=Decimal(1_250_000_000),
        source_id="tax",
        known_at="2026-03-02T10:00:00+08:00",
    )


def test_facts_on_record_stand_in_the_form_with_their_source(revenue, version, enterprise_owner):
    case = begin(enterprise_owner, today=date(2026, 11, 26))
    income = case.filings.get().buffer["income"]
    assert (income["type"], income["value"]) == ("number", "12500000.00")
    assert income["record"]["known_on"] == "2026-03-02"
    assert income["record"]["zh"] == revenue.source.name


def test_ones_own_word_on_a_fact_is_kept_beside_the_record(revenue, version, enterprise_owner):
    case = begin(enterprise_owner, today=date(2026, 11, 26))
    filing, actor = case.filings.get(), enterprise_owner.actor

    def say(value):
        saved = saving.save(
            actor=actor, filing=filing.pk, values={"income": value}, based_on={"income": 99}
        )
        return saved.filing.buffer["income"]

    mine = say({"type": "number", "value": "13000000.00"})
    assert (mine["value"], mine["record"]["value"]) == ("13000000.00", "12500000.00")
    assert say(None)["value"] == "12500000.00"


def test_the_next_case_begins_with_what_was_filed_last(submitted, enterprise_owner):
    again = begin(enterprise_owner)
    filing = again.filings.get()
    taken = {key: value for key, value in COMPLETE.items() if key != "true_copy"}
    assert filing.buffer == taken
    assert filing.marks["title"][2] == f"from:{submitted.number}"


def test_it_begins_empty_where_one_wants_that_and_can_be_filled_later(submitted, enterprise_owner):
    filing = begin(enterprise_owner, takes_over=False).filings.get()
    assert filing.buffer == {}
    actor = enterprise_owner.actor
    saving.save(actor=actor, filing=filing.pk, values={"title": "新"}, based_on={})
    done = saving.take_over(actor=actor, filing=filing.pk)
    assert done.buffer == {"title": "新", "staff": "80"}
    with pytest.raises(Conflict):
        saving.take_over(actor=actor, filing=filing.pk)


def test_another_organizations_filing_is_never_taken_over(submitted, other_owner):
    assert begin(other_owner).filings.get().buffer == {}


def test_the_form_of_a_later_state_is_opened_once(submitted, officer, enterprise_owner):
    from lianqiao.core.cases.services import take

    take(submitted.pk, "accept", actor=officer.actor)
    opened = [
        applying.open_filing(actor=enterprise_owner.actor, case=submitted.pk) for _twice in range(2)
    ]
    assert opened[0] == opened[1]
    assert opened[0].form == "report"


def test_where_nothing_is_asked_for_nothing_is_opened(submitted, enterprise_owner, other_owner):
    for who in (enterprise_owner, other_owner):
        with pytest.raises(NotFound):
            applying.open_filing(actor=who.actor, case=submitted.pk)
