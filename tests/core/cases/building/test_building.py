"""A draft takes anything and loses nothing; two builders never overwrite each other."""

from __future__ import annotations

import pytest

from lianqiao.core.cases.building import editing
from lianqiao.core.cases.models import Definition
from lianqiao.core.cases.services import building
from lianqiao.core.errors import Conflict, Invalid, NotAllowed, NotFound, TooLarge


def test_what_is_not_sound_is_kept_all_the_same(procedure, officer):
    kept = building.save_draft(
        procedure.pk, {"label": {}, "forms": [{}]}, actor=officer.actor, expected=1
    )
    assert (kept.revision, kept.draft["forms"], kept.draft["code"]) == (2, [{}], "open_lab")


def test_the_second_of_two_builders_is_told_who_was_faster(procedure, draft, officer, team_lead):
    first = editing.skeleton("open_lab", "甲的改动")
    building.save_draft(procedure.pk, first, actor=officer.actor, expected=1)
    with pytest.raises(Conflict, match="周洁 has saved this procedure meanwhile"):
        building.save_draft(procedure.pk, draft, actor=team_lead.actor, expected=1)
    procedure.refresh_from_db()
    assert procedure.draft["label"] == {"zh": "甲的改动"}


def test_a_code_is_had_once_and_is_never_a_desks(draft, procedure, officer):
    for code in ("open_lab", "policies"):
        with pytest.raises(Conflict, match="is taken"):
            building.begin(draft, actor=officer.actor, code=code)
    with pytest.raises(Invalid, match="small letter"):
        building.begin(draft, actor=officer.actor, code="Open-Lab")
    assert (
        building.begin(draft, actor=officer.actor, code="open_lab_2").draft["code"] == "open_lab_2"
    )


def test_a_megabyte_is_enough(draft, procedure, officer):
    with pytest.raises(TooLarge):
        building.save_draft(
            procedure.pk, {**draft, "basis": "长" * 400_000}, actor=officer.actor, expected=1
        )


def test_only_the_office_builds(
    draft, procedure, enterprise_owner, other_owner, officer, team_lead
):
    with pytest.raises(NotAllowed):
        building.begin(draft, actor=enterprise_owner.actor, code="mine")
    with pytest.raises(NotFound):
        building.save_draft(procedure.pk, draft, actor=enterprise_owner.actor, expected=1)
    with pytest.raises(NotAllowed):
        building.take_new_cases(procedure.pk, actor=officer.actor, is_open=False)
    building.take_new_cases(procedure.pk, actor=team_lead.actor, is_open=False)
    assert not Definition.objects.get(pk=procedure.pk).is_open


class TestPlaces:
    def test_a_key_that_changes_takes_along_who_names_it(self, draft):
        state = editing.part(draft, "states/0") | {"key": "begun"}
        changed = editing.changed(draft, "states/0", state)
        submit = next(one for one in changed["steps"] if one["key"] == "submit")
        assert submit["sources"] == ["begun", "returned"]
        assert draft["steps"][0]["sources"] == ["draft", "returned"]
        step = editing.part(draft, "steps/5") | {"key": "end"}
        assert editing.changed(draft, "steps/5", step)["states"][2]["term"]["leads_to"] == "end"
        form = editing.part(draft, "forms/0") | {"key": "plan"}
        assert editing.changed(draft, "forms/0", form)["states"][0]["form"] == "plan"

    def test_parts_move_within_their_list_and_not_beyond(self, draft):
        keys = [one["key"] for one in draft["states"]]
        down = editing.moved(draft, "states/0", 1)
        assert [one["key"] for one in down["states"]][:2] == [keys[1], keys[0]]
        assert editing.moved(draft, "states/0", -1) == draft
        assert editing.moved(draft, "states/5", 1) == draft

    def test_a_part_is_added_and_taken_out(self, draft):
        place = "forms/0/sections/1/fields/3/columns"
        more, where = editing.added(draft, place, {"kind": "date", "key": "bought"})
        assert editing.part(more, where)["key"] == "bought"
        assert editing.removed(more, where) == draft

    @pytest.mark.parametrize(
        "place",
        ["forms/9", "forms/0/label", "code", "states/-1", "states/²", "states/0/term/0", "/"],
    )
    def test_a_place_that_is_none_is_refused(self, draft, place):
        with pytest.raises(editing.NoSuchPlaceError):
            editing.part(draft, place)

    def test_keys_come_from_labels(self):
        assert editing.key_for("研发人员", []) == "yan_fa_ren_yuan"
        assert editing.key_for("2024年", ["x_2024_nian"]) == "x_2024_nian_2"
        assert editing.key_for("！", []) == "x"
        assert len(editing.key_for("长" * 50, [], 24)) <= 24
