"""Phrases: an office's own, filled in with what the case says."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from lianqiao.core.cases.models import Phrase
from lianqiao.core.cases.queries.phrases import phrases_for
from lianqiao.core.cases.services.phrasing import MOST, drop_phrase, keep_phrase
from lianqiao.core.errors import Invalid, NotFound
from lianqiao.core.parties.actors import Role
from tests.cast import person


@pytest.fixture
def kept(officer) -> Phrase:
    return keep_phrase("缺公章", "{organization}：{number} 缺公章。", actor=officer.actor)


def test_a_phrase_is_filled_in_with_what_the_case_says(kept, small_case, officer):
    name = small_case.organization.name
    assert phrases_for(officer.actor, small_case) == [
        ("缺公章", f"{name}：{small_case.number} 缺公章。")
    ]


def test_another_office_neither_sees_nor_changes_it(kept, small_case, enterprise_owner):
    stranger = person(Role.OFFICER)
    assert phrases_for(stranger.actor, small_case) == []
    for who in (stranger, enterprise_owner):
        with pytest.raises(NotFound):
            keep_phrase("别的", "别的", actor=who.actor, phrase=kept.pk)
        with pytest.raises(NotFound):
            drop_phrase(kept.pk, actor=who.actor)
        assert Phrase.objects.get().label == "缺公章"


@pytest.mark.parametrize(
    ("label", "text"),
    [("", "文"), ("名", " "), ("名" * 61, "文"), ("名", "{name}"), ("名", "{"), ("缺公章", "又")],
)
def test_what_does_not_do_is_said_and_nothing_kept(kept, officer, label, text):
    with pytest.raises(Invalid):
        keep_phrase(label, text, actor=officer.actor)
    assert Phrase.objects.count() == 1


def test_an_office_keeps_a_number_that_one_finds_ones_way_in(officer):
    for at in range(MOST):
        keep_phrase(str(at), "文", actor=officer.actor)
    with pytest.raises(Invalid):
        keep_phrase("多", "文", actor=officer.actor)


def test_the_database_takes_no_empty_phrase(bureau):
    with pytest.raises(IntegrityError, match="phrase_says_something"), transaction.atomic():
        Phrase.objects.create(office=bureau, label="名", text="")


def test_on_the_page_it_is_written_used_and_dropped(small_case, officer, enterprise_owner):
    desk = officer.client
    assert enterprise_owner.client.get("/cases/phrases/").status_code == 404
    wrong = desk.post("/cases/phrases/new/", {"label": "催办", "text": "请于{day}前报送"})
    assert wrong.status_code == 422
    assert "请于{day}前报送" in wrong.content.decode()
    desk.post("/cases/phrases/new/", {"label": "催办", "text": "请尽快报送 {number}"})
    assert (
        f"请尽快报送 {small_case.number}" in desk.get(f"/cases/{small_case.pk}/").content.decode()
    )
    desk.post(f"/cases/phrases/{Phrase.objects.get().pk}/drop/")
    assert not Phrase.objects.exists()
