"""The functions and methods of the language: what each takes and gives."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from .kinds import BOOL, DATE, TEXT, Kind, Type, number
from .patterns import PatternError, Piece, pieces
from .tree import Call, Clock, FactRef, Literal, Node, ParameterRef

if TYPE_CHECKING:
    from .checking import Checker
    from .reading import Form

NUMBER = Kind(Type.NUMBER)
SPANS = ("days", "months", "years")
MOST_DIGITS = 6
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def shifted(checker: Checker, form: Form) -> Node:
    """Check `date + months(3)`: the date is plain, `today`, a parameter, or one of these shifted.

    A date in a column cannot be shifted: databases clip month ends each in its own way.
    """
    day = checker.wanted(checker.node(form.args[0]), DATE)
    if not _constant(day):
        checker.stop("no_date_arithmetic", form.at)
    span = form.args[1]
    count = _whole(checker, span, span.args[0] if len(span.args) == 1 else None)
    signed = Literal(Fraction(count if form.op == "+" else -count), NUMBER, span.at)
    return Call(span.name, (day, signed), DATE, form.at)


def _constant(node: Node) -> bool:
    if isinstance(node, Call) and node.name in SPANS:
        return True
    return isinstance(node, Literal | Clock | ParameterRef)


def _whole(checker: Checker, call: Form, arg: Form | None) -> int:
    node = checker.node(arg) if arg else None
    value = node.value if isinstance(node, Literal) else None
    if not isinstance(value, Fraction) or value.denominator != 1 or abs(value) > 100_000:
        checker.stop("literal_needed", call.at, name=call.name)
    return int(value)


def _span(checker: Checker, form: Form) -> Node:
    checker.stop("span_alone", form.at)


def _has(checker: Checker, form: Form) -> Node:
    (arg,) = _args(checker, form, 1)
    if not isinstance(arg, FactRef):
        checker.stop("fact_needed", form.at)
    return Call("has", (arg,), BOOL, form.at)


def _extreme(checker: Checker, form: Form) -> Node:
    args = checker.nodes(form.args)
    if len(args) < 2:
        checker.stop("argument_count", form.at, name=form.name, wanted="2+")
    for arg in args:
        checker.wanted(arg, NUMBER)
    return Call(form.name, args, checker.alike(args), form.at)


def _round(checker: Checker, form: Form) -> Node:
    if len(form.args) != 2:
        checker.stop("argument_count", form.at, name="round", wanted=2)
    arg = checker.wanted(checker.node(form.args[0]), NUMBER)
    digits = _whole(checker, form, form.args[1])
    if not 0 <= digits <= MOST_DIGITS:
        checker.stop("digits", form.at)
    return Call("round", (arg, Literal(Fraction(digits), NUMBER, form.at)), arg.kind, form.at)


def _floor(checker: Checker, form: Form) -> Node:
    (arg,) = _args(checker, form, 1)
    return Call("floor", (checker.wanted(arg, NUMBER),), arg.kind, form.at)


def _date(checker: Checker, form: Form) -> Node:
    (arg,) = _args(checker, form, 1)
    text = arg.value if isinstance(arg, Literal) else None
    if not isinstance(text, str):
        checker.stop("literal_needed", form.at, name="date")
    try:
        day = date.fromisoformat(text) if DAY.fullmatch(text) else None
    except ValueError:
        day = None
    if day is None:
        checker.stop("bad_date", form.at, text=text)
    return Literal(day, DATE, form.at)


def _between(unit: str) -> Callable[[Checker, Form], Node]:
    def check(checker: Checker, form: Form) -> Node:
        start, end = (checker.wanted(arg, DATE) for arg in _args(checker, form, 2))
        return Call(form.name, (start, end), number(unit), form.at)

    return check


def _text_method(checker: Checker, form: Form) -> Node:
    text, part = (checker.wanted(arg, TEXT) for arg in _args(checker, form, 2))
    if not isinstance(part, Literal):
        checker.stop("literal_needed", part.at, name=form.name)
    return Call(form.name, (text, part), BOOL, form.at)


def _matches(checker: Checker, form: Form) -> Node:
    call = _text_method(checker, form)
    assert isinstance(call, Call)
    try:
        pattern_of(call)
    except PatternError as error:
        checker.stop("pattern", call.args[1].at, why=error)
    return call


def pattern_of(call: Call) -> tuple[Piece, ...]:
    """Return the pieces of the pattern that a call of `matches` looks for."""
    pattern = call.args[1]
    assert isinstance(pattern, Literal)
    assert isinstance(pattern.value, str)
    return pieces(pattern.value)


def _size(checker: Checker, form: Form) -> Node:
    (text,) = _args(checker, form, 1)
    return Call("size", (checker.wanted(text, TEXT),), number(""), form.at)


def _full_year(checker: Checker, form: Form) -> Node:
    (day,) = _args(checker, form, 1)
    return Call("getFullYear", (checker.wanted(day, DATE),), number(""), form.at)


def _args(checker: Checker, form: Form, count: int) -> tuple[Node, ...]:
    args = checker.nodes(form.args)
    if len(args) != count:
        checker.stop("argument_count", form.at, name=form.name, wanted=count)
    return args


Check = Callable[["Checker", "Form"], Node]
METHODS: dict[str, Check] = {
    **dict.fromkeys(("startsWith", "endsWith", "contains"), _text_method),
    "matches": _matches,
    "size": _size,
    "getFullYear": _full_year,
}
FUNCTIONS: dict[str, Check] = {
    **dict.fromkeys(SPANS, _span),
    **dict.fromkeys(("min", "max"), _extreme),
    "has": _has,
    "round": _round,
    "floor": _floor,
    "date": _date,
    "full_years": _between("year"),
    "days_between": _between("day"),
    "matches": _matches,
    "size": _size,
}
