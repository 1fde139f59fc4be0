"""schemathesis asks every operation what nobody would think of: no 500, answers as described."""

from __future__ import annotations

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
)

from lianqiao.core.parties import services as parties

SIGNALS = (request_started, request_finished)
CHECKS = (not_a_server_error, content_type_conformance, response_schema_conformance)


@pytest.fixture
def api(match, officer, team, db):
    """The schema of a house in which there is something to find, within the test's transaction."""
    for signal in SIGNALS:
        signal.disconnect(close_old_connections)
    yield schemathesis.openapi.from_wsgi("/api/openapi.json", get_wsgi_application())
    for signal in SIGNALS:
        signal.connect(close_old_connections)


schema = schemathesis.pytest.from_fixture("api")


@pytest.fixture
def keys(token, officer):
    """Tokens of those who ask: a visitor, an owner, an officer."""
    return ["", token, parties.issue_token(actor=officer.actor, label="officer")]


@schema.parametrize()
@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_no_question_breaks_the_house(case, keys):
    for key in keys:
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        case.call_and_validate(headers=headers, checks=list(CHECKS))
