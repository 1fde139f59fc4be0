"""A published procedure, a case that was begun, and shortcuts to what is done with it."""

from __future__ import annotations

import pytest

from lianqiao.core.cases.models import Case, Filing
from lianqiao.core.cases.services import applying, saving, submitting
from tests.core.cases.filing import procedure

COMPLETE = {"title": "智能产线", "staff": "80", "true_copy": True}


@pytest.fixture
def version(bureau):
    return procedure.published(bureau, procedure.document())


@pytest.fixture
def case(version, enterprise_owner) -> Case:
    return applying.start(actor=enterprise_owner.actor, code=procedure.CODE)


@pytest.fixture
def filing(case) -> Filing:
    return case.filings.get()


@pytest.fixture
def save(filing, enterprise_owner):
    """Save fields as the owner, based on what stands there now."""

    def do(who=enterprise_owner, seen=None, page="", **values):
        filing.refresh_from_db()
        based_on = dict.fromkeys(values, filing.revision if seen is None else seen)
        return saving.save(
            actor=who.actor, filing=filing.pk, values=values, based_on=based_on, page=page
        )

    return do


@pytest.fixture
def submitted(save, filing, enterprise_owner):
    """The case after its application was handed in."""
    save(**COMPLETE)
    submitting.submit(actor=enterprise_owner.actor, filing=filing.pk)
    return Case.objects.get(pk=filing.case_id)
