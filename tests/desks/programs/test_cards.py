"""The files of score tables: their form, their bands, their sources, their days."""

from __future__ import annotations

import copy
import json
from datetime import date, timedelta
from itertools import pairwise

import jsonschema
import pytest

from lianqiao.core.rules import scorecards
from lianqiao.engines.rules import check
from lianqiao.engines.scorecards import CardError, read_card
from tests.desks.programs.firms import CODES, vocabulary

SCHEMA = json.loads((scorecards.FOLDER.parent / "scorecard.schema.json").read_text("utf-8"))


def data(code):
    return json.loads((scorecards.FOLDER / f"{code}.json").read_text("utf-8"))


@pytest.mark.parametrize("code", CODES)
def test_each_file_follows_the_schema_and_names_only_what_the_dictionary_has(code):
    jsonschema.validate(data(code), SCHEMA)
    card = scorecards.cards()[code]
    for rule in (*card.rules(), *card.for_recheck().rules()):
        check(rule, vocabulary())


def test_the_numbers_of_the_documents_stand_in_the_files():
    tables = scorecards.cards()
    assert {code: card.most for code, card in tables.items() if card.groups} == {
        "tech-sme-2017": 20 + 50 + 30,
        "innovative-sme-2022": 40 + 30 + 30,
        "specialized-sme-2022": 25 + 25 + 15 + 35,
    }
    innovative = tables["innovative-sme-2022"]
    assert [group.least for group in innovative.groups] == [20, 15, 15]
    assert {card.least for card in tables.values() if card.groups} == {60}
    assert [item.least for item in tables["tech-sme-2017"].items] == [1, 0, 0]


def test_what_was_not_checked_says_so():
    unverified = {
        item.code
        for item in scorecards.cards()["specialized-sme-2022"].items
        if not item.source.verified
    }
    assert len(unverified) == len(scorecards.cards()["specialized-sme-2022"].items)
    assert all(item.source.verified for item in scorecards.cards()["innovative-sme-2022"].items)


def test_old_and_new_rules_meet_without_a_gap_or_an_overlap():
    for title in scorecards.LADDER:
        cards = [card for card in scorecards.cards().values() if card.title == title]
        for one, after in pairwise(cards):
            assert after.valid_from == one.valid_to + timedelta(days=1)
        assert cards[-1].valid_to is None


def test_a_day_decides_which_rule_judges_and_which_granted():
    before, after = date(2026, 3, 31), date(2026, 4, 1)
    assert [c.code for c in scorecards.in_force(before, ["specialized-sme"])] == [
        "specialized-sme-2022"
    ]
    assert [c.code for c in scorecards.in_force(after, ["specialized-sme"])] == [
        "specialized-sme-2026"
    ]
    assert scorecards.granted_under("little-giant", before).code == "little-giant-2022"
    assert scorecards.granted_under("little-giant", date(2020, 1, 1)) is None


def test_a_recheck_drops_growth_and_takes_either_years_platform_score():
    giant = scorecards.cards()["little-giant-2026"].for_recheck()
    assert "growth" not in {one.code for one in giant.conditions}
    firm = scorecards.cards()["specialized-sme-2026"].for_recheck()
    [platform] = [one for one in firm.conditions if one.code == "platform"]
    assert platform.rule == "platform_score(year - 1) >= 50 || platform_score(year - 2) >= 50"


def broken(change):
    given = copy.deepcopy(data("innovative-sme-2022"))
    change(given)
    return given


def bands_of(given):
    return given["groups"][0]["items"][1]["scales"][0]["bands"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda one: bands_of(one)[1].update(high="0.04"), "gap or overlap"),
        (lambda one: bands_of(one)[1].update(high="0.06"), "gap or overlap"),
        (lambda one: bands_of(one)[0].update(high="1"), "end before a value does"),
        (lambda one: bands_of(one)[0].update(points=25), "reaches 25 points, not 20"),
        (lambda one: one["direct"][0].update(code="sme"), "stands twice"),
        (lambda one: one["groups"][0]["items"][0]["cases"].pop(), "last case has a condition"),
        (lambda one: one.pop("valid_from"), "valid_from"),
        (lambda one: one["conditions"][0].update(source="nowhere"), "nowhere"),
    ],
)
def test_a_file_that_does_not_add_up_is_refused_with_the_place(change, said):
    with pytest.raises(CardError, match=said):
        read_card(broken(change))
