"""Credit codes, GB 32100-2015."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc as stdnum_uscc

from lianqiao.core.errors import Invalid
from lianqiao.core.parties import uscc

CHARACTERS = st.sampled_from(uscc.ALPHABET)
# Registration authority and kind, county, then the organization's own nine characters.
ORDINARY = st.builds(
    lambda head, county, rest: head + county + "".join(rest),
    st.sampled_from(["91", "92", "93", "11", "12", "51", "52"]),
    st.integers(110000, 659999).map(str),
    st.lists(CHARACTERS, min_size=9, max_size=9),
)
LETTERED = ORDINARY.map(lambda text: "N2" + text[2:]) | ORDINARY.map(lambda text: "A1" + text[2:])


@pytest.mark.parametrize(
    "written",
    [
        "91110000600037341L",  # the example of python-stdnum
        "9111 0000 6000 3734 1L",
        "91110000600037341l",
        "９１１１００００６０００３７３４１Ｌ",
    ],
)
def test_spellings_of_one_code(written):
    assert uscc.clean(written) == "91110000600037341L"


@given(LETTERED)
def test_letters_in_front_are_genuine(first):
    assert uscc.clean(first + uscc.check_digit(first)) == first + uscc.check_digit(first)


@given(ORDINARY)
def test_check_digit_is_the_one_of_stdnum(first):
    assert uscc.check_digit(first) == stdnum_uscc.calc_check_digit(first)


@given(LETTERED, st.integers(0, 17), CHARACTERS)
def test_any_wrong_character_is_found(first, place, other):
    code = first + uscc.check_digit(first)
    if code[place] == other:
        return
    with pytest.raises(Invalid):
        uscc.clean(code[:place] + other + code[place + 1 :])


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ("91110000600037341", "17"),
        ("91110000600037341O", "O"),
        ("91110000600037341M", ""),
        ("", "0"),
        ("九一一一〇〇〇〇六〇〇〇三七三四一Ｌ", "九"),
    ],
)
def test_sentence_names_what_is_wrong(wrong, named):
    with pytest.raises(Invalid) as refused:
        uscc.clean(wrong)
    assert named in str(refused.value)
    assert refused.value.fields.keys() == {"uscc"}
