"""The API of indicators."""

from __future__ import annotations

import pytest
from django.test import Client

from lianqiao.core.indicators.models import Aggregate
from lianqiao.core.parties import services
from lianqiao.core.parties.actors import Role
from tests.cast import person


@pytest.fixture
def key(bureau):
    officer = person(Role.OFFICER, bureau).actor
    return {"Authorization": f"Bearer {services.issue_token(actor=officer, label='系统')}"}


def test_read_and_report(codes, indicator, sign, key):
    indicator()
    indicator("trial.views", name="浏览量", aggregate=Aggregate.REPORTED, kinds=[])
    sign("2024-05-01T10:00")
    client = Client()
    names = [one["code"] for one in client.get("/api/indicators").json()]
    assert names == ["trial.signed", "trial.views"]
    found = client.get("/api/indicators/trial.signed/value?period=2024").json()
    assert (found["value"], found["is_reported"], found["entries"]) == ("1", False, 1)
    months = client.get("/api/indicators/trial.signed/months?year=2024").json()
    assert [one["value"] for one in months][4] == "1"
    address = "/api/indicators/trial.signed/values?period=2024"
    found = client.get(f"{address}&by=district").json()
    assert len(found) == 10
    assert (found[0]["region"], found[0]["value"]) == ("370212", "1")
    assert [one["value"] for one in client.get(f"{address}&region=370214").json()] == ["0"]
    assert client.get(f"{address}&by=moon").status_code == 422
    said = {"period": "2024", "value": "880.5", "source": "后台"}
    address = "/api/indicators/trial.views/reported"
    answer = client.post(address, said, content_type="application/json", headers=key)
    assert (answer.status_code, answer.json()["value"]) == (200, "880.5")
    assert client.post(address, said, content_type="application/json").status_code == 403
    assert client.get("/api/indicators/nowhere/value?period=2024").status_code == 404
    assert client.get("/api/indicators/trial.signed/value?period=x").status_code == 422
