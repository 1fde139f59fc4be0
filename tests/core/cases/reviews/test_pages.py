"""Pages of reviews: who gets which, what stands on them, and what one does there."""

from __future__ import annotations

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from lianqiao.core.cases.models import Assignment, Attachment
from lianqiao.core.cases.services import drawing, reviewing
from lianqiao.core.parties.actors import Role
from tests.cast import person
from tests.core.cases.reviews import procedure
from tests.core.cases.reviews.test_seeing import HIDDEN

State = Assignment.State
EN = {"headers": {"accept-language": "en"}}


@pytest.fixture
def seat(panel):
    return panel.assignments.first()


@pytest.fixture
def browser(seat, pool):
    return pool[seat.expert_id].client


def url(name, *args):
    return reverse(f"cases:{name}", args=args)


def test_an_expert_declares_writes_and_files(seat, browser, enterprise, officer):
    page = url("review", seat.pk)
    before = browser.get(page, **EN).content.decode()
    assert "Before the papers open" in before
    assert "高压阀门" not in before
    browser.post(url("review_declare", seat.pk))
    opened = browser.get(page, **EN).content.decode()
    assert "高压阀门" in opened
    staff = (enterprise.name, str(officer.user), seat.snapshot.filing.case.number)
    assert not [text for text in (*HIDDEN, *staff) if text in opened]
    typed = {"worth.score": "80", "plan.score": "9", "plan.comment": "好", "comment": "支持"}
    wrong = browser.post(url("review_write", seat.pk), typed | {"file": "1"}, **EN)
    assert wrong.status_code == 422
    assert "from 1 to 5" in wrong.content.decode()
    typed |= {"plan.score": "4", "plan.evidence": "第 3 页", "file": "1"}
    assert browser.post(url("review_write", seat.pk), typed).status_code == 302
    done = browser.get(page, **EN).content.decode()
    assert "78.75 of 100 points" in done
    assert "File for good" not in done


def test_a_draft_is_there_again(seat, browser):
    browser.post(url("review_declare", seat.pk))
    browser.post(url("review_write", seat.pk), {"worth.score": "七十", "comment": "待定"})
    page = browser.get(url("review", seat.pk)).content.decode()
    assert "七十" in page
    assert "待定" in page


def test_an_expert_is_recused_the_next_one_reviews_and_the_ranking_shows(
    panel, seat, browser, pool, officer
):
    empty = browser.post(url("review_declare", seat.pk), {"recuse": "1", "reason": " "})
    assert empty.status_code == 422
    browser.post(url("review_declare", seat.pk), {"recuse": "1", "reason": "师生关系"})
    following = panel.assignments.get(expert=panel.pool[3])
    theirs = pool[following.expert_id].client
    assert str(following.pk) in theirs.get(url("reviews")).content.decode()
    theirs.post(url("review_declare", following.pk))
    typed = {"worth.score": "80", "plan.score": "4", "plan.comment": "a", "plan.evidence": "b"}
    theirs.post(url("review_write", following.pk), typed | {"file": "1"})
    ranking = officer.client.get(url("ranking", "small", "expert"))
    assert "78.75" in ranking.content.decode()
    part = officer.client.get(url("ranking", "small", "expert"), headers={"hx-request": "true"})
    assert "78.75" in part.content.decode()
    assert "<html" not in part.content.decode()
    panels = officer.client.get(url("panels", panel.snapshot.filing.case_id)).content.decode()
    assert "师生关系" in panels
    assert "师生关系" not in browser.get(url("review", seat.pk)).content.decode()


def test_the_office_draws_takes_back_and_lets_an_appeal_go(snapshot, pool, officer, team_lead):
    case = snapshot.filing.case_id
    page = url("panels", case)
    assert "Draw the experts" in officer.client.get(page, **EN).content.decode()
    officer.client.post(url("panel_draw", case), {"review": "expert"})
    seats = list(Assignment.objects.all())
    released = url("seat_release", case, seats[0].pk)
    assert officer.client.post(released, {"reason": ""}).status_code == 422
    officer.client.post(released, {"reason": "逾期"})
    for seat in Assignment.objects.filter(state=State.ASKED):
        actor = pool[seat.expert_id].actor
        reviewing.open_papers(seat.pk, actor=actor)
        reviewing.file(seat.pk, actor=actor, typed=procedure.typed(70))
    assert "Draw a second panel" not in officer.client.get(page, **EN).content.decode()
    assert "Draw a second panel" in team_lead.client.get(page, **EN).content.decode()
    team_lead.client.post(url("panel_draw", case), {"review": "expert", "reason": "申请人异议"})
    assert "申请人异议" in officer.client.get(page).content.decode()


def test_a_refusal_stands_on_the_page(snapshot, officer):
    answer = officer.client.post(
        url("panel_draw", snapshot.filing.case_id), {"review": "expert"}, **EN
    )
    assert answer.status_code == 422
    assert "3 experts are wanted" in answer.content.decode()


def test_each_page_is_for_those_whose_it_is(panel, seat, pool, officer, enterprise_owner, browser):
    case = panel.snapshot.filing.case_id
    stranger = person(Role.OFFICER)
    office = [url("panels", case), url("ranking", "small", "expert")]
    office.append(url("calibration", "small", "expert"))
    for page in office:
        assert officer.client.get(page).status_code == 200
        for who in (stranger.client, enterprise_owner.client, browser):
            assert who.get(page).status_code == 404
    for who in (officer, stranger, enterprise_owner, pool[panel.pool[5]]):
        assert who.client.get(url("review", seat.pk)).status_code == 404
    assert enterprise_owner.client.get(url("experts")).status_code == 404
    assert browser.get(url("experts")).status_code == 404
    assert browser.get(url("case", case)).status_code == 404


def test_the_applicant_reads_nothing_of_experts(panel, seat, file, enterprise_owner):
    made = file(seat, 80, 4)
    page = enterprise_owner.client.get(url("case", panel.snapshot.filing.case_id))
    text = page.content.decode()
    names = [str(one.expert) for one in panel.assignments.all()]
    assert not [word for word in (*names, str(made.score), "步骤清楚") if word in text]


@pytest.fixture
def attached(version, enterprise_owner, pool, officer):
    """A seat whose papers have a file that bears the applicant's name."""
    snapshot = procedure.submitted(version, enterprise_owner)
    made = Attachment.objects.create(
        filing=snapshot.filing,
        field="plan",
        file=ContentFile(b"plan", name="plan.pdf"),
        name="青岛秘名阀门方案.pdf",
        size=4,
        sha256="0" * 64,
    )
    values = snapshot.values | {"plan": [made.pk]}
    later = procedure.again(snapshot, **values)
    panel = drawing.draw(later.filing.case_id, "expert", actor=officer.actor)
    return panel.assignments.first(), made


def test_files_come_without_their_names_and_only_once_the_papers_are_open(
    attached, pool, enterprise_owner
):
    seat, made = attached
    address, browser = url("review_file", seat.pk, made.pk), pool[seat.expert_id].client
    assert browser.get(address).status_code == 404
    browser.post(url("review_declare", seat.pk))
    answer = browser.get(address)
    assert b"".join(answer.streaming_content) == b"plan"
    assert "%E9%9D%92" not in answer["Content-Disposition"]
    assert "秘名" not in browser.get(url("review", seat.pk)).content.decode()
    assert enterprise_owner.client.get(address).status_code == 404
    assert browser.get(url("file", seat.snapshot.filing_id, made.pk)).status_code == 404
