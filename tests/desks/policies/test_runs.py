"""The city run finds who qualifies, says what changed, and agrees with every single judgement."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from lianqiao.core.errors import Conflict, Invalid
from lianqiao.core.ledger.models import Entry
from lianqiao.desks.policies.judging import judge, measures_in_force
from lianqiao.desks.policies.models import Decision, Run, Tally
from lianqiao.desks.policies.services import publishing, runs
from tests import cast
from tests.desks.policies.conftest import measure, published, with_facts, writer

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


def test_a_run_whose_worker_is_gone_goes_on(row, enterprises):
    gone = runs.decide()
    # Nobody holds the lock: whoever ran that is gone.
    Run.objects.filter(pk=gone.pk).update(state="running", finished_at=None)
    again = runs.decide()
    assert (again.pk, again.state, again.done, again.total) == (gone.pk, "done", 1, 1)


def interrupted(done, total):
    if done:
        raise KeyboardInterrupt


def test_an_interrupted_run_goes_on_where_it_stopped(bureau, enterprises):
    published(*[measure(condition=f"staff(year - 1) >= {n}") for n in range(1, 25)], office=bureau)
    with_facts(enterprises[1], staff__1=10)
    with pytest.raises(KeyboardInterrupt):
        runs.decide(progress=interrupted)
    stopped = Run.objects.get()
    assert (stopped.state, stopped.done, stopped.total) == ("stopped", 10, 25)
    kept = set(open_decisions())
    assert len({measure for measure, _organization in kept}) == 10
    run = runs.decide()
    assert (run.pk, run.state, run.done, run.total) == (stopped.pk, "done", 25, 25)
    assert Tally.objects.filter(run=run).count() == 25
    assert kept < set(open_decisions())
    assert Entry.objects.filter(kind="policies.run.done").count() == 1


def test_a_run_of_another_day_is_not_gone_on_with(bureau, enterprises):
    with pytest.raises(KeyboardInterrupt):
        runs.decide(progress=interrupted)
    run = runs.decide(on=date(TODAY.year, 12, 31))
    states = list(Run.objects.order_by("pk").values_list("state", flat=True))
    assert (run.total, states) == (1, ["failed", "done"])


def test_somebody_stops_a_run_and_it_goes_on(bureau, enterprises, officer):
    published(*[measure(condition=f"staff(year - 1) >= {n}") for n in range(1, 25)], office=bureau)

    def stop(done, total):
        if done == 10:
            runs.stop(actor=officer.actor, run=Run.objects.get().pk)

    run = runs.decide(progress=stop)
    assert (run.state, run.done) == ("stopped", 10)
    with pytest.raises(Conflict):
        runs.stop(actor=officer.actor, run=run.pk)
    assert runs.decide().state == "done"


def test_what_no_measure_says_any_more_ends(bureau, row, enterprises):
    runs.decide()
    published(measure(condition="staff(year - 1) >= 1"), office=bureau)
    actor = writer(bureau).actor
    publishing.withdraw(actor=actor, version=row.version_id, reason="政策调整")
    run = runs.decide()
    assert not Decision.objects.filter(measure=row, until__isnull=True).exists()
    assert Decision.objects.filter(measure=row, until=run).count() == 3


def test_the_command_tells_what_was_found(row, enterprises, capsys):
    call_command("policies", "decide")
    said = capsys.readouterr().out
    assert "企业研发投入奖补" in said
    assert "1,300,000.00" in said


def test_the_list_shows_how_far_a_run_is_and_stops_it(row, enterprises, officer, enterprise_owner):
    run = runs.decide()
    Run.objects.filter(pk=run.pk).update(state="running", done=3, total=9)
    page, stop = reverse("policies:runs"), reverse("policies:run_stop", args=[run.pk])
    text = officer.client.get(page).content.decode()
    assert '<progress max="9" value="3"' in text
    assert 'hx-trigger="every 1s"' in text
    assert enterprise_owner.client.post(stop).status_code == 404
    assert officer.client.post(stop).status_code == 302
    assert "hx-trigger" not in officer.client.get(page).content.decode()
    assert officer.client.post(stop).status_code == 409


def test_ctrl_c_says_that_the_command_goes_on(row, enterprises, monkeypatch):
    @contextmanager
    def bar(label):
        yield interrupted

    monkeypatch.setattr("lianqiao.desks.policies.management.commands.policies.progress_bar", bar)
    with pytest.raises(CommandError, match="同一命令即可继续"):
        call_command("policies", "decide")
    assert Run.objects.get().state == "stopped"
