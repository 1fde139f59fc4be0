"""Who decides on an indicator: its own team leads and the administrator, nobody else."""

from __future__ import annotations

import pytest
from django.urls import reverse

from lianqiao.core.errors import NotAllowed
from lianqiao.core.indicators.models import Aggregate, Version
from lianqiao.core.indicators.services import Definition, define, set_public
from lianqiao.core.ledger.models import Entry
from lianqiao.core.parties.actors import ANYONE, Role
from lianqiao.core.parties.models import Organization
from tests.cast import actor, organization, person
from tests.core.indicators.conftest import SIGNED

CODE = "trial.signed"
MAY = [
    # role, in the indicator's department, may change it, may give it away
    (Role.OFFICER, True, False, False),
    (Role.OFFICER, False, False, False),
    (Role.TEAM_LEAD, True, True, False),
    (Role.TEAM_LEAD, False, False, False),
    (Role.ADMINISTRATOR, True, True, True),
    (Role.ADMINISTRATOR, False, True, True),
    (Role.OWNER, False, False, False),
    (None, False, False, False),
]


@pytest.fixture
def other(db):
    return organization(name="市另一局", kind=Organization.Kind.BUREAU)


@pytest.fixture(params=MAY, ids=lambda row: f"{row[0]}-{'own' if row[1] else 'other'}")
def case(request, indicator, bureau, other):
    indicator()
    role, is_own, *may = request.param
    if role is None:
        return ANYONE, *may
    in_bureau = role != Role.OWNER
    home = (bureau if is_own else other) if in_bureau else organization()
    return actor(role, home), *may


def _given(department, **values):
    return Definition(
        **{"name": "改名", "kinds": [SIGNED], "aggregate": Aggregate.COUNT}
        | values
        | {"department": department.pk}
    )


def _is_done(act):
    try:
        act()
    except NotAllowed:
        return False
    return True


def test_who_changes_it(case, bureau):
    who, may_change, _may_give = case
    assert _is_done(lambda: define(CODE, _given(bureau), actor=who)) is may_change
    assert Version.objects.filter(name="改名").exists() is may_change


def test_who_gives_it_to_another_department(case, other):
    who, _may_change, may_give = case
    assert _is_done(lambda: define(CODE, _given(other), actor=who)) is may_give


def test_who_hides_it(case):
    who, may_change, _may_give = case
    assert _is_done(lambda: set_public(CODE, actor=who, is_public=False)) is may_change
    assert Entry.objects.filter(kind="indicators.hidden").exists() is may_change


def test_a_lead_lays_nothing_down_for_another_department(other, lead):
    with pytest.raises(NotAllowed):
        define("trial.theirs", _given(other), actor=lead)


def test_showing_and_hiding_are_on_record_once(indicator, lead):
    indicator()
    for is_public in (True, False, False, True):
        set_public(CODE, actor=lead, is_public=is_public)
    kinds = Entry.objects.filter(kind__in=["indicators.shown", "indicators.hidden"])
    assert list(kinds.values_list("kind", flat=True)) == ["indicators.hidden", "indicators.shown"]


def test_the_page_of_another_department_offers_no_change(codes, indicator, bureau, other):
    indicator()
    address = reverse("indicators:edit", args=[CODE])
    for home, expected in ((bureau, 200), (other, 403)):
        lead = person(Role.TEAM_LEAD, home).client
        assert lead.get(address).status_code == expected
        shown = lead.get(reverse("indicators:indicator", args=[CODE])).getvalue().decode()
        assert (address in shown) is (expected == 200)
