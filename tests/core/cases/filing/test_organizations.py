"""A field for an organization: one on record keeps its id, a free name stays a name."""

from __future__ import annotations

import pytest

from lianqiao.core.cases.documents import fields as f
from lianqiao.core.cases.documents.words import Label
from lianqiao.core.cases.forms.reading import Lists, read
from lianqiao.core.parties.queries.pickers import organization_on_record, pick
from tests.cast import organization

CODE = "91110000600037341L"
FIELD = f.OrganizationField(kind="organization", key="partner", label=Label(zh="合作单位"))


@pytest.fixture
def known(db):
    return organization(name="青岛示例阀门有限公司", uscc=CODE)


def value(name="", uscc=""):
    typed = {"partner.name": [name], "partner.uscc": [uscc]}
    found = read([FIELD], typed, Lists(organization=organization_on_record))
    assert not found.problems
    return found.values["partner"]


def test_the_name_of_one_on_record_brings_its_code_and_id(known):
    expected = {"id": known.pk, "name": known.name, "uscc": known.uscc}
    assert value(name=known.name) == expected
    assert value(uscc=known.uscc) == expected


def test_a_name_that_is_on_record_twice_or_never_stays_a_name(db):
    organization(name="同名中心")
    organization(name="同名中心", uscc=CODE)
    for name in ("同名中心", "某地某公司"):
        assert value(name=name) == {"name": name, "uscc": ""}


def test_by_its_code_an_organization_keeps_the_name_that_was_typed(known):
    assert value(name="示例阀门", uscc=known.uscc) == {
        "id": known.pk,
        "name": "示例阀门",
        "uscc": known.uscc,
    }


def test_it_is_offered_by_name_and_by_code(known):
    for text in ("示例阀门", known.uscc[:8]):
        assert [(one.code, one.label) for one in pick("names", text)] == [(known.name, known.uscc)]
