"""The HTTP API answers as the pages do."""

from __future__ import annotations

import pytest
from django.test import Client

from lianqiao.core.parties.services import issue_token
from lianqiao.desks.reports.commitments.models import Progress
from tests.desks.reports.commitments.conftest import LAOSHAN, YEAR

BASE = "/api/commitments"


def key(person) -> dict[str, str]:
    return {"authorization": f"Bearer {issue_token(actor=person.actor, label='test')}"}


def post(person, pk, body):
    client = Client(headers=key(person))
    return client.post(f"{BASE}/{pk}/progress", body, content_type="application/json")


def test_everybody_reads_promises(town):
    row = town.published()
    town.reach(row, 12, place=row.places.first().pk)
    town.draft(number=2)
    [one] = Client().get(BASE).json()
    assert (one["id"], one["reached"], one["percent"]) == (row.pk, "12.0000", 40)
    assert one["state"] == "overdue"
    first = one["places"][0]
    assert (first["region"], first["reached"]) == (LAOSHAN, "12.0000")
    assert Client().get(f"{BASE}?year={YEAR - 1}").json() == []
    assert Client().get(f"{BASE}?state=done").json() == []
    assert Client().get(f"{BASE}?state=x").status_code == 422


def test_one_promise_has_its_entries(town):
    row, draft = town.published(), town.draft(number=2)
    made = town.reach(row, 12)
    found = Client().get(f"{BASE}/{row.pk}").json()
    assert [(one["id"], one["entry"]) for one in found["progress"]] == [(made.pk, made.entry)]
    assert Client().get(f"{BASE}/{draft.pk}").status_code == 404
    assert Client(headers=key(town.officer)).get(f"{BASE}/{draft.pk}").status_code == 404


def test_progress_is_reported_with_the_departments_key(town):
    row = town.published()
    body = {"amount": "2.5", "on": f"{YEAR}-05-01", "place": row.places.first().pk}
    answer = post(town.officer, row.pk, body)
    assert answer.status_code == 200
    assert Progress.objects.get().entry == answer.json()["entry"]
    assert post(town.elsewhere, row.pk, body).status_code == 404
    anybody = Client().post(f"{BASE}/{row.pk}/progress", body, content_type="application/json")
    assert anybody.status_code == 404
    assert Progress.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [{"amount": "-1"}, {"amount": "NaN"}, {"on": "1900-01-01"}, {"longitude": "5"}, {"place": 0}],
)
def test_what_is_wrong_is_refused(town, wrong):
    row = town.published()
    body = {"amount": "1", "on": f"{YEAR}-05-01"} | wrong
    assert post(town.officer, row.pk, body).status_code == 422
    assert not Progress.objects.exists()
