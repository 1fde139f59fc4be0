"""What the database holds of cases by itself: what was given stays as it was given."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from lianqiao.core.cases.models import Certificate
from lianqiao.core.cases.services import ask_correction, revoke, take, withdraw_correction


def refused(statement: str) -> bool:
    """Whether the database refuses a statement of the application itself."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(statement)
    except DatabaseError:
        return True
    return False


@pytest.fixture
def granted(handed_in, officer, team_lead) -> Certificate:
    """A case that was put right, granted, and told."""
    asked = ask_correction(handed_in.filing_id, ["staff"], "x", working_days=5, actor=officer.actor)
    withdraw_correction(asked.pk, actor=officer.actor)
    take(handed_in.filing.case_id, "grant", actor=team_lead.actor)
    return Certificate.objects.get()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE cases_case SET number = 'A1'",
        "UPDATE cases_case SET office_id = NULL",
        "UPDATE cases_case SET state = 'submitted'",
        "UPDATE cases_case SET procedure = 'small/2'",
        "DELETE FROM cases_case",
        "UPDATE cases_casestep SET reason = ''",
        "DELETE FROM cases_casestep",
        "UPDATE cases_snapshot SET values = '{}'",
        "DELETE FROM cases_snapshot",
        "DELETE FROM cases_filing",
        "UPDATE cases_certificate SET number = 'A1'",
        "UPDATE cases_certificate SET code = 'easy'",
        "UPDATE cases_certificate SET issued_on = '2020-01-01'",
        "DELETE FROM cases_certificate",
        "UPDATE cases_message SET text = 'x'",
        "DELETE FROM cases_message",
        "UPDATE cases_correction SET fields = '[\"product\"]'",
        "UPDATE cases_correction SET withdrawn_at = NULL",
        "DELETE FROM cases_correction",
        "UPDATE cases_runningnumber SET last = last - 1",
        "UPDATE cases_runningnumber SET year = 2020",
        "DELETE FROM cases_runningnumber",
        "UPDATE cases_version SET document = '{}'",
        "TRUNCATE cases_message",
    ],
)
def test_what_was_given_stays(granted, statement):
    assert refused(statement)


def test_a_revocation_is_not_taken_back(granted, team_lead):
    day = granted.title.valid_from.fromordinal(granted.title.valid_from.toordinal() + 1)
    revoke(granted.pk, actor=team_lead.actor, reason="骗取", today=day)
    assert refused("UPDATE cases_certificate SET revoked_on = NULL, reason = ''")
