"""A whole table at once: a program as Ibis expressions, for DuckDB, PostgreSQL or Spark.

Traps that were measured, and what is written instead: `x / 0` is NaN or an error (NULLIF), and NaN
is above everything; `least(NULL, cap)` is the cap (branches without ELSE); CASE with an unknown
condition takes its ELSE (there is none); whole numbers overflow (bounds known beforehand, wide
ones as decimal(38, 0)); Ibis takes a small literal for int8, and a database a bare one for int32
(every literal says its type); Ibis writes `//` as the floor of a division of doubles (exact
remainder taken off first).
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from functools import reduce
from typing import Any

import ibis

from .kinds import Type
from .patterns import spelled
from .program import COMPARISONS, Program, Step

Column = Any
"""An Ibis expression; ibis ships no types."""

TYPES = {Type.BOOL: "boolean", Type.NUMBER: "int64", Type.TEXT: "string", Type.DATE: "date"}
WIDE = "decimal(38, 0)"
EXACT = 2**53
"""Whole numbers below it are exact as doubles, and so is the floor of their quotient."""

SHORT = 2**31

CODE_POINTS = {"duckdb": "\\x{{{:x}}}", "postgres": "\\U{:08x}", "pyspark": "\\x{{{:x}}}"}


def expressions(program: Program, table: Any, dialect: str) -> tuple[Column, ...]:
    """Return the program's outputs as expressions over `table`.

    `dialect` is `duckdb`, `postgres` or `pyspark`; the table has the columns that the program
    reads, of the types of `TYPES`.
    """
    made: list[Column] = []
    for step in program.steps:
        given = [program.steps[place] for place in step.args]
        wide = step.wide or any(one.wide for one in given)
        args = [
            made[place].cast(WIDE) if wide and one.type == Type.NUMBER else made[place]
            for place, one in zip(step.args, given, strict=True)
        ]
        if step.op == "column":
            made.append(table[step.value])
        elif step.op == "matches":
            made.append(args[0].re_search(_pattern(step.value, dialect)))
        elif step.op == "//":
            exact = -EXACT < given[0].low <= given[0].high < EXACT
            made.append(_quotient(*args) if exact else _floored(*args))
        else:
            made.append(_expression(step, args))
    return tuple(made[place] for place in program.outputs)


def _expression(step: Step, args: list[Column]) -> Column:
    match step.op:
        case "const":
            if isinstance(step.value, int) and step.type == Type.NUMBER and not step.wide:
                return _int(step.value)
            return ibis.literal(step.value, type=WIDE if step.wide else TYPES[step.type])
        case "unknown":
            return ibis.null(TYPES[step.type])
        case "and" | "or":
            return reduce(operator.and_ if step.op == "and" else operator.or_, args)
        case "choice":
            return args[0].cases((True, args[1]), (False, args[2]))
    if step.op in COMPARISONS:
        return COMPARISONS[step.op](*args)
    return NUMERIC[step.op](*args) if step.op in NUMERIC else PLAIN[step.op](args[0], step.value)


def _pattern(row: Any, dialect: str) -> str:
    pattern = spelled(row, CODE_POINTS[dialect])
    # In Java, `$` also stands before a last line break.
    return pattern.replace("$", "\\z") if dialect == "pyspark" else pattern


def _floored(left: Column, right: Column) -> Column:
    """Return the floor of a quotient below 2 ** 50; the divisor is positive.

    With the rest taken off the quotient is whole, but its doubles round three times, together by
    less than a half: the nearest whole number is right, and the floor may be one too low. (Ibis
    cannot spell a literal double for Spark without a connection.)
    """
    rest = left % right
    rest = (rest < 0).cases((True, rest + right), (False, rest))
    nearly = (left - rest).cast("float64") / right.cast("float64")
    return nearly.round().cast("int64")


def _quotient(left: Column, right: Column) -> Column:
    """Return the floor of the quotient of whole numbers below 2 ** 53, exact as doubles."""
    return (left.cast("float64") / right.cast("float64")).floor().cast("int64")


def _ymd(day: Column, _: object) -> Column:
    year, month, date = (part.cast("int64") for part in (day.year(), day.month(), day.day()))
    return year * _int(10_000) + month * _int(100) + date


def _day(day: Column, _: object) -> Column:
    """Count days from year 1 by the calendar's own rule, as databases differ in theirs."""
    year, month, date = (part.cast("int64") for part in (day.year(), day.month(), day.day()))
    early = (month <= 2).cases((True, _int(1)), (False, _int(0)))
    year, month = year - early, month + early * _int(12)
    leaps = _quotient(year, _int(4)) - _quotient(year, _int(100)) + _quotient(year, _int(400))
    days = _quotient(month * _int(153) - _int(457), _int(5))
    return year * _int(365) + leaps + days + date - _int(306)


def _int(value: int) -> Column:
    """Write a number as one of 64 bits: bare, a database takes it for 32, and products overflow."""
    if -SHORT <= value < SHORT:
        return ibis.literal(value, type="int32").cast("int64")
    return ibis.literal(value, type="int64")


NUMERIC: Mapping[str, Callable[..., Column]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "nonzero": lambda number: number.nullif(_int(0)),
}
PLAIN: Mapping[str, Callable[[Column, Any], Column]] = {
    "not": lambda truth, _: ~truth,
    "known": lambda column, _: column.notnull(),
    "in": lambda text, values: text.isin(list(values)),
    "startsWith": lambda text, part: text.startswith(part),
    "endsWith": lambda text, part: text.endswith(part),
    "contains": lambda text, part: text.contains(part),
    "size": lambda text, _: text.length().cast("int64"),
    "ymd": _ymd,
    "day": _day,
}
