"""Pages: who may open which, and what stands on them."""

from __future__ import annotations

import csv
import hashlib
import io

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lianqiao.core.ledger.models import Entry
from lianqiao.desks.reports.evaluation import codes as letter_codes
from lianqiao.desks.reports.evaluation.models import Panelist, Round, Volunteer
from tests.desks.reports.evaluation.people import identity


def url(name: str, *args) -> str:
    return reverse(f"evaluation:{name}", args=args)


def english(browser: Client, address: str) -> str:
    answer = browser.get(address, headers={"accept-language": "en"})
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize(
    ("page", "args", "lead", "second", "district", "anyone"),
    [
        ("list", [], 200, 200, 200, 200),
        ("mine", [], 200, 200, 200, 200),
        ("new", [], 200, 404, 404, 404),
        ("round", ["pk"], 200, 200, 200, 200),
        ("sign_up", ["pk"], 200, 200, 200, 200),
        ("roll", ["pk"], 404, 404, 404, 404),
        ("panel", ["pk"], 404, 404, 404, 404),
        ("volunteers", ["pk"], 200, 200, 200, 404),
        ("volunteers_export", ["pk", "csv"], 200, 200, 200, 404),
        ("import", ["pk"], 200, 200, 404, 404),
        ("import_template", ["pk"], 200, 200, 404, 404),
        ("office", ["pk"], 200, 200, 404, 404),
        ("terms", ["pk"], 200, 200, 404, 404),
        ("groups", ["pk"], 200, 200, 404, 404),
        ("part", ["pk", "strata"], 200, 200, 404, 404),
        ("part", ["pk", "items"], 200, 200, 404, 404),
        ("part", ["pk", "choices"], 200, 200, 404, 404),
        ("part", ["pk", "secrets"], 404, 404, 404, 404),
        ("seed", ["pk"], 200, 200, 404, 404),
        ("days", ["pk"], 200, 200, 404, 404),
    ],
)
def test_who_opens_which_page(poll, page, args, lead, second, district, anyone):
    poll.takes_volunteers()
    address = url(page, *[poll.round.pk if arg == "pk" else arg for arg in args])
    people = (poll.lead.client, poll.second.client, poll.district_officer.client, Client())
    answers = [one.get(address) for one in people]
    assert [one.status_code for one in answers] == [lead, second, district, anyone]
    for one in answers:
        one.close()


def test_a_round_in_preparation_is_its_offices(poll):
    made = Round.objects.create(
        year=2027, name="准备中", office=poll.office, enrol_until=poll.at(1), vote_from=poll.at(2),
        vote_until=poll.at(3),
    )  # fmt: skip
    for page in ("round", "sign_up"):
        assert Client().get(url(page, made.pk)).status_code == 404
    assert poll.lead.client.get(url("round", made.pk)).status_code == 200
    assert "准备中" not in Client().get(url("list")).content.decode()


def test_signing_up_on_the_page(poll):
    poll.takes_volunteers()
    number = identity("19700101")
    form = {
        "stratum": poll.strata[0].pk, "name": "陈志愿", "phone": "13900001111",
        "identity": number, "residence": "here",
    }  # fmt: skip
    browser = Client()
    answer = browser.post(url("sign_up", poll.round.pk), form)
    assert answer.status_code == 201, answer.context["form"].errors
    receipt = answer.context["receipt"]
    assert "no-store" in answer.headers["Cache-Control"]
    again = browser.post(url("sign_up", poll.round.pk), form)
    assert again.status_code == 409
    wrong = browser.post(url("sign_up", poll.round.pk), form | {"identity": number[:-1] + "?"})
    assert wrong.status_code == 422
    stands = browser.post(url("mine"), {"receipt": receipt})
    assert stands.context["volunteer"].number == 121
    assert "陈志愿" not in stands.content.decode()
    browser.post(url("mine"), {"receipt": receipt, "withdraw": "1"})
    assert Volunteer.objects.get(number=121).state == "withdrawn"
    assert browser.post(url("mine"), {"receipt": "WRONG"}).status_code == 404


def test_the_queue_masks_and_a_look_shows(poll):
    poll.takes_volunteers()
    browser = poll.district_officer.client
    found = poll.volunteers(1, "applied", name="欧阳明月", phone="13987654321")
    page = browser.get(url("volunteers", poll.round.pk)).content.decode()
    export = browser.get(url("volunteers_export", poll.round.pk, "csv"))
    listed = b"".join(export.streaming_content).decode()
    for text in (page, listed):
        assert "欧**" in text
        assert "欧阳明月" not in text
        assert "13987654321" not in text
    assert len(list(csv.reader(io.StringIO(listed)))) == 2
    shown = browser.post(url("look", poll.round.pk, found[0].pk)).content.decode()
    assert "欧阳明月" in shown
    assert browser.post(url("look", poll.round.pk, found[1].pk)).status_code == 404
    assert browser.get(url("look", poll.round.pk, found[0].pk)).status_code == 405


def test_many_are_decided_at_once(poll):
    poll.takes_volunteers()
    browser, address = poll.district_officer.client, url("decide", poll.round.pk)
    found = poll.volunteers(3, "applied")
    mine = [one.pk for one in found if one.stratum == poll.strata[0]]
    given = {"who": [mine[0], found[1].pk, "9" * 40, "x"]}
    assert browser.post(address, given | {"refuse": "1", "reason": ""}).status_code == 422
    assert browser.post(address, given | {"refuse": "1", "reason": "重复"}).status_code == 302
    assert browser.post(address, {"who": [mine[1]], "accept": "1"}).status_code == 302
    assert browser.post(address, {"all": "1"}).status_code == 302
    assert browser.post(address, {"all": "1"}).status_code == 409
    states = (
        Volunteer.objects.filter(pk__in=mine).order_by("number").values_list("state", flat=True)
    )
    assert list(states) == ["refused", "accepted", "accepted"]
    assert Volunteer.objects.filter(state="applied").count() == 9


def test_the_file_of_letters_and_its_digest_in_the_ledger(poll):
    poll.drawn()
    address = url("letters", poll.round.pk, "csv")
    assert poll.second.client.post(address).status_code == 403
    assert poll.lead.client.get(address).status_code == 405
    answer = poll.lead.client.post(address)
    content = b"".join(answer.streaming_content)
    assert "no-store" in answer.headers["Cache-Control"]
    entry = Entry.objects.filter(kind="evaluation.round.lettered").latest("pk")
    (evidence,) = entry.evidence
    assert evidence[2] == hashlib.sha256(content).hexdigest()
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert len(rows) == 97
    person, _ballot = letter_codes.digests(rows[1][3])
    assert Panelist.objects.get(letter_sha256=person).volunteer.number == int(rows[1][0])
    assert rows[1][4].endswith("#" + rows[1][3])


def test_roll_and_panel_are_everybodys(poll):
    poll.drawn()
    roll = b"".join(Client().get(url("roll", poll.round.pk)).streaming_content)
    assert hashlib.sha256(roll).hexdigest() == poll.round.roll_sha256
    panel = b"".join(Client().get(url("panel", poll.round.pk)).streaming_content).decode()
    assert len(panel.splitlines()) == 97
    page = english(Client(), url("round", poll.round.pk))
    assert poll.round.roll_sha256 in page
    assert "Who the panel is" in page
    assert "志愿者" not in page


def _queries(browser: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert browser.get(address).status_code == 200
    return len(seen)


def test_lists_ask_as_many_queries_with_many_rows(poll):
    poll.takes_volunteers()
    browser = poll.district_officer.client
    rounds, queue = url("list"), url("volunteers", poll.round.pk)
    poll.volunteers(2, "applied")
    few = _queries(browser, rounds), _queries(browser, queue)
    poll.volunteers(40, "applied")
    for year in range(2001, 2021):
        Round.objects.create(
            year=year, name="评议", office=poll.office, stage="enrolling",
            enrol_until=poll.at(1), vote_from=poll.at(2), vote_until=poll.at(3),
        )  # fmt: skip
    assert (_queries(browser, rounds), _queries(browser, queue)) == few
