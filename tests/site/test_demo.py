"""The demo's policies: their rules hold, the run finds something, and 'My policies' is full."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db.models import Sum
from django.utils import timezone

from lianqiao.core.parties import services
from lianqiao.core.parties.models import Organization, User
from lianqiao.core.rules.registry import vocabulary
from lianqiao.desks.policies.judging import measures_in_force
from lianqiao.desks.policies.models import Policy, Route, Run, RunState, Topic, Version
from lianqiao.desks.policies.queries.mine import mine
from lianqiao.engines.rules import BOOL, YUAN, check, planned
from lianqiao.site.demo import collection, figures, grants, people

ROOT = Path(__file__).parents[2]
TODAY = timezone.localdate()


@pytest.fixture
def demo(db):
    """Load the parties and the policies of the demo, without its year."""
    call_command("codes", only_empty=True, verbosity=0)
    people.settle(collection.read(ROOT / "collection"))
    grants.load()


def test_the_demo_has_policies_that_count_and_what_they_ask_of_enterprises(demo):
    assert grants.is_loaded()
    assert Policy.objects.count() >= 30
    assert not Policy.objects.filter(is_invented=False).exists()
    for version in Version.objects.all():
        assert version.approved_by_id not in {version.drafted_by_id, version.submitted_by_id}
    measures = list(measures_in_force(TODAY))
    assert len(measures) >= Policy.objects.count()
    words = vocabulary()
    for one in measures:
        planned(check(one.condition, words, BOOL), check(one.payout, words, YUAN), TODAY)
    assert {one.route for one in measures} == {Route.DIRECT, Route.APPLICATION}

    run = Run.objects.get()
    assert run.state == RunState.DONE
    assert run.total == len(measures)
    found = run.tallies.aggregate(yes=Sum("qualifying"), unknown=Sum("unknown"))
    assert found["yes"] > run.total
    assert found["unknown"] > run.total

    childcare = run.tallies.get(measure__code="childcare")
    assert childcare.qualifying == 60
    assert childcare.amount == 1_021_150_000  # fen: 10.2115 million yuan

    user = User.objects.get(username="enterprise")
    own = mine(services.actor_of(user), TODAY)
    assert len(own.yes) >= 3
    assert len(own.maybe) >= 2
    assert len(own.no) >= 3
    assert not own.unjudged
    assert own.total > 0
    assert all(one.missing for one in own.maybe)


def test_the_policies_read_as_real_ones_and_one_stands_in_two_generations():
    found = dict(grants.drafts())
    assert len(found) >= 30
    for versions in found.values():
        for draft in versions:
            assert draft.issuer.endswith("（虚构）")
            assert draft.text.startswith("## 第一条\n\n")
            articles = [line for line in draft.text.splitlines() if line.startswith("## ")]
            assert len(articles) == len(set(articles)) >= 8
            assert len(draft.text) >= 400
            assert draft.interpretation
    topics = {topic for versions in found.values() for topic in versions[0].topics}
    assert topics == set(Topic.values)
    [(code, (old, new))] = [item for item in found.items() if len(item[1]) > 1]
    assert code == "demo-cultivation"
    assert (old.valid_to, new.valid_from) == (date(2026, 3, 31), date(2026, 4, 1))
    specialized = [draft.measures[1].condition for draft in (old, new)]
    assert "revenue(year - 1) >= 10000000" in specialized[0]  # the line of 2022, then that of 2026
    assert "revenue(year - 1) >= 15000000" in specialized[1]


def test_the_same_seed_tells_the_same_figures_and_leaves_some_out():
    one, other = (Organization(name="x", uscc=f"9100000000000000{n}") for n in "12")
    assert list(figures.said(one)) == list(figures.said(one))
    assert list(figures.said(one)) != list(figures.said(other))
    asked = len(figures.figures()) * len(figures.YEARS)
    assert asked / 2 < len(list(figures.said(one))) < asked
