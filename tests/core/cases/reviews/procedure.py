"""The small procedure with a blind review of its application, and experts to draw."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from lianqiao.core.cases.models import Affiliation, Expert, Snapshot, Version
from lianqiao.core.parties.models import Organization
from tests.cast import Person, person
from tests.core.cases import small

SECRET = {
    "host": {"name": "青岛秘名阀门有限公司", "uscc": ""},
    "partner": {"name": "青岛协作研究院", "uscc": ""},
    "head": {"name": "钱负责", "phone": "13900001111"},
    "website": "secret-host.example",
    "team": [{"who": "孙队员", "years": "7"}],
}
OPEN = {"product": "高压阀门", "staff": "12"}
VALUES = SECRET | OPEN


def field(kind: str, key: str, zh: str, **more: Any) -> dict[str, Any]:
    return {"kind": kind, "key": key, "label": small.label(zh)} | more


FIELDS = [
    field("organization", "host", "申报单位"),
    field("organization", "partner", "合作单位"),
    field("person", "head", "负责人"),
    field("text", "website", "网站", identifies=True),
    field("text", "product", "主导产品"),
    field("number", "staff", "职工人数", unit="person"),
    field("file", "plan", "方案", most=3),
    field(
        "table",
        "team",
        "团队",
        columns=[
            field("text", "who", "姓名", identifies=True),
            field("number", "years", "从业年限"),
        ],
    ),
]


def review(number: int = 3, *, blind: bool = True, **changes: Any) -> dict[str, Any]:
    """Return a review of two items: the worth weighs three times as much as the plan."""
    items = [
        {"key": "worth", "label": small.label("创新水平"), "weight": "3"},
        {
            "key": "plan",
            "label": small.label("实施方案"),
            "lowest": 1,
            "highest": 5,
            "needs_comment": True,
            "needs_evidence": True,
        },
    ]
    return {
        "key": "expert",
        "label": small.label("专家评审"),
        "form": "application",
        "items": items,
        "experts": {"number": number, "blind": blind},
        "points": [
            {"key": "people", "label": small.label("人员"), "rule": "staff >= 10", "points": 5},
            {"key": "many", "label": small.label("规模"), "rule": "staff >= 100", "points": 10},
        ],
    } | changes


def document(**changes: Any) -> dict[str, Any]:
    """Return changes to the small procedure: a state in which experts review."""
    whole = small.document()
    states = {state["key"]: state for state in whole["states"]}
    states["submitted"]["review"] = "expert"
    steps = {step["key"]: step for step in whole["steps"]}
    steps["grant"]["condition"] = "review.expert.done && review.expert >= 60"
    form = whole["forms"][0] | {
        "sections": [{"key": "basics", "label": small.label("基本情况"), "fields": FIELDS}]
    }
    return {
        "forms": [form],
        "states": whole["states"],
        "steps": whole["steps"],
        "reviews": [review()],
    } | changes


def published(office: Organization, **changes: Any) -> Version:
    """Publish the procedure."""
    return small.published(office, **document(**changes))


def submitted(version: Version, owner: Person, **values: Any) -> Snapshot:
    """Open a case and submit its form."""
    return small.submitted(version, owner, **(values or VALUES))


def expert(home: Organization | str = "", *, most: int = 5, name: str = "") -> Person:
    """Make an expert; without a home, of an organization of his own."""
    made = person(name=name)
    row = Expert.objects.create(user=made.user, most=most)
    if isinstance(home, Organization):
        Affiliation.objects.create(expert=row, organization=home)
    else:
        Affiliation.objects.create(expert=row, name=home or f"第{row.pk}研究所")
    return made


def experts(number: int) -> dict[int, Person]:
    """Make experts, by their numbers."""
    made = [expert(name=f"专家{place}") for place in range(1, number + 1)]
    return {one.user.expert.pk: one for one in made}


def typed(worth: object, plan: object = 3) -> dict[str, dict[str, str]]:
    """Return what an expert types: the worth of 0 to 100, the plan of 1 to 5."""
    return {
        "worth": {"score": str(worth)},
        "plan": {"score": str(plan), "comment": "步骤清楚", "evidence": "方案第 3 页"},
        "": {"comment": "可以支持"},
    }


def again(snapshot: Snapshot, **values: Any) -> Snapshot:
    """Submit the same filing once more, as a correction does."""
    return Snapshot.objects.create(
        filing=snapshot.filing,
        number=snapshot.number + 1,
        procedure=snapshot.procedure,
        values=values or snapshot.values | {"product": "低压阀门"},
        sha256="1" * 64,
        at=timezone.now(),
    )
