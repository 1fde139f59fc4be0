"""Google's own CEL, wherever both languages say the same: integers, texts, truths, choices.

A fact that is missing is left out of what it is given; it then answers with an error, which is our
unknown. What both absorb (`false && error`) must come out alike.
"""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from lianqiao.engines.rules import Fact, RuleError, Type, Vocabulary, check, planned

from . import invented

cel = pytest.importorskip("cel_expr_python.cel")

NUMBERS, TRUTHS, TEXTS = ("a", "b", "c"), ("p", "q"), ("s", "t")
VOCABULARY = Vocabulary(
    {
        # Small, so that no product of four of them is refused as too wide.
        **{name: Fact(name, Type.NUMBER, low=-1000, high=1000) for name in NUMBERS},
        **{name: Fact(name, Type.BOOL) for name in TRUTHS},
        **{name: Fact(name, Type.TEXT) for name in TEXTS},
    }
)
ENV = cel.NewEnv(
    variables={
        **dict.fromkeys(NUMBERS, cel.Type.INT),
        **dict.fromkeys(TRUTHS, cel.Type.BOOL),
        **dict.fromkeys(TEXTS, cel.Type.STRING),
    }
)
LITERALS = st.integers(-20, 20).map(str)
QUOTED = st.sampled_from(["", "C351", "C3", "工业", "a'b", "é🙂"]).map(invented.quoted)


@st.composite
def numbers(draw, depth: int = 2) -> str:
    if depth == 0:
        return draw(st.sampled_from(NUMBERS) | LITERALS)
    shapes = st.sampled_from(["{0}", "({0} + {1})", "({0} - {1})", "({0} * {1})", "-({0})"])
    return invented.filled(draw, draw(shapes), numbers(depth - 1))


@st.composite
def truths(draw, depth: int = 3) -> str:
    if depth == 0 or draw(st.integers(0, 3)) == 0:
        return draw(leaves())
    shapes = st.sampled_from(["({0} && {1})", "({0} || {1})", "!({0})", "({0} ? {1} : {2})"])
    return invented.filled(draw, draw(shapes), truths(depth - 1))


@st.composite
def leaves(draw) -> str:
    text = draw(st.sampled_from(TEXTS))
    order = draw(st.sampled_from(["<", "<=", ">", ">=", "==", "!="]))
    method = draw(st.sampled_from(["startsWith", "endsWith", "contains"]))
    shapes = {
        f"{{}} {order} {{}}": numbers(),
        "{}": st.sampled_from(TRUTHS),
        f"{text}.{method}({{}})": QUOTED,
        f"{text} in [{{}}, {{}}]": QUOTED,
        f"{text} == {{}}": QUOTED,
        f"size({text}) {order} {{}}": LITERALS,
    }
    shape = draw(st.sampled_from(list(shapes)))
    return invented.filled(draw, shape, shapes[shape])


rows = st.fixed_dictionaries(
    {
        **dict.fromkeys(NUMBERS, st.none() | st.integers(-1000, 1000)),
        **dict.fromkeys(TRUTHS, st.none() | st.booleans()),
        **dict.fromkeys(
            TEXTS, st.none() | st.sampled_from(["", "C351", "工业互联网", "é🙂", "a'b"])
        ),
    }
)


def google(source: str, row) -> bool | None:
    """Return what Google's CEL says; None for its errors and unknowns."""
    known = {name: value for name, value in row.items() if value is not None}
    value = ENV.compile(source).eval(data=known).value()
    return value if isinstance(value, bool) else None


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(truths(), rows)
def test_both_say_the_same(source, row):
    try:
        rule = check(source, VOCABULARY)
    except RuleError as error:
        # Google's takes what can never matter; anything else we must take as well.
        if {problem.code for problem in error.problems} - {"never", "always"}:
            raise
        assume(False)
    assert planned(rule, None, invented.ON).judge(row).verdict is google(source, row)
