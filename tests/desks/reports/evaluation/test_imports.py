"""Volunteers from lists: a dry run, all or nothing, and twice changes nothing."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from lianqiao.core.errors import Conflict, Invalid, NotFound
from lianqiao.desks.reports.evaluation import imports
from lianqiao.desks.reports.evaluation.models import Volunteer
from tests.desks.reports.evaluation.people import identity

HEAD = "代表类别编码,姓名,联系电话,身份证号,本市户籍,居住起始日,所在企业"


@pytest.fixture
def open_poll(poll):
    poll.takes_volunteers()
    return poll


def row(stratum: str = "deputies", number: str = "", rest: str = "是,,") -> str:
    return f"{stratum},代表甲,13900001111,{number or identity()},{rest}"


def sheet(*rows: str):
    content = "\n".join([HEAD, *rows]).encode()
    return imports.read_volunteers(io.BytesIO(content), "volunteers.csv")


def entered(poll) -> list[tuple[str, str]]:
    found = Volunteer.objects.filter(round=poll.round, number__gt=120).order_by("number")
    return [(one.stratum.code, one.state) for one in found]


def test_deputies_are_accepted_and_residents_wait(open_poll):
    found = sheet(row(), row("residents-370202"), row("enterprises", rest="否,2020-01-01,某公司"))
    imports.import_volunteers(open_poll.round.pk, found, actor=open_poll.lead.actor)
    assert entered(open_poll) == [
        ("deputies", "accepted"),
        ("residents-370202", "applied"),
        ("enterprises", "applied"),
    ]
    again = imports.plan_volunteers(open_poll.round.pk, found, actor=open_poll.lead.actor)
    assert not again.does_something
    imports.import_volunteers(open_poll.round.pk, found, actor=open_poll.lead.actor)
    assert len(entered(open_poll)) == 3


@pytest.mark.parametrize(
    ("rest", "column"),
    [("否,,", "居住起始日"), ("也许,,", "本市户籍"), ("否,2099-01-01,", "居住起始日")],
)
def test_a_bad_row_is_named_and_nothing_is_entered(open_poll, rest, column):
    found = sheet(row(), row(rest=rest))
    plan = imports.plan_volunteers(open_poll.round.pk, found, actor=open_poll.lead.actor)
    (bad,) = [one for one in plan.rows if one.action == "bad"]
    assert (bad.line, bad.problems[0].column) in {(3, column), (3, english(column))}
    with pytest.raises(Invalid):
        imports.import_volunteers(open_poll.round.pk, found, actor=open_poll.lead.actor)
    assert entered(open_poll) == []


def english(heading: str) -> str:
    return {"居住起始日": "Resident since", "本市户籍": "Registered here"}[heading]


def test_one_person_once_in_a_list_and_in_one_stratum(open_poll):
    number = identity()
    actor, pk = open_poll.lead.actor, open_poll.round.pk
    twice = imports.plan_volunteers(pk, sheet(row(number=number), row(number=number)), actor=actor)
    assert [str(one.action) for one in twice.rows] == ["create", "bad"]
    imports.import_volunteers(pk, sheet(row(number=number)), actor=actor)
    other = imports.plan_volunteers(pk, sheet(row("residents-370202", number)), actor=actor)
    assert [str(one.action) for one in other.rows] == ["bad"]
    unknown = imports.plan_volunteers(pk, sheet(row("nobody")), actor=actor)
    assert [str(one.action) for one in unknown.rows] == ["bad"]


def test_lists_are_the_offices_and_end_with_the_roll(open_poll):
    with pytest.raises(NotFound):
        imports.import_volunteers(
            open_poll.round.pk, sheet(row()), actor=open_poll.district_officer.actor
        )
    open_poll.set(enrol_until=open_poll.at(-3), seed_on=open_poll.day(-1))
    open_poll.frozen()
    with pytest.raises(Conflict):
        imports.import_volunteers(open_poll.round.pk, sheet(row()), actor=open_poll.lead.actor)


def test_on_the_pages(open_poll):
    browser, pk = open_poll.lead.client, open_poll.round.pk
    content = "\n".join([HEAD, row()]).encode()
    upload = reverse("evaluation:import", args=[pk])
    answer = browser.post(upload, {"file": SimpleUploadedFile("a.csv", content)})
    plan = reverse("evaluation:import_plan", args=[pk])
    assert answer.headers["Location"] == plan
    assert browser.get(plan).status_code == 200
    assert browser.post(reverse("evaluation:import_confirm", args=[pk])).status_code == 302
    assert entered(open_poll) == [("deputies", "accepted")]
    assert browser.get(plan).status_code == 404
    assert browser.post(upload).status_code == 422
