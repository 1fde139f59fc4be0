"""What each role reads on each page of a review, field by field, as docs/reviews.md lays it down.

Every field has a text that stands nowhere else; a page is searched for it. The table is the rule:
what it does not grant must not be there.
"""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from django.urls import reverse

from lianqiao.core.cases.models import Assignment, Opinion
from lianqiao.core.cases.services import drawing, reviewing, take
from lianqiao.core.parties.actors import Role
from tests import cast
from tests.core.cases.reviews import procedure

GONE = 404
MINE, OTHERS, REASON = "本席以为可以支持", "邻席以为依据不足", "与负责人同门三年"
SAID = {
    "product": "高压阀门",
    "host": "青岛秘名阀门",
    "partner": "青岛协作研究院",
    "head": "钱负责",
    "phone": "13900001111",
    "website": "secret-host.example",
    "member": "孙队员",
    "own opinion": MINE,
    "other opinion": OTHERS,
    "recusal": REASON,
}
APPLICATION = {"product", "host", "partner", "head", "phone", "website", "member"}
OPINIONS = {"own opinion", "other opinion"}
PEOPLE = {"staff", "expert name", "other expert"}
ASIDE = {"score", "number", "outcome"}
FIELDS = {*SAID, "applicant", *PEOPLE, *ASIDE}
"""All that could be seen; `applicant` is the account's organization, `staff` an officer's name."""

SEES: dict[tuple[str, str], set[str] | int] = {
    # An expert reads what is judged, and his own opinion: neither staff, others nor the outcome.
    ("asked", "review"): set(),
    ("opened", "review"): {"product"},
    ("filed", "review"): {"product", "own opinion"},
    ("recused", "review"): set(),
    ("released", "review"): set(),
    ("opened", "reviews"): set(),
    ("filed", "reviews"): set(),
    ("filed", "panels"): GONE,
    ("filed", "ranking"): GONE,
    ("filed", "calibration"): GONE,
    ("filed", "experts"): GONE,
    ("filed", "case"): GONE,
    ("filed", "other review"): GONE,
    # The office reads all of it.
    ("officer", "case"): {*APPLICATION, "applicant", "number"},
    ("officer", "panels"): {
        *OPINIONS, "recusal", "expert name", "other expert", "applicant", "number", "score",
    },
    ("officer", "ranking"): {"applicant", "number"},
    ("officer", "calibration"): {"expert name", "other expert"},
    ("officer", "review"): GONE,
    # The applicant reads his own, and of a review neither names nor scores nor opinions.
    ("applicant", "case"): {*APPLICATION, "applicant", "number"},
    ("applicant", "panels"): GONE,
    ("applicant", "ranking"): GONE,
    ("applicant", "calibration"): GONE,
    ("applicant", "experts"): GONE,
    ("applicant", "review"): GONE,
    # Nobody else has a page of it.
    **{
        (who, page): GONE
        for who in ("other office", "other enterprise", "visitor")
        for page in ("case", "panels", "ranking", "calibration", "review")
    },
}  # fmt: skip
MAY = {("officer", "case"): {"staff", "outcome"}, ("officer", "panels"): {"staff", "outcome"}}
MAY |= {("applicant", "case"): {"outcome"}}
"""What may stand on a page and need not."""


@dataclass(frozen=True)
class Scene:
    """A case with four seats: filed by two, one recused, one released or asked."""

    case: int
    seats: dict[str, Assignment]
    browsers: dict
    words: dict[str, str]

    def address(self, who: str, page: str) -> str:
        if page in {"case", "panels"}:
            return reverse(f"cases:{page}", args=[self.case])
        if page in {"ranking", "calibration"}:
            return reverse(f"cases:{page}", args=["small", "expert"])
        if page in {"reviews", "experts"}:
            return reverse(f"cases:{page}")
        own = who if who in self.seats else "filed"
        return reverse(
            "cases:review", args=[self.seats["other" if page == "other review" else own].pk]
        )


def file(seat: Assignment, actor, worth: int, comment: str) -> None:
    reviewing.open_papers(seat.pk, actor=actor)
    typed = procedure.typed(worth) | {"": {"comment": comment}}
    reviewing.file(seat.pk, actor=actor, typed=typed)


@pytest.fixture
def scene(bureau, enterprise_owner, officer, client, codes):
    from lianqiao.core.parties.services.calendar import load_working_days

    load_working_days()
    version = procedure.published(bureau, reviews=[procedure.review(4)])
    snapshot = procedure.submitted(version, enterprise_owner)
    pool = procedure.experts(8)
    panel = drawing.draw(snapshot.filing.case_id, "expert", actor=officer.actor, seed="2026")
    seats = dict(
        zip(("filed", "other", "recused", "released"), panel.assignments.all(), strict=True)
    )
    people = {name: pool[seat.expert_id] for name, seat in seats.items()}
    file(seats["filed"], people["filed"].actor, 91, MINE)
    file(seats["other"], people["other"].actor, 37, OTHERS)
    reviewing.recuse(seats["recused"].pk, actor=people["recused"].actor, reason=REASON)
    drawing.release(seats["released"].pk, actor=officer.actor, reason="改期")
    asked, opened = panel.assignments.filter(state="asked")
    for name, seat in (("asked", asked), ("opened", opened)):
        seats[name], people[name] = seat, pool[seat.expert_id]
    reviewing.open_papers(opened.pk, actor=people["opened"].actor)
    rest = {
        "officer": officer,
        "applicant": enterprise_owner,
        "other office": cast.person(Role.OFFICER),
        "other enterprise": cast.person(Role.OWNER),
    }
    browsers = {name: one.client for name, one in (people | rest).items()} | {"visitor": client}
    case = snapshot.filing.case
    words = SAID | {
        "applicant": str(enterprise_owner.organization),
        "staff": str(officer.user),
        "expert name": str(people["filed"].user),
        "other expert": str(people["other"].user),
        "score": str(Opinion.objects.get(comment=OTHERS).score),
        "number": case.number,
        "outcome": "不予",
    }
    return Scene(case.pk, seats, browsers, words)


def wrongly(scene: Scene, who: str, page: str, granted: set[str] | int) -> object:
    """Return how a page differs from the table: what is missing, and what is too much."""
    answer = scene.browsers[who].get(scene.address(who, page))
    if granted == GONE or answer.status_code != 200:
        # Whoever has not signed in is sent to do so, and reads nothing either.
        is_shut = answer.status_code in {GONE, 302, 403}
        return None if granted == GONE and is_shut else answer.status_code
    text = answer.content.decode()
    body = text[text.index("<main") :] if "<main" in text else text
    found = {name for name in FIELDS if scene.words[name] in body}
    odd = (found ^ granted) - MAY.get((who, page), set())
    return {name: name in found for name in odd} or None


def test_each_role_reads_on_each_page_what_the_table_grants(scene):
    differences = {key: wrongly(scene, *key, granted) for key, granted in SEES.items()}
    assert {key: odd for key, odd in differences.items() if odd} == {}


def test_once_it_is_decided_experts_and_applicant_still_read_no_more(scene, team_lead):
    take(scene.case, "refuse", actor=team_lead.actor, reason="专家意见不一")
    closed = {
        ("opened", "review"): set(),
        ("filed", "review"): {"product", "own opinion"},
        ("filed", "reviews"): set(),
        ("applicant", "case"): {*APPLICATION, "applicant", "number"},
    }
    odd = {key: wrongly(scene, *key, granted) for key, granted in closed.items()}
    assert {key: one for key, one in odd.items() if one} == {}
    page = scene.browsers["filed"].get(scene.address("filed", "review")).content.decode()
    assert "专家意见不一" not in page
