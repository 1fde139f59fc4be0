"""A round is set up, copied from the last one, and changed only while its roll is open."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from lianqiao.core.errors import Conflict, Invalid, NotAllowed, NotFound
from lianqiao.core.parties.actors import ANYONE
from lianqiao.desks.reports.evaluation import services
from lianqiao.desks.reports.evaluation.models import Round
from lianqiao.desks.reports.evaluation.services import (
    ChoiceLine,
    GroupLine,
    ItemLine,
    StratumLine,
    Terms,
)

HALF = Decimal("0.5")


@pytest.fixture
def terms(poll) -> Terms:
    """Sign-up for a week, the seed two days later, a fortnight of voting."""
    return Terms(
        2027, "政府部门评议", poll.at(7), "体彩排列五", "0 0 0 0 0", poll.day(9),
        poll.at(14), poll.at(28),
    )  # fmt: skip


@pytest.fixture
def made(poll, terms) -> Round:
    return services.make_round(terms, actor=poll.lead.actor)


def test_a_new_round_is_as_the_last_one(poll, made):
    assert made.stage == "preparing"
    names = ("code", "name", "kind", "region", "seats", "weight")
    assert list(made.strata.values_list(*names)) == list(poll.round.strata.values_list(*names))
    assert [item.weight for item in made.items.all()] == [one.weight for one in poll.items]
    assert [one.label for one in made.choices.all()] == [one.label for one in poll.choices]
    judged = [[one.department for one in group.judged.all()] for group in made.groups.all()]
    assert {one for group in judged for one in group} == set(poll.departments)
    assert not made.volunteers.exists()


def test_only_leads_of_a_bureau_prepare_rounds(poll, terms, enterprise_owner):
    for actor in (ANYONE, enterprise_owner.actor):
        with pytest.raises(NotFound):
            services.make_round(terms, actor=actor)
    with pytest.raises(NotAllowed):
        services.make_round(terms, actor=poll.second.actor)


@pytest.mark.parametrize(
    ("name", "value", "field"),
    [
        ("seed_on", 7, "seed_on"),
        ("vote_from", 8, "vote_from"),
        ("vote_until", 14, "vote_until"),
        ("smallest", 4, "smallest"),
        ("name", " ", "name"),
        ("seed_source", "", "seed_source"),
        ("seed_like", "", "seed_like"),
        ("seed_like", "某日收盘指数", "seed_like"),
        ("keep_days", 0, "keep_days"),
    ],
)
def test_terms_follow_each_other(poll, terms, name, value, field):
    if name == "seed_on":
        value = poll.day(value)
    elif name.startswith("vote"):
        value = poll.at(value)
    with pytest.raises(Invalid) as refused:
        services.make_round(replace(terms, **{name: value}), actor=poll.lead.actor)
    assert field in refused.value.fields


def test_one_name_in_a_year(poll, terms, made):
    with pytest.raises(Conflict):
        services.make_round(terms, actor=poll.lead.actor)


def test_opens_when_it_is_whole(poll, made):
    actor = poll.lead.actor
    services.set_items(made.pk, [ItemLine("总体", "", HALF)], actor=actor)
    with pytest.raises(Invalid):
        services.open_enrolment(made.pk, actor=actor)
    services.set_items(made.pk, [ItemLine("甲", "", HALF), ItemLine("乙", "", HALF)], actor=actor)
    assert services.open_enrolment(made.pk, actor=actor).stage == "enrolling"
    with pytest.raises(Conflict):
        services.open_enrolment(made.pk, actor=actor)


def test_does_not_open_after_its_end(poll, made):
    Round.objects.filter(pk=made.pk).update(enrol_until=poll.now - timedelta(seconds=1))
    with pytest.raises(Invalid):
        services.open_enrolment(made.pk, actor=poll.lead.actor)


def test_strata_with_volunteers_stay(poll):
    lines = [StratumLine("new", "新", "residents", None, 5, Decimal(1))]
    with pytest.raises(Conflict):
        services.set_strata(poll.round.pk, lines, actor=poll.lead.actor)


@pytest.mark.parametrize(
    "line",
    [
        StratumLine("a,b", "坏", "residents", None, 5, HALF),
        StratumLine("a", "坏", "residents", None, 0, HALF),
        StratumLine("a", "坏", "residents", None, 5, Decimal(0)),
        StratumLine("a", "坏", "residents", None, 5, Decimal("1.5")),
    ],
)
def test_strata_that_make_no_sense(poll, made, line):
    with pytest.raises(Invalid):
        services.set_strata(made.pk, [line], actor=poll.lead.actor)
    assert made.strata.count() == 4


def test_a_department_stands_in_one_group(poll, made):
    one, other = poll.departments[0].pk, poll.departments[1].pk
    twice = [GroupLine("甲", [one, other]), GroupLine("乙", [one])]
    with pytest.raises(Invalid):
        services.set_groups(made.pk, twice, actor=poll.lead.actor)
    with pytest.raises(Invalid):
        services.set_groups(made.pk, [GroupLine("甲", [10**9])], actor=poll.lead.actor)
    services.set_groups(made.pk, [GroupLine("甲", [other])], actor=poll.lead.actor)
    assert made.judged.count() == 1


def test_nothing_is_changed_once_the_roll_is_closed(poll, terms):
    poll.frozen()
    given = {"actor": poll.lead.actor}
    pk = poll.round.pk
    for change in (
        lambda: services.change_terms(pk, terms, **given),
        lambda: services.set_strata(pk, [], **given),
        lambda: services.set_items(pk, [], **given),
        lambda: services.set_choices(pk, [ChoiceLine("好", Decimal(100))], **given),
        lambda: services.set_groups(pk, [], **given),
        lambda: services.drop_round(pk, **given),
    ):
        with pytest.raises(Conflict):
            change()
    later = poll.round.vote_until + timedelta(days=7)
    services.change_days(pk, vote_from=poll.at(1), vote_until=later, **given)


def test_another_offices_round_is_not_there(poll, terms):
    stranger = type(poll)().lead.actor
    with pytest.raises(NotFound):
        services.change_terms(poll.round.pk, terms, actor=stranger)
    with pytest.raises(NotFound):
        services.freeze(poll.round.pk, actor=stranger)


def test_a_round_set_up_on_its_pages(poll, made):
    browser = poll.lead.client
    rows = {
        "rows-TOTAL_FORMS": 3, "rows-INITIAL_FORMS": 0,
        "rows-0-label": "好", "rows-0-points": "100",
        "rows-1-label": "", "rows-1-points": "",
        "rows-2-label": "不好", "rows-2-points": "0",
    }  # fmt: skip
    part = reverse("evaluation:part", args=[made.pk, "choices"])
    assert browser.post(part, rows).status_code == 302
    assert list(made.choices.values_list("position", "label")) == [(1, "好"), (2, "不好")]
    assert browser.post(part, rows | {"rows-0-points": "101"}).status_code == 422
    groups = {"name-1": "一组", f"department-{poll.departments[3].pk}": "1"}
    address = reverse("evaluation:groups", args=[made.pk])
    assert browser.post(address, groups).status_code == 302
    assert [one.department for one in made.judged.all()] == [poll.departments[3]]
    nameless = groups | {f"department-{poll.departments[2].pk}": "2"}
    assert browser.post(address, nameless).status_code == 422
    step = reverse("evaluation:step", args=[made.pk, "open"])
    assert poll.second.client.post(step).status_code == 403
    assert browser.post(step).status_code == 302
    assert browser.post(reverse("evaluation:step", args=[made.pk, "freeze"])).status_code == 422
    assert browser.post(reverse("evaluation:step", args=[made.pk, "nonsense"])).status_code == 404
