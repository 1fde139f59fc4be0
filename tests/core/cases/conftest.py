"""A case of the small procedure that was handed in, in a calendar with working days."""

from __future__ import annotations

import pytest

from lianqiao.core.cases.models import Case, Snapshot, Version
from lianqiao.core.parties.services.calendar import load_working_days
from tests.core.cases import small


@pytest.fixture
def small_version(db, bureau) -> Version:
    load_working_days()
    return small.published(bureau)


@pytest.fixture
def handed_in(small_version, enterprise_owner) -> Snapshot:
    return small.submitted(small_version, enterprise_owner, product="阀门", staff="12")


@pytest.fixture
def small_case(handed_in) -> Case:
    return Case.objects.get(pk=handed_in.filing.case_id)
