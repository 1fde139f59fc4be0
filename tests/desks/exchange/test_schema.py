"""schemathesis asks every operation what nobody would think of: no 500, answers as described."""

from __future__ import annotations

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
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
    schema = schemathesis.openapi.from_wsgi("/api/openapi.json", get_wsgi_application())
    yield schema.include(tag="exchange")
    for signal in SIGNALS:
        signal.connect(close_old_connections)


@pytest.fixture
def keys(token, officer):
    """Tokens of those who ask: a visitor, an owner, an officer."""
    return ["", token, parties.issue_token(actor=officer.actor, label="officer")]


def test_no_question_breaks_the_house(api, keys):
    operations = [found.ok() for found in api.get_all_operations()]
    assert len(operations) == 16
    for operation in operations:
        asking(operation, keys)()


def asking(operation, keys):
    """Return a test that puts many questions to one operation, as each kind of asker."""

    @settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy())
    def ask(case):
        for key in keys:
            headers = {"Authorization": f"Bearer {key}"} if key else {}
            case.call_and_validate(headers=headers, checks=list(CHECKS))

    return ask
