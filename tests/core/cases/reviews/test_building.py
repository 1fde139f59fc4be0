"""Reviews are built in the browser, part by part, as states and steps are."""

from __future__ import annotations

from datetime import date

import pytest

from lianqiao.core.cases.building import editing, flaws
from lianqiao.core.cases.documents.plain import plain
from lianqiao.core.cases.documents.procedure import Document
from lianqiao.core.cases.models import Definition
from tests.core.cases import small
from tests.core.cases.reviews import procedure

EN = {"headers": {"accept-language": "en"}}
DAY = date(2026, 11, 26)


@pytest.fixture
def definition(db, bureau, codes):
    draft = plain(Document.model_validate(small.document()))
    return Definition.objects.create(code="small", office=bureau, draft=draft)


@pytest.fixture
def build(definition, officer):
    """Post to a page of the builder, on top of what was saved last."""

    def do(path, **values):
        definition.refresh_from_db()
        values |= {"expected": definition.revision}
        answer = officer.client.post(f"/cases/procedures/small/{path}", values, **EN)
        assert answer.status_code == 302, answer.content.decode()
        definition.refresh_from_db()
        return definition.draft

    return do


def problems(draft):
    titles = flaws.Known(titles=[small.TITLE])
    return [f"{one.place}: {one.sentence}" for one in flaws.problems_of(draft, titles, DAY)]


def test_a_review_is_built_and_can_be_published(build, definition, officer):
    [review] = build("change/", add="reviews", label="专家评审")["reviews"]
    assert (review["form"], review["experts"]) == ("application", {"number": 5})
    build("change/", add="reviews/0/items", label="创新水平")
    build("change/", add="reviews/0/points", label="人员")
    places = {one.partition(":")[0] for one in problems(definition.draft)}
    assert {"reviews/0/points/0/points", "reviews/0/points/0/rule"} <= places
    point = {"label_zh": "人员", "key": "people", "rule": "staff >= 10", "points": "5"}
    build("edit/reviews/0/points/0/", was="ren_yuan", **point)
    item = {"label_zh": "创新水平", "key": "worth", "weight": "3", "highest": "10"}
    build("edit/reviews/0/items/0/", was="chuang_xin_shui_ping", **item)
    build(
        "edit/reviews/0/",
        was=review["key"],
        label_zh="专家评审",
        key="expert",
        form="application",
        number="3",
        blind="on",
        technical=["EI"],
        combine="trimmed",
    )
    assert any("No state has this review." in one for one in problems(definition.draft))
    state = {"label_zh": "已提交", "key": "submitted", "review": "expert", "working_days": "10"}
    draft = build("edit/states/1/", was="submitted", leads_to="lapse", **state)
    assert problems(draft) == []
    read = Document.model_validate(draft).review("expert")
    assert (read.experts.number, read.experts.blind, read.experts.fields) == (3, True, ("EI",))
    assert [(one.key, one.weight, one.highest) for one in read.items] == [("worth", 3, 10)]
    page = officer.client.get("/cases/procedures/small/flow/", **EN).content.decode()
    assert "创新水平" in page
    assert "staff &gt;= 10" in page


def test_what_a_form_shows_it_writes_back(build, definition, officer):
    read = Document.model_validate(small.document(**procedure.document()))
    Definition.objects.filter(pk=definition.pk).update(draft=plain(read))
    for place in ("reviews/0", "reviews/0/items/1", "reviews/0/points/0", "states/1"):
        page = officer.client.get(f"/cases/procedures/small/edit/{place}/", **EN)
        form = page.context["form"]
        posted = {
            name: value
            for name, field in form.fields.items()
            if (value := form.get_initial_for_field(field, name)) not in (None, False, "", [])
        }
        build(f"edit/{place}/", was=posted["key"], **posted)
    assert Document.model_validate(definition.draft) == read


def test_who_names_a_review_names_it_by_its_new_key(db):
    draft = plain(Document.model_validate(small.document(**procedure.document())))
    changed = editing.changed(draft, "reviews/0", draft["reviews"][0] | {"key": "panel"})
    assert changed["states"][1]["review"] == "panel"
    renamed = editing.changed(draft, "forms/0", draft["forms"][0] | {"key": "plan"})
    assert renamed["reviews"][0]["form"] == "plan"


@pytest.mark.parametrize(
    "changes",
    [
        {"form": "nowhere"},
        {"experts": {"number": 3, "field_from": "staff"}},
        {"items": [{"key": "a", "label": {"zh": "甲"}, "lowest": 5, "highest": 5}]},
        {"points": [{"key": "a", "label": {"zh": "甲"}, "rule": "nobody > 3", "points": 1}]},
    ],
)
def test_what_does_not_hold_water_is_named(db, changes):
    whole = small.document(**procedure.document(reviews=[procedure.review(**changes)]))
    assert [one for one in problems(whole) if one.startswith("reviews/0")]


def test_a_condition_may_name_a_score_that_is_there(db):
    whole = small.document(**procedure.document())
    assert problems(whole) == []
    whole["steps"][1]["condition"] = "review.nobody >= 60"
    assert problems(whole)
