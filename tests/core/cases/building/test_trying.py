"""A pretended case walks through a draft; nothing of it is written."""

from __future__ import annotations

from lianqiao.core.cases.documents.plain import plain
from lianqiao.core.cases.models import Case, Definition, Filing
from lianqiao.core.cases.services import building
from lianqiao.desks.programs.procedures import shipped
from tests.core.cases import small
from tests.core.cases.reviews import procedure

URL = "/cases/procedures/open_lab/try/"
TYPED = {
    "name": "虚构实验室",
    "address.region": "370212",
    "address.text": "示例路 1 号",
    "field": "materials",
    "hours": "2000",
    "open_hours": "90",
    "instruments.0.name": "显微镜",
    "instruments.0.price": "12.5",
    "true_copy": "on",
}


def test_a_case_is_filled_in_judged_and_taken_to_its_end(procedure, officer, codes):
    browser = officer.client

    def send(**values):
        page = browser.post(URL, values, HTTP_ACCEPT_LANGUAGE="en")
        assert page.status_code == 200
        return page, page.context["walk"]

    first = browser.get(URL, HTTP_ACCEPT_LANGUAGE="en").context
    assert [way.why_not for way in first["ways"]] == ["The form is not complete.", ""]
    page, walk = send(walk=first["walk"], step="submit", **TYPED | {"open_hours": "2001"})
    assert page.context["state"].key == "draft"
    assert "No more hours can be open than there are." in page.content.decode()
    page, walk = send(walk=walk, step="submit", **TYPED)
    assert page.context["state"].key == "review"
    assert "4.5" in page.content.decode()  # 90 of 2,000 hours
    register = next(way for way in page.context["ways"] if way.step.key == "register")
    assert "open_hours >= 100" in register.why_not
    page, walk = send(walk=walk, step="register")
    assert page.context["state"].key == "review"
    page, walk = send(walk=walk, step="send_back")
    assert "Your application 0001 needs a change" in page.content.decode()
    page, walk = send(walk=walk, step="submit", **TYPED | {"open_hours": "100"})
    page, walk = send(walk=walk, step="register")
    assert page.context["state"].key == "registered"
    assert not page.context["ways"]
    assert not Case.objects.exists()
    assert not Filing.objects.exists()
    assert Definition.objects.get().revision == 1


def test_a_walk_that_somebody_made_up_begins_again(procedure, officer):
    page = officer.client.post(URL, {"walk": "eyJzIjoicmV2aWV3In0:x:y", "step": "register"})
    assert page.context["state"].key == "draft"


def test_a_draft_with_flaws_does_not_run(procedure, draft, officer):
    building.save_draft(procedure.pk, draft | {"steps": []}, actor=officer.actor, expected=1)
    page = officer.client.get(URL, HTTP_ACCEPT_LANGUAGE="en")
    assert "Mend what is marked first" in page.content.decode()


def test_a_test_run_shows_points_line_by_line_and_which_step_is_open(officer, codes):
    """Of 12 people: 5 points for at least 10, none for at least 100; 72.5 is above 60, 50 below."""
    head = {"format": "lianqiao-procedure/1"}
    draft = head | small.document() | procedure.document()
    draft["steps"] = [
        {name: one[name] for name in one if name != "grants"} for one in draft["steps"]
    ]
    building.begin(draft, actor=officer.actor, code="small")
    url = "/cases/procedures/small/try/"
    browser = officer.client

    def send(**values):
        page = browser.post(url, values, HTTP_ACCEPT_LANGUAGE="en")
        return page.context

    first = browser.get(url, HTTP_ACCEPT_LANGUAGE="en").context
    typed = {"host.name": "虚构单位", "product": "阀门", "staff": "12"}
    filed = send(walk=first["walk"], step="submit", **typed)
    [review] = filed["reviews"]
    assert [(one.verdict, one.points) for one in review.points] == [(True, 5), (False, 10)]
    assert (review.given, review.most, review.is_running) == (5, 15, True)
    assert {way.step.by.value for way in filed["applicants"]} <= {"applicant"}

    def grant(context):
        return next(way for way in context["offices"] if way.step.key == "grant")

    assert grant(filed).why_not
    low = send(walk=filed["walk"], **{"score.expert": "50"})
    assert grant(low).why.verdict is False
    high = send(walk=low["walk"], **{"score.expert": "72.5"})
    assert grant(high).why_not == ""
    assert grant(send(walk=high["walk"], **{"score.expert": "101"})).why_not
    assert grant(send(walk=high["walk"])).why_not == ""  # it is kept from page to page
    assert not Case.objects.exists()


def test_a_title_is_scored_by_its_table_of_what_was_typed(officer, codes):
    draft = plain(shipped("tech_sme"))
    building.begin(draft, actor=officer.actor, code="tech_sme")
    page = officer.client.get("/cases/procedures/tech_sme/try/", HTTP_ACCEPT_LANGUAGE="en")
    assert [one.template for one in page.context["beside"]] == ["programs/parts/pretended.html"]
    assert "nothing is on record" in page.content.decode()
