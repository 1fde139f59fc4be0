"""The city run finds who qualifies, says what changed, and agrees with every single judgement."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.management import call_command
from django.utils import timezone

from lianqiao.core.errors import Invalid
from lianqiao.core.ledger.models import Entry
from lianqiao.desks.policies.judging import judge, measures_in_force
from lianqiao.desks.policies.models import Decision, Run, Tally
from lianqiao.desks.policies.services import runs
from tests import cast
from tests.desks.policies.conftest import measure, published, with_facts

WAN = 1_000_000
TODAY = timezone.localdate()


def open_decisions():
    rows = Decision.objects.filter(until__isnull=True)
    return {(r.measure_id, r.organization_id): (r.verdict, r.amount) for r in rows}


@pytest.fixture
def row(bureau):
    """10% of last year's R&D expense from 500,000 yuan on, at most a million."""
    return published(measure(), office=bureau).measures.get()


@pytest.fixture
def enterprises(row):
    """Four with 499,999.99, 3 million, 20 million yuan of R&D, and one of whom nothing is known."""
    spent = [49_999_999, 300 * WAN, 2_000 * WAN]
    known = [with_facts(cast.organization(), rd_expense__1=value) for value in spent]
    return [*known, cast.organization()]


def test_who_qualifies_for_how_much_and_who_is_unknown(row, enterprises, officer):
    run = runs.decide(actor=officer.actor)
    assert run.asked_by == officer.user
    _, three, twenty, unknown = enterprises
    assert open_decisions() == {
        (row.pk, three.pk): ("true", 30 * WAN),
        (row.pk, twenty.pk): ("true", 100 * WAN),
        (row.pk, unknown.pk): ("unknown", None),
    }
    tally = Tally.objects.get(run=run)
    assert (tally.qualifying, tally.unknown, tally.refused) == (2, 1, 1)
    assert (tally.amount, run.subjects, run.done) == (130 * WAN, 4, 1)
    entry = Entry.objects.get(kind="policies.run.done")
    assert entry.quantities == {
        "measures": ["1", "1"],
        "enterprises": ["4", "1"],
        "qualifying": ["2", "1"],
        "unknown": ["1", "1"],
    }


def test_a_second_run_keeps_what_still_holds_and_ends_what_does_not(row, enterprises):
    first = runs.decide()
    poor, three, twenty, unknown = enterprises
    with_facts(poor, rd_expense__1=60 * WAN)
    with_facts(twenty, rd_expense__1=10 * WAN)
    second = runs.decide()
    assert second.previous_id == first.pk
    begun = Decision.objects.filter(since=second).values_list("organization", "amount")
    assert list(begun) == [(poor.pk, 6 * WAN)]
    assert list(Decision.objects.filter(until=second).values_list("organization", flat=True)) == [
        twenty.pk
    ]
    assert open_decisions()[row.pk, three.pk] == ("true", 30 * WAN)
    assert Decision.objects.get(organization=unknown).since_id == first.pk


def test_the_run_says_what_is_said_of_each_alone(bureau, enterprises):
    published(
        measure(condition="staff(year - 1) >= 20 || title.high_tech", payout="50000", cap=None),
        measure(
            condition="rd_expense(year - 1) / revenue(year - 1) >= 0.03 && !abnormal_listing",
            payout="min(net_profit(year - 1) * 0.05, 200000)",
            cap=None,
        ),
        measure(
            condition="size in ['small', 'micro'] || full_years(founded_on, today) < 3", cap=None
        ),
        office=bureau,
    )
    facts = [
        {"revenue__1": 100 * WAN, "net_profit__1": -5 * WAN, "staff__1": 10},
        {"revenue__1": 0, "rd_expense__1": 60 * WAN},
        {"revenue__1": 9_000 * WAN, "net_profit__1": 1_234_567, "staff__1": 20},
        {"staff__1": 19, "abnormal_listing": True},
    ]
    for organization, known in zip(enterprises, facts, strict=True):
        with_facts(organization, **known)
    runs.decide()
    found, measures = open_decisions(), list(measures_in_force(TODAY))
    assert len(measures) == 4
    verdicts = {True: "true", None: "unknown"}
    for organization in enterprises:
        for one in judge(measures, organization=organization.pk, on=TODAY):
            kept = found.get((one.measure.pk, organization.pk))
            expected = None if one.verdict is False else (verdicts[one.verdict], one.amount)
            assert kept == expected, (one.measure.condition, organization)


def test_only_versions_in_force_are_decided(bureau, enterprises):
    published(measure(), office=bureau, valid_from=date(TODAY.year + 1, 1, 1))
    assert runs.decide().total == 1
    with pytest.raises(Invalid):
        runs.decide(on=date(2000, 1, 1))


def test_a_run_whose_worker_is_gone_has_failed(row):
    Run.objects.create(
        reference_date=TODAY, facts_until=timezone.now(), state="running", total=3, done=1
    )
    # Nobody holds the lock: whoever ran that is gone.
    runs.decide()
    assert list(Run.objects.order_by("pk").values_list("state", flat=True)) == ["failed", "done"]


def test_a_run_that_fails_leaves_what_held(row, enterprises):
    runs.decide()
    held = open_decisions()
    with_facts(enterprises[0], rd_expense__1=60 * WAN)

    def interrupted(done, total):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        runs.decide(progress=interrupted)
    assert open_decisions() == held
    assert Run.objects.order_by("pk").last().state == "failed"


def test_the_command_tells_what_was_found(row, enterprises, capsys):
    call_command("policies", "decide")
    said = capsys.readouterr().out
    assert "企业研发投入奖补" in said
    assert "1,300,000.00" in said
