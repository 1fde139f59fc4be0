"""A run over what changed leaves what a run over everything would leave."""

from __future__ import annotations

import random
import time
from datetime import date, timedelta

import psycopg
import pytest
from django.utils import timezone

from lianqiao.core.parties import services as parties
from lianqiao.core.parties.models import Organization
from lianqiao.core.rules import revisions
from lianqiao.core.rules.models import Parameter, Revision
from lianqiao.core.rules.registry import registry
from lianqiao.desks.policies.judging import measures_in_force, plan_of
from lianqiao.desks.policies.models import Decision, Run
from lianqiao.desks.policies.services import runs
from lianqiao.desks.policies.services.portions import portions
from tests import cast
from tests.desks.policies.conftest import dictionary, measure, published, with_facts

TODAY = timezone.localdate()
RULES = (
    "rd_expense(year - 1) >= 500000 && !abnormal_listing",
    "title.high_tech || staff(year - 1) >= 20",
    "full_years(founded_on, today) < 3 || staff(year - 1) < 5",
    "size in ['small', 'micro'] || kind == 'institute'",
    "industry.startsWith('C') && rd_expense(year - 1) / revenue(year - 1) >= 0.03",
)


def open_decisions() -> dict:
    rows = Decision.objects.filter(until__isnull=True)
    return {(r.measure_id, r.organization_id): (r.verdict, r.amount) for r in rows}


def change(organization: Organization, chance: random.Random) -> None:
    """Change something of it that a rule may look at."""
    match chance.randrange(5):
        case 0:
            with_facts(organization, rd_expense__1=chance.randrange(1, 200) * 1_000_000)
        case 1:
            with_facts(organization, staff__1=chance.randrange(1, 40), revenue__1=100_000_000)
        case 2:
            with_facts(organization, abnormal_listing=chance.random() < 0.5)
        case 3:
            start = TODAY - timedelta(days=chance.randrange(1, 300))
            if not organization.titles.exists():
                parties.grant_title(
                    organization.pk,
                    "high-tech",
                    valid=(start, start + timedelta(days=chance.randrange(0, 600))),
                    granted_by="测试市科学技术局",
                )
        case _:
            organization.founded_on = TODAY - timedelta(days=chance.randrange(1, 3_000))
            organization.save()


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_same_is_left_as_by_a_run_over_everything(committed_db, data_dir, seed):
    chance = random.Random(seed)
    published(*[measure(condition=rule) for rule in RULES])
    city = [cast.organization() for _n in range(12)]
    runs.decide(on=TODAY)
    for days in (0, 1, 3):
        for organization in chance.sample(city, 4):
            change(organization, chance)
        on = min(TODAY + timedelta(days=days), date(TODAY.year, 12, 31))
        assert runs.decide(on=on, is_incremental=True).is_incremental
        found = open_decisions()
        whole = runs.decide(on=on)
        assert open_decisions() == found
        assert not Decision.objects.filter(since=whole).exists()


def looked_at() -> list[tuple[int, list[int] | None]]:
    """Return by how many measures which organizations a run begun now would look at."""
    words = registry()
    plans = {one.pk: plan_of(one, TODAY, words) for one in measures_in_force(TODAY)}
    run = Run.objects.create(
        reference_date=TODAY,
        facts_until=timezone.now(),
        moment=revisions.moment(),
        vocabulary=words.stamp,
        previous=Run.objects.filter(state="done").first(),
        is_incremental=True,
    )
    found = portions(run, plans)
    run.delete()
    return [(len(one.plans), one.organizations) for one in found]


def test_only_what_changed_is_looked_at(committed_db, data_dir):
    published(*[measure(condition=rule) for rule in RULES[:2]])
    city = [cast.organization() for _n in range(3)]
    runs.decide()
    assert not Revision.objects.exists()
    with_facts(city[1], staff__1=30)
    # No rule is to be decided for all; both for the one that changed.
    assert looked_at() == [(0, None), (2, [city[1].pk])]
    published(measure(condition=RULES[4]))
    # And the new one for all; its office is new too.
    [(new, everybody), (known, some)] = looked_at()
    assert (new, everybody, known) == (1, None, 2)
    assert city[1].pk in some
    assert city[0].pk not in some


def test_a_transaction_that_ends_after_a_run_is_news(committed_db, data_dir):
    published(measure(condition=RULES[0]))
    late = cast.organization()
    dictionary()
    with psycopg.connect(committed_db) as other:
        other.execute("UPDATE parties_organization SET name = '后提交' WHERE id = %s", [late.pk])
        runs.decide()
    # It began before the run, and what it changed was not seen by it.
    assert looked_at() == [(0, None), (1, [late.pk])]


def test_a_threshold_that_changes_is_decided_for_all(committed_db, data_dir):
    parameter = Parameter.objects.create(code="floor", name="门槛", unit="CNY")
    parameter.values.create(valid_from=date(2020, 1, 1), number=100)
    published(measure(condition="rd_expense(year - 1) >= param.floor"))
    runs.decide()
    parameter.values.create(valid_from=TODAY, number=200)
    assert [one[1] for one in looked_at()] == [None]


def test_a_fact_that_counts_only_from_later_on_is_not_missed(committed_db, data_dir):
    published(measure(condition=RULES[0]))
    one = with_facts(cast.organization(), rd_expense__1=100)
    # As by a clock that is ahead of the run's.
    soon = timezone.now() + timedelta(seconds=3)
    last_year = (date(TODAY.year - 1, 1, 1), date(TODAY.year - 1, 12, 31))
    parties.record_fact(
        one.pk, "rd_expense", 60_000_000, period=last_year, source="tax", known_at=soon
    )
    runs.decide()
    assert not open_decisions()
    time.sleep(max(0, (soon - timezone.now()).total_seconds()))
    runs.decide(is_incremental=True)
    assert [verdict for verdict, _amount in open_decisions().values()] == ["true"]


def test_what_came_with_a_dump_of_another_server_is_not_kept_for_ever(committed_db, data_dir):
    published(measure(condition=RULES[0]))
    one = cast.organization()
    Revision.objects.create(organization=one, transaction=10**15)
    runs.decide()
    assert not Revision.objects.exists()
