"""Laying indicators down: what is refused, and that a change is a new version."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from lianqiao.core.errors import Conflict, Invalid, NotAllowed
from lianqiao.core.indicators.models import Aggregate, Version
from lianqiao.core.indicators.periods import Period
from lianqiao.core.indicators.queries import in_force, value, version_of
from lianqiao.core.indicators.services import Definition, define, set_public
from lianqiao.core.ledger.kinds import kinds, quantity_label
from lianqiao.core.ledger.models import Entry
from lianqiao.core.parties.actors import ANYONE, Role
from tests.cast import actor, organization
from tests.core.indicators.conftest import SAID, SIGNED


def test_a_change_is_a_new_version_and_the_old_one_stays(indicator, sign):
    sign("2024-05-01T10:00", local=1)
    sign("2024-05-01T10:00", local=0)
    first = indicator()
    second = indicator(condition="local == 1")
    assert (first.number, second.number) == (1, 2)
    assert version_of("trial.signed") == second
    assert value("trial.signed", Period.year(2024)).value == 1
    assert Version.objects.get(pk=first.pk).condition == ""
    assert Entry.objects.filter(kind="indicators.defined").count() == 2


def test_the_same_again_is_no_new_version(indicator):
    assert indicator() == indicator()


def test_who_was_slower_is_told(indicator, lead, bureau):
    indicator()
    indicator(name="签约合同数")
    slower = Definition("签约", bureau.pk, Aggregate.COUNT, kinds=[SIGNED])
    with pytest.raises(Conflict):
        define("trial.signed", slower, actor=lead, expected=1)


@pytest.mark.parametrize("role", [Role.OFFICER, Role.OWNER, None])
def test_only_leads_lay_down(db, bureau, role):
    who = actor(role, bureau) if role == Role.OFFICER else actor(role) if role else ANYONE
    with pytest.raises(NotAllowed):
        define("trial.x", Definition("x", bureau.pk, Aggregate.COUNT, kinds=[SIGNED]), actor=who)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": " "}, "name"),
        ({"kinds": []}, "kinds"),
        ({"kinds": ["nobody.declares"]}, "kinds"),
        ({"aggregate": Aggregate.SUM}, "quantity"),
        ({"aggregate": Aggregate.SUM, "quantity": "amount", "kinds": [SAID]}, "quantity"),
        ({"aggregate": Aggregate.REPORTED}, "kinds"),
        ({"aggregate": Aggregate.RATIO, "kinds": [], "numerator": "trial.signed"}, "denominator"),
        ({"periods": []}, "periods"),
        ({"scopes": ["moon"]}, "scopes"),
        ({"condition": "amount >="}, "condition"),
        ({"condition": "heads > 3"}, "condition"),
        ({"condition": "amount > 3 && amount < 2"}, "condition"),
        ({"condition": "happened_on < today"}, "condition"),
        ({"condition": "region == 370212"}, "condition"),
    ],
)
def test_what_cannot_be_counted_is_refused_at_its_field(indicator, values, field):
    indicator()
    with pytest.raises(Invalid) as refusal:
        indicator("trial.other", **values)
    assert field in refusal.value.fields


@pytest.mark.parametrize("code", ["", "Trial", "a b", "a..b", "é", "a;DROP TABLE x", "x" * 65])
def test_a_code_is_plain(indicator, code):
    with pytest.raises(Invalid) as refusal:
        indicator(code)
    assert "code" in refusal.value.fields


def test_a_problem_is_said_at_its_place_and_in_the_readers_language(indicator):
    with translation.override("en"), pytest.raises(Invalid) as refusal:
        indicator(condition="amount >= 1 && heads > 3")
    assert "column 16" in refusal.value.fields["condition"]


def test_a_ratio_of_ratios_is_refused(indicator):
    indicator()
    ratio = {
        "aggregate": Aggregate.RATIO,
        "kinds": [],
        "numerator": "trial.signed",
        "denominator": "trial.signed",
    }
    indicator("trial.ratio", **ratio)
    with pytest.raises(Invalid) as refusal:
        indicator("trial.worse", **ratio | {"denominator": "trial.ratio"})
    assert "denominator" in refusal.value.fields


def test_versions_cannot_be_rewritten(indicator):
    version = indicator()
    with pytest.raises(Exception, match="append-only"), transaction.atomic():
        Version.objects.filter(pk=version.pk).update(name="x")
    with pytest.raises(Exception, match="append-only"), transaction.atomic():
        version.delete()


def test_the_database_refuses_what_has_no_sense(indicator):
    version = indicator()
    version.pk, version.number, version.kinds = None, 2, []
    with pytest.raises(IntegrityError, match="indicator_kinds_where_counted"):
        version.save(force_insert=True)


def test_what_is_not_public_is_not_there_for_others(indicator, lead):
    indicator()
    set_public("trial.signed", actor=lead, is_public=False)
    assert not in_force().exists()
    assert in_force(lead).get().code == "trial.signed"


def test_one_name_means_one_unit_everywhere(db):
    """A condition speaks of quantities by name alone."""
    units: dict[str, set[str]] = {}
    for kind in kinds():
        for name, unit in kind.quantities.items():
            units.setdefault(name, set()).add(unit)
    assert {name: found for name, found in units.items() if len(found) > 1} == {}
    own = {"department", "region", "happened_on"}
    assert not own & units.keys()
    assert quantity_label("amount")


def test_the_department_is_one_of_the_city(indicator):
    with pytest.raises(Invalid) as refusal:
        indicator(department=organization().pk)
    assert "department" in refusal.value.fields


def test_a_sum_is_exact(indicator, sign):
    indicator("trial.money", aggregate=Aggregate.SUM, quantity="amount", unit="元")
    for amount in ("0.10", "0.20", "9999999999999.99"):
        sign("2024-05-01T10:00", amount=amount)
    assert value("trial.money", Period.year(2024)).value == Decimal("10000000000000.29")
