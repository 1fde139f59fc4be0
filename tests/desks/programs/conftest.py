"""A title of three years that the enterprise applied for and holds."""

from __future__ import annotations

import pytest

from lianqiao.core.cases.models import Certificate
from lianqiao.core.cases.services.submitting import submit
from tests.desks.policies.conftest import with_facts
from tests.desks.programs import titles


@pytest.fixture
def innovative(enterprise_owner, officer, team_lead) -> Certificate:
    """The enterprise with the title of three years that it applied for."""
    titles.published("innovative_sme", officer, team_lead)
    with_facts(
        enterprise_owner.organization,
        revenue__1=5_000_000_000,
        main_revenue__1=4_500_000_000,
        main_revenue__2=3_000_000_000,
        total_assets__1=6_000_000_000,
        liabilities__1=3_000_000_000,
        rd_expense__1=300_000_000,
        patents_class1=2,
        patents_class2=3,
        in_strategic_industry=True,
        banned_products=False,
        major_accident=False,
    )
    basics = {key: titles.TECH[key] for key in ("product", "contact", "true_copy")}
    filing = titles.begun(enterprise_owner, "innovative_sme", **basics)
    submit(actor=enterprise_owner.actor, filing=filing.pk)
    return titles.granted(filing, officer, team_lead)
