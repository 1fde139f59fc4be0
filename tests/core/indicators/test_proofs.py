"""Published figures stay as they were, and tell when their records were tampered with."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import transaction

from lianqiao.core.errors import Conflict, NotAllowed
from lianqiao.core.indicators.models import Aggregate, Frozen
from lianqiao.core.indicators.periods import Period
from lianqiao.core.indicators.queries import Asked, checked, document, frozen, value
from lianqiao.core.indicators.services import freeze
from lianqiao.core.ledger import roots
from lianqiao.core.ledger.sealing import seal_all
from lianqiao.core.ledger.services import correct
from lianqiao.core.parties.actors import ANYONE, Role
from lianqiao.core.parties.models import Organization
from tests.cast import actor, organization
from tests.core.indicators import conftest as trial

YEAR = Period.year(2024)


@pytest.fixture
def city(committed_db):
    """A bureau, its indicators and three contracts, committed."""
    bureau = organization(name="市测试局", kind=Organization.Kind.BUREAU)
    lead = actor(Role.TEAM_LEAD, bureau)

    def lay_down(code, **values):
        given = {"name": code, "department": bureau.pk, "kinds": [trial.SIGNED]}
        return trial.define(code, trial.Definition(**given | values), actor=lead)

    lay_down("trial.signed", aggregate=Aggregate.COUNT)
    lay_down("trial.money", aggregate=Aggregate.SUM, quantity="amount")
    lay_down(
        "trial.mean",
        aggregate=Aggregate.RATIO,
        kinds=[],
        numerator="trial.money",
        denominator="trial.signed",
    )
    return lead


@pytest.fixture
def signed(city, sign_committed):
    return [sign_committed(f"2024-0{month}-01T10:00", amount=month) for month in (1, 2, 3)]


@pytest.fixture
def sign_committed(committed_db):
    def sign(when, amount):
        with transaction.atomic():
            return trial.record(
                trial.SIGNED,
                subject=1,
                region=trial.LAOSHAN,
                quantities={"amount": Decimal(amount)},
                at=trial.at(when),
            )

    return sign


def publish(actor, *codes):
    seal_all()
    return freeze([Asked(code, YEAR) for code in codes], actor=actor)


def test_a_published_figure_has_its_entries_and_seal(city, signed):
    count, money = publish(city, "trial.signed", "trial.money")
    assert (count.value, money.value, count.seal) == (3, 6, 1)
    assert count.entries == money.entries == signed
    assert checked(count.pk).holds
    assert checked(money.pk).holds
    assert document(money)["value"] == "6"


def test_nothing_is_published_that_is_not_sealed(city, signed):
    with pytest.raises(Conflict):
        freeze([Asked("trial.signed", YEAR)], actor=city)
    assert not Frozen.objects.exists()


def test_later_entries_corrections_and_versions_change_nothing_published(
    city, signed, sign_committed
):
    [money] = publish(city, "trial.money")
    sign_committed("2024-12-31T23:59", amount=100)
    with transaction.atomic():
        correct(signed[0], actor=ANYONE, quantities={"amount": Decimal(50)})
    department = money.version.department_id
    redefined = trial.Definition("x", department, Aggregate.COUNT, kinds=[trial.SIGNED])
    trial.define("trial.money", redefined, actor=city)
    seal_all()
    assert frozen(money.pk).value == 6
    assert checked(money.pk).holds
    assert value("trial.money", YEAR).value == 4


def test_a_tampered_entry_is_named(city, signed, committed_db, superuser_connection):
    count, mean = publish(city, "trial.signed", "trial.mean")
    connection = superuser_connection(committed_db)
    connection.execute("ALTER TABLE ledger_entry DISABLE TRIGGER ALL")
    connection.execute(
        'UPDATE ledger_entry SET quantities = \'{"amount": ["999", "CNY"]}\' WHERE id = %s',
        [signed[1]],
    )
    for row in (count, mean):
        found = checked(row.pk)
        assert not found.holds
        assert found.entry == signed[1]


@pytest.mark.parametrize(
    "tampering",
    [
        "DELETE FROM ledger_entry WHERE id = {entry}",
        "DELETE FROM ledger_sealedentry WHERE entry_id = {entry}",
        "UPDATE ledger_sealedentry SET leaf = sha256('x') WHERE entry_id = {entry}",
        "UPDATE ledger_seal SET root = sha256('x')",
        "UPDATE indicators_frozen SET value = 7",
        "UPDATE indicators_frozen SET entries = entries[1:2]",
    ],
)
def test_whatever_is_tampered_with_shows(
    city, signed, committed_db, superuser_connection, tampering
):
    [money] = publish(city, "trial.money")
    connection = superuser_connection(committed_db)
    for table in ("ledger_entry", "ledger_sealedentry", "ledger_seal", "indicators_frozen"):
        connection.execute(f"ALTER TABLE {table} DISABLE TRIGGER ALL")
    connection.execute(tampering.format(entry=signed[1]))
    assert not checked(money.pk).holds


def test_entry_and_leaf_rewritten_together_show_by_the_published_root(
    city, signed, committed_db, superuser_connection
):
    [money] = publish(city, "trial.money")
    lines = roots.roots_file().read_bytes()
    roots.roots_file().write_bytes(lines.replace(lines.split()[3], b"0" * 64))
    assert not checked(money.pk).holds


def test_a_figure_of_nothing_is_published_as_such(city):
    count, mean = publish(city, "trial.signed", "trial.mean")
    assert (count.value, count.entries, mean.value) == (0, [], None)
    assert checked(count.pk).holds
    assert checked(mean.pk).holds


def test_only_departments_publish(city, signed):
    seal_all()
    with pytest.raises(NotAllowed):
        freeze([Asked("trial.signed", YEAR)], actor=ANYONE)


def test_what_is_published_cannot_be_rewritten(city, signed):
    [count] = publish(city, "trial.signed")
    with pytest.raises(Exception, match="append-only"), transaction.atomic():
        Frozen.objects.filter(pk=count.pk).update(value=9)
