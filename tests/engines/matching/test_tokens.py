"""Texts are cut the same way whatever their width, case and length."""

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lianqiao.engines.matching import tokenize
from lianqiao.engines.matching.folding import fold, offsets
from lianqiao.engines.matching.tokens import LONGEST_TOKEN, pieces

HAN = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), min_size=1, max_size=30)


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("锂电池", ["锂", "电", "池", "锂电", "电池"]),
        ("锂", ["锂"]),
        ("800℃", ["800°c"]),
        ("800 ℃", ["800°c"]),
        ("10kW 与 10 kW", ["与", "10kw", "10kw"]),
        ("5mm厚", ["厚", "5mm"]),
        ("20 batteries", ["20", "batteri"]),
        ("PM2.5、Al2O3", ["pm2.5", "al2o3"]),
        ("3.5%", ["3.5%"]),
        ("ＡＢＣ涂层", ["涂", "层", "涂层", "abc"]),
        ("coatings Coating COATED", ["coat", "coat", "coat"]),
        ("naïve café", ["naiv", "cafe"]),
        ("<b>电</b>", ["电", "b", "b"]),
        ("🚀 ！？", []),
        ("", []),
    ],
)
def test_what_is_cut(text, terms):
    assert tokenize(text) == terms


@given(HAN)
def test_a_run_gives_its_characters_and_pairs(run):
    folded = fold(run)
    pairs = [folded[place : place + 2] for place in range(len(folded) - 1)]
    assert sorted(tokenize(run)) == sorted([*folded, *pairs])


def test_what_is_folded_stays_as_it_is():
    once = [fold(chr(code)) for code in range(0x10000)]
    assert [fold(one) for one in once] == once


@given(st.text())
@example("0ำ")  # folds into an accent and a letter
def test_full_width_and_half_width_are_one(text):
    assert tokenize(text) == tokenize(unicodedata.normalize("NFC", fold(text)))


@given(st.text())
def test_terms_are_short_and_have_no_space(text):
    terms = tokenize(text)
    assert all(0 < len(term) <= LONGEST_TOKEN for term in terms)
    assert not any(character.isspace() for term in terms for character in term)


@given(st.text())
def test_every_folded_character_leads_back(text):
    folded, places = fold(text), offsets(text)
    assert len(places) == len(folded)
    assert places == sorted(places)
    assert all(
        character in fold(text[place]) for character, place in zip(folded, places, strict=True)
    )


@given(st.text())
def test_pieces_stand_where_they_say(text):
    folded = fold(text)
    found = list(pieces(folded))
    assert all(piece.term == folded[piece.start : piece.end] for piece in found if piece.han)
    assert all(left.end <= right.start for left, right in pairwise(found))
