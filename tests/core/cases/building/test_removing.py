"""Whatever one takes out of a draft, it can be published, or a flaw says at its place why not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import lianqiao
from lianqiao.core.cases import files
from lianqiao.core.cases.building import editing
from lianqiao.core.cases.building.flaws import Known, problems_of
from lianqiao.core.cases.documents.plain import plain
from lianqiao.core.cases.documents.procedure import Document, flaws, machine
from tests.core.cases import small

DAY = date(2026, 11, 2)
LISTS = ("forms", "states", "steps", "reviews", "sections", "fields", "columns", "items", "points")
HERE = Path(lianqiao.__file__).parent
FILES = sorted((*HERE.rglob("procedures/*.yaml"), *HERE.rglob("examples/*.yaml")))


def places(part: Any, here: str = "") -> Iterator[str]:
    """Yield the place of each part that the builder can take out."""
    for name in LISTS:
        for number, one in enumerate(part.get(name) or ()):
            place = f"{here}{name}/{number}"
            yield place
            yield from places(one, f"{place}/")


def names(document: Document) -> Iterator[tuple[str, bool]]:
    """Yield each reference of a document by its own words, and whether it leads anywhere."""
    forms, states, steps, reviews = (
        {one.key for one in parts}
        for parts in (document.forms, document.states, document.steps, document.reviews)
    )
    for state in document.states:
        for key, known in ((state.form, forms), (state.review, reviews)):
            yield f"{state.key}: {key}", key is None or key in known
        for key in state.missed.values():
            yield f"{state.key}: {key}", key in steps
    for step in document.steps:
        for key in (*step.sources, step.target):
            yield f"{step.key}: {key}", key in states
    for review in document.reviews:
        yield f"{review.key}: {review.form}", review.form in forms


def exists(draft: Any, place: str) -> bool:
    here: Any = draft
    for step in filter(None, place.split("/")):
        here = here[int(step)] if isinstance(here, list) else here.get(step)
        if here is None:
            return False
    return True


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_single_removal_leaves_a_sound_draft_or_a_flaw_at_its_place(path):
    whole = plain(files.read(path.read_bytes()))
    titles = {step["grants"]["title"] for step in whole["steps"] if "grants" in step}
    known = Known(titles=titles)
    before = set(problems_of(whole, known, DAY))
    for place in places(whole):
        draft = editing.removed(whole, place)
        found = [one for one in problems_of(draft, known, DAY) if one not in before]
        if found:
            lost = [one.place for one in found if not exists(draft, one.place)]
            assert not lost, (place, lost)
        else:
            document = Document.model_validate(draft)
            machine(document, 1)
            assert [said for said, leads in names(document) if not leads] == [], place


def test_a_review_that_is_taken_out_leaves_no_state_that_runs_it():
    draft = {
        "states": [{"key": "a", "review": "x"}, {"key": "b", "review": "y"}, {"key": "c"}],
        "reviews": [{"key": "x"}, {"key": "y"}],
    }
    states = editing.removed(draft, "reviews/0")["states"]
    assert states == [{"key": "a"}, {"key": "b", "review": "y"}, {"key": "c"}]
    assert draft["states"][0]["review"] == "x"


@pytest.mark.parametrize(("by", "is_flaw"), [("applicant", True), ("clock", True), ("lead", False)])
def test_a_title_is_granted_by_the_office_alone(by, is_flaw):
    whole = small.document()
    step = next(one for one in whole["steps"] if one["key"] == "grant")
    step["by"] = by
    found = {name for place, name in flaws(Document.model_validate(whole)) if "grant" in place}
    assert ("granted_by_nobody" in found) == is_flaw


@pytest.mark.parametrize(
    ("correction", "flaw"),
    [
        ({"missed": "lapse"}, None),
        ({"missed": "nowhere"}, "no_such_step"),
        ({"missed": "refuse"}, "not_the_clocks"),
    ],
)
def test_a_missed_correction_leads_by_a_step_of_the_clock_out_of_its_state(correction, flaw):
    whole = small.document()
    whole["states"][1]["correction"] = correction
    found = list(flaws(Document.model_validate(whole)))
    assert found == ([("states.submitted.correction", flaw)] if flaw else [])


def test_a_step_of_the_clock_may_be_that_of_a_missed_correction_alone():
    whole = small.document()
    whole["states"][1]["term"].pop("leads_to")
    assert ("steps.lapse", "clock_without_term") in flaws(Document.model_validate(whole))
    whole["states"][1]["correction"] = {"missed": "lapse"}
    assert not list(flaws(Document.model_validate(whole)))


def test_a_step_that_changes_its_key_takes_along_the_missed_correction():
    whole = small.document()
    whole["states"][1]["correction"] = {"missed": "lapse"}
    changed = editing.changed(whole, "steps/3", {**whole["steps"][3], "key": "over"})
    assert changed["states"][1]["correction"] == {"missed": "over"}
    assert changed["states"][1]["term"]["leads_to"] == "over"
