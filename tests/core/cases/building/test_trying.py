"""A pretended case walks through a draft; nothing of it is written."""

from __future__ import annotations

from lianqiao.core.cases.models import Case, Definition, Filing
from lianqiao.core.cases.services import building

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
