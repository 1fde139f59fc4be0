"""Runs that break off, and what happens meanwhile: nothing is lost, nothing is said twice."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from lianqiao.core.parties.actors import Role
from lianqiao.desks.policies.models import Decision, Message, Run, Tally
from lianqiao.desks.policies.services import publishing, runs
from tests import cast
from tests.desks.policies.conftest import measure, published, with_facts, writer

TODAY = timezone.localdate()


def interrupted(done: int, total: int) -> None:
    if done:
        raise KeyboardInterrupt


def many(office, count: int = 24):
    """Publish so many measures that a run keeps them in several parts."""
    rules = [measure(condition=f"staff(year - 1) >= {n}") for n in range(1, count + 1)]
    return published(*rules, office=office)


def test_a_run_goes_on_after_what_it_decided_was_withdrawn(bureau):
    gone = many(bureau, 10)
    many(bureau, 10)
    with_facts(cast.organization(), staff__1=5)
    with pytest.raises(KeyboardInterrupt):
        runs.decide(progress=interrupted)
    assert Tally.objects.filter(measure__version=gone).exists()
    publishing.withdraw(actor=writer(bureau).actor, version=gone.pk, reason="政策调整")
    run = runs.decide()
    assert (run.state, run.done, run.total) == ("done", 10, 10)
    assert not run.tallies.filter(measure__version=gone).exists()
    assert not Decision.objects.filter(measure__version=gone, until=None).exists()


def test_a_stopped_run_counts_all_that_it_kept(bureau, monkeypatch):
    many(bureau)
    with_facts(cast.organization(), staff__1=5)
    keep = runs._keep

    def stopped_meanwhile(*given):
        keep(*given)
        Run.objects.update(state="stopped")

    monkeypatch.setattr(runs, "_keep", stopped_meanwhile)
    run = runs.decide()
    kept = Tally.objects.filter(run=run).count()
    assert (run.state, kept) == ("stopped", 10)
    assert Run.objects.get().done == kept
    monkeypatch.undo()
    run = runs.decide()
    assert (run.state, run.done, run.total) == ("done", 24, 24)


def test_what_a_run_found_that_never_ended_is_told_by_the_next(bureau):
    many(bureau)
    owner = cast.person(Role.OWNER)
    with_facts(owner.organization, staff__1=0)
    runs.decide()
    with_facts(owner.organization, staff__1=5)
    with pytest.raises(KeyboardInterrupt):
        runs.decide(progress=interrupted)
    assert not Message.objects.exists()
    # Of another day: what was begun is not gone on with.
    last = runs.decide(on=TODAY + timedelta(days=1), is_incremental=True)
    assert Decision.objects.filter(until=None, verdict="true", since=last).count() == 5
    assert Message.objects.get().reasons == ["qualifies"]


def test_a_changed_bureau_is_no_enterprise_of_an_incremental_run(committed_db, data_dir):
    office = cast.organization(kind="bureau")
    many(office, 2)
    with_facts(cast.organization(), staff__1=5)
    runs.decide()
    office.address = "新址路1号"
    office.save()
    run = runs.decide(is_incremental=True)
    assert not Decision.objects.filter(organization=office).exists()
    assert Tally.objects.filter(run=run, unknown__gt=0).count() == 0
