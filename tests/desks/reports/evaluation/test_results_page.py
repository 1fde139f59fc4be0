"""Results as everybody has them: pages, files, the API; nothing before its time."""

from __future__ import annotations

import csv
import io
import json
from hashlib import sha256

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lianqiao.core.ledger.models import Entry
from lianqiao.core.parties.services import issue_token
from lianqiao.desks.reports.evaluation import services
from lianqiao.desks.reports.evaluation.models import Judged, Panelist, Result
from tests.cast import organization
from tests.desks.reports.evaluation.ballots import by_chance, cast, cast_and_end


@pytest.fixture
def closed(poll):
    """A counted round in which the deputies are too few."""
    letters = poll.drawn()
    panel = dict(Panelist.objects.values_list("volunteer__number", "volunteer__stratum"))
    deputies = [one for one in letters if panel[one.number] == poll.strata[3].pk]
    others = [one for one in letters if one not in deputies]
    cast_and_end(poll, others + deputies[:5], by_chance(poll))
    services.close(poll.round.pk, actor=poll.lead.actor)
    return poll


@pytest.fixture
def published(closed):
    """The same, published."""
    services.publish(closed.round.pk, actor=closed.lead.actor)
    return closed


def page(poll, client: Client | None = None, name: str = "results", **more):
    return (client or Client(headers={"accept-language": "en"})).get(
        reverse(f"evaluation:{name}", kwargs={"pk": poll.round.pk, **more})
    )


def test_published_results_on_a_page(published):
    answer = page(published)
    assert answer.status_code == 200
    text = answer.content.decode()
    assert text.count("chart__plot") == 4
    assert "not shown" in text
    assert text.count("<h1") == 1


def test_scores_are_rounded_in_one_way(published):
    """Drawn, in the table under the drawing and in the page's own: one decimal place each."""
    text = page(published).content.decode()
    wholes = Result.objects.filter(item=None, stratum=None, mean__isnull=False)
    assert wholes
    for one in wholes:
        for value in (one.mean, one.low, one.high):
            assert f'<td class="num">{value:.1f}</td>' in text
        assert f">{one.mean:.1f}</text>" in text
        assert f"<strong>{one.mean:.1f}" in text


def test_before_that_only_the_office_sees_them(closed):
    assert "said" not in page(closed).context
    assert "said" not in page(closed, closed.district_officer.client).context
    assert "said" in page(closed, closed.second.client).context
    for form in ("csv", "json", "xlsx"):
        assert page(closed, name="results_file", form=form).status_code == 404


def test_files_say_what_the_page_says(published):
    said = page(published, name="results_file", form="json").json()
    entry = Entry.objects.get(kind="evaluation.round.counted")
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert sha256(text.encode()).hexdigest() == entry.evidence[0][2]
    file = page(published, name="results_file", form="csv")
    rows = list(csv.reader(io.StringIO(b"".join(file.streaming_content).decode("utf-8-sig"))))
    assert len(rows) == 1 + len(said["results"]) == 1 + 4 * 8
    book = page(published, name="results_file", form="xlsx")
    assert b"".join(book.streaming_content).startswith(b"PK")
    assert page(published, name="results_file", form="pdf").status_code == 404
    hidden = [one for one in said["results"] if one["is_withheld"]]
    assert hidden
    assert all(
        one["score"] is one["low"] is one["high"] is one["ballots"] is None for one in hidden
    )


def test_while_one_votes_only_the_whole_in_tens(poll, letters):
    for letter in letters[:17]:
        cast(poll, letter)
    answer = page(poll)
    assert answer.status_code == 200
    assert (answer.context["total"].ballots, answer.context["total"].seats) == (10, 96)
    assert "turnout" not in answer.context
    for letter in letters[17:25]:
        cast(poll, letter)
    # Within the hour nothing moves.
    assert page(poll).context["total"].ballots == 10


def test_there_is_no_such_page_before_one_votes(poll):
    assert page(poll).status_code == 404


def test_the_lead_closes_and_publishes(poll):
    letters = poll.drawn()
    cast_and_end(poll, letters[:40], by_chance(poll))
    lead = poll.lead.client
    assert page(poll, lead).context["leads"]

    def step(what: str, client: Client) -> int:
        return client.post(
            reverse("evaluation:results_step", args=[poll.round.pk, what])
        ).status_code

    assert step("publish", lead) == 302
    poll.round.refresh_from_db()
    assert poll.round.stage == "voting"
    assert step("close", poll.district_officer.client) == 404
    assert step("reopen", lead) == 404
    assert step("close", lead) == 302
    services.close(poll.round.pk, actor=poll.lead.actor)
    assert step("publish", lead) == 302
    poll.round.refresh_from_db()
    assert poll.round.stage == "published"


def test_as_many_queries_for_many_departments(poll):
    more = [organization(kind="bureau") for _more in range(5)]
    for one in more:
        Judged.objects.create(round=poll.round, group=poll.groups[0], department=one)
    cast_and_end(poll, poll.drawn(), by_chance(poll))
    services.close(poll.round.pk, actor=poll.lead.actor)
    services.publish(poll.round.pk, actor=poll.lead.actor)
    with CaptureQueriesContext(connection) as queries:
        assert len(page(poll).context["said"].boards[0].found) == 7
    # Nobody's round, three for the turnout, two to know what one may read, six for the results.
    assert len(queries) <= 12


def test_the_api_has_what_is_published(closed, enterprise_owner):
    token = issue_token(actor=enterprise_owner.actor, label="test")
    client = Client(headers={"authorization": f"Bearer {token}"})
    address = f"/api/evaluations/{closed.round.pk}"
    assert client.get("/api/evaluations").json() == []
    assert client.get(address).status_code == 404
    services.publish(closed.round.pk, actor=closed.lead.actor)
    assert [one["id"] for one in client.get("/api/evaluations").json()] == [closed.round.pk]
    assert client.get(address).json() == page(closed, name="results_file", form="json").json()
