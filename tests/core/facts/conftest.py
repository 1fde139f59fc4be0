"""Files of facts, and the organizations that they are about."""

from __future__ import annotations

import io
from datetime import date

import pytest

from lianqiao.core.facts.reading import Given
from lianqiao.core.facts.services import imports
from lianqiao.core.parties.models import Fact
from lianqiao.core.parties.permissions import OPERATOR
from tests import cast

CODE = "91110000600037341L"
TAX = Given("tax", date(2026, 3, 31))


@pytest.fixture
def known(codes):
    """The enterprise that files speak of."""
    return cast.organization(name="青岛甲有限公司", uscc=CODE)


def plan(text, given=TAX, actor=OPERATOR, name="表.csv"):
    return imports.plan_facts(io.BytesIO(text.encode()), name, actor=actor, given=given)


def run(text, given=TAX, actor=OPERATOR, **how):
    file = io.BytesIO(text.encode())
    return imports.import_facts(file, "表.csv", actor=actor, given=given, **how)


def facts(*columns):
    """Return what is on record, oldest first."""
    return list(Fact.objects.order_by("pk").values_list(*columns))


def problems(outcome):
    """Return (line, column, reason) of what is wrong."""
    return [(row.line, one.column, one.reason) for row in outcome.rows for one in row.problems]
