"""Two versions side by side, and a kind that never changes under its key."""

from __future__ import annotations

from copy import deepcopy
from datetime import date

import pytest

from lianqiao.core.cases.building.drawing import drawn
from lianqiao.core.cases.building.flaws import Known, problems_of
from lianqiao.core.cases.documents.comparing import compared
from lianqiao.core.cases.documents.procedure import Document

DAY = date(2026, 11, 26)


@pytest.fixture
def changed(draft):
    newer = deepcopy(draft)
    lab, opening = newer["forms"][0]["sections"]
    opening["fields"].append(lab["fields"].pop(1))  # the address moves
    opening["fields"][0]["required"] = ""
    opening["fields"][3]["columns"].append(
        {"kind": "date", "key": "bought", "label": {"zh": "购置日期"}}
    )
    opening["fields"].pop(2)  # the share goes
    newer["states"][1]["term"]["working_days"] = 20
    newer["steps"][3].pop("condition")
    return newer


def test_what_was_added_removed_and_changed_is_said(draft, changed):
    found = compared(Document.model_validate(draft), Document.model_validate(changed))
    said = [(one.how, one.what, one.key) for one in found]
    assert said == [
        ("changed", "field", "hours"),
        ("added", "column", "bought"),
        ("changed", "field", "address"),
        ("changed", "state", "review"),
        ("changed", "step", "register"),
        ("removed", "field", "share"),
    ]
    assert found[0].settings == (("when it is required", "true", "–"),)
    assert found[2].settings == (("place", "The laboratory", "Opening"),)
    assert found[3].settings == (("deadline", "10", "20"),)
    assert compared(Document.model_validate(draft), Document.model_validate(draft)) == []


def sentences(draft, **known) -> list[tuple[str, str]]:
    return [tuple(one) for one in problems_of(draft, Known(**known), DAY)]


@pytest.mark.parametrize(
    ("at", "change", "said"),
    [
        (("forms", 0, "sections", 1, "fields", 0), {"kind": "date"}, "field of another kind"),
        (("forms", 0, "sections", 0, "fields", 2), {"many": True}, "field of another kind"),
        (
            ("forms", 0, "sections", 1, "fields", 3, "columns", 1),
            {"kind": "text"},
            "field of another kind",
        ),
    ],
)
def test_a_key_never_changes_its_kind(draft, at, change, said):
    earlier = [Document.model_validate(draft)]
    assert sentences(draft, earlier=earlier) == []
    newer = deepcopy(draft)
    part = newer
    for step in at:
        part = part[step]
    for name in ("unit", "low", "high", "in_wan", "checks"):
        part.pop(name, None)
    part |= change
    found = sentences(newer, earlier=earlier)
    assert ("/".join(map(str, at)), said) in [
        (place, said) for place, text in found if said in text
    ]


@pytest.mark.parametrize(
    ("change", "place", "said"),
    [
        ({"eligible": "nobody > 1"}, "", "Who may apply: Line 1, column 1: nothing is named"),
        ({"states": []}, "states", "There are no states yet."),
        ({"code": "Nope"}, "code", "A code begins with a small letter"),
    ],
)
def test_flaws_of_the_whole(draft, change, place, said):
    found = dict(sentences(draft | change))
    assert found[place].startswith(said)


GRANT = {"title": "nobel", "years": 1}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"target": "nowhere"}, "a state that is not there"),
        ({"key": "open"}, "the house's own"),
        ({"condition": "open_hours > 'x'"}, "Line 1, column"),
        ({"message": {"title": {"zh": "{name}"}, "text": {"zh": "{"}}}, "can fill in {name}"),
        ({"grants": {"title": "nobel", "years": 1}}, "no title “nobel”"),
        ({"by": "clock"}, "not every state before it"),
        ({"files": True}, "a state before it has none"),
        ({"by": "officer", "files": True}, "Only a step of the applicant files"),
        ({"by": "applicant", "grants": GRANT}, "A title is granted by an officer"),
        ({"by": "clock", "grants": GRANT}, "A title is granted by an officer"),
        ({"by": "clock", "needs_reason": True}, "can give no reason"),
        *(
            ({"message": {"title": {"zh": text}, "text": {"zh": "好"}}}, f"can fill in {text}")
            for text in ("{due:>99999999}", "{due!r}", "{reason:{number}}", "{reason.x}", "{0}")
        ),
    ],
)
def test_flaws_of_a_step_stand_at_the_step(draft, change, said):
    newer = deepcopy(draft)
    newer["steps"][3] |= change
    assert any(said in text for place, text in sentences(newer) if place == "steps/3")


def test_rules_of_sound_forms_are_checked_while_the_rest_is_a_wreck(draft):
    newer = deepcopy(draft) | {"states": [{}]}
    newer["forms"][0]["sections"][0]["fields"][3]["visible"] = "nobody"
    places = [place for place, _text in sentences(newer)]
    assert "forms/0/sections/0/fields/3" in places
    assert "states/0/key" in places


def test_the_picture_names_each_state_and_takes_no_markup(draft):
    newer = deepcopy(draft)
    newer["states"][0]["label"] = {"zh": "<script>", "en": "<b>"}
    picture = drawn(newer)
    assert "&lt;b&gt;" in picture
    assert "<b>" not in picture
    assert picture.count("<rect") == 6
    assert drawn({"states": [], "steps": []}) == ""
    assert "<rect" in drawn({"states": [{}], "steps": [{"sources": ["x"]}]})
