"""What each one sees of a review, field by field."""

from __future__ import annotations

import pytest

from lianqiao.core.cases.documents.fields import Form
from lianqiao.core.cases.documents.reviews import blinded, without
from lianqiao.core.cases.queries.reviewing import papers, task_of, tasks_of
from lianqiao.core.cases.services import reviewing
from tests.core.cases import small
from tests.core.cases.reviews import procedure

FORM = Form.model_validate(procedure.document()["forms"][0])


HIDDEN = ("青岛秘名阀门", "青岛协作研究院", "钱负责", "13900001111", "secret-host", "孙队员")


@pytest.mark.parametrize("key", ["host", "partner", "head", "website"])
def test_what_says_who_applies_is_no_field_of_a_blind_form(key):
    assert key not in blinded(FORM).fields
    assert key not in without(blinded(FORM), procedure.VALUES)


def test_columns_that_tell_are_cut_from_tables():
    form = blinded(FORM)
    assert [column.key for column in form.fields["team"].columns] == ["years"]
    assert without(form, procedure.VALUES) == procedure.OPEN | {"team": [{"years": "7"}]}


@pytest.mark.parametrize("kind", ["organization", "person"])
def test_every_field_of_an_identifying_kind_is_hidden_whatever_it_is_marked(kind):
    field = {"kind": kind, "key": "who", "label": small.label("谁"), "identifies": False}
    section = {"key": "one", "label": small.label("一"), "fields": [field]}
    form = Form.model_validate({"key": "f", "label": small.label("表"), "sections": [section]})
    assert blinded(form).sections == ()


@pytest.fixture
def opened(panel, pool):
    seat = panel.assignments.first()
    return reviewing.open_papers(seat.pk, actor=pool[seat.expert_id].actor)


def test_blind_papers_have_what_is_judged_and_nothing_else(opened):
    found = {field.key: field.words for part in papers(opened) for field in part.fields}
    assert found == {"product": "高压阀门", "staff": found["staff"], "team": ""}
    assert "12" in found["staff"]
    assert not [text for text in HIDDEN if text in repr(papers(opened))]


def test_a_blind_task_names_neither_case_nor_applicant(opened, enterprise):
    task = task_of(opened)
    assert (task.number, task.applicant) == ("", "")


def test_an_open_review_shows_all_that_was_filed(bureau, enterprise_owner, officer, codes):
    from lianqiao.core.cases.services import drawing
    from lianqiao.core.parties.services.calendar import load_working_days

    load_working_days()
    version = procedure.published(bureau, reviews=[procedure.review(1, blind=False)])
    snapshot = procedure.submitted(version, enterprise_owner)
    [one] = procedure.experts(1).values()
    panel = drawing.draw(snapshot.filing.case_id, "expert", actor=officer.actor)
    row = reviewing.open_papers(panel.assignments.get().pk, actor=one.actor)
    found = {field.key for part in papers(row) for field in part.fields}
    assert found == set(procedure.VALUES)
    assert task_of(row).applicant == str(enterprise_owner.organization)


def test_lists_take_as_many_queries_for_many_reviews(
    version, pool, enterprise_owner, officer, django_assert_num_queries
):
    from lianqiao.core.cases.services import drawing

    for _each in range(3):
        snapshot = procedure.submitted(version, enterprise_owner)
        drawing.draw(snapshot.filing.case_id, "expert", actor=officer.actor)
    tasks_of(pool[next(iter(pool))].actor)
    for one in pool.values():
        with django_assert_num_queries(2 if one.user.expert.assignments.exists() else 1):
            tasks_of(one.actor)
