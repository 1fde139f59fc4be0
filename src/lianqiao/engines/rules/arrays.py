"""Many subjects at once, as NumPy arrays: each step of all rules is reckoned once for a chunk.

Whole numbers stay within 64 bits by their bounds; a rule that needs more is left to the database.
A truth is two masks, where it is true and where it is false: unknown is neither.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from typing import Any

import numpy as np
import numpy.typing as npt

from .kinds import Type
from .program import MEASURES, TESTS, Step

Mask = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.int64]

EPOCH = date(1970, 1, 1).toordinal()
COMPARISONS: Mapping[str, Callable[..., Mask]] = {
    "==": np.equal,
    "!=": np.not_equal,
    "<": np.less,
    "<=": np.less_equal,
    ">": np.greater,
    ">=": np.greater_equal,
}
ARITHMETIC: Mapping[str, Callable[..., Numbers]] = {
    "+": np.add,
    "-": np.subtract,
    "*": np.multiply,
    "//": np.floor_divide,
}
LOGIC = {"and", "or", "not"}
NUMERIC = {*ARITHMETIC, "nonzero", "ymd", "day"}


@dataclass(frozen=True, slots=True)
class Column:
    """The values of a column where they are `known` (None: everywhere).

    Whole numbers; days from year 1; truths; or places in `texts`, the texts that occur.
    """

    values: Any
    known: Mask | None = None
    texts: tuple[str, ...] = ()

    def at(self, rows: Any) -> Column:
        """Return the column of some rows."""
        known = None if self.known is None else self.known[rows]
        return Column(self.values[rows], known, self.texts)


def fits(steps: Sequence[Step], places: Sequence[int]) -> bool:
    """Tell whether all that these steps stand on can be reckoned here."""
    seen, left = set(), list(places)
    while left:
        place = left.pop()
        if place in seen:
            continue
        seen.add(place)
        step = steps[place]
        args = [steps[arg] for arg in step.args]
        if step.wide or not _is_known(step, args):
            return False
        left.extend(step.args)
    return True


def _is_known(step: Step, args: list[Step]) -> bool:
    """Whether a step is one of those below; of texts, only columns and what is asked of them."""
    if step.type == Type.TEXT:
        return step.op in ("column", "const")
    if step.op in TESTS or step.op == "size":
        return args[0].op == "column"
    if step.op in COMPARISONS and args[0].type == Type.TEXT:
        return {args[0].op, args[1].op} == {"column", "const"}
    plain = {"column", "const", "unknown", "known", "choice", *LOGIC, *NUMERIC, *COMPARISONS}
    return step.op in plain


class Chunk:
    """Some rows, and what was reckoned of them; `columns` gives a column by its name."""

    def __init__(self, steps: Sequence[Step], columns: Mapping[str, Column], size: int) -> None:
        self.steps = steps
        self.columns = columns
        self.size = size
        self._true: dict[int, Mask] = {}
        self._false: dict[int, Mask] = {}
        self._values: dict[int, Column] = {}

    def true(self, place: int) -> Mask:
        """Return where a truth is true."""
        if place not in self._true:
            self._true[place] = self._mask(place, self.true, self.false, "and")
        return self._true[place]

    def false(self, place: int) -> Mask:
        """Return where a truth is false."""
        if place not in self._false:
            self._false[place] = self._mask(place, self.false, self.true, "or")
        return self._false[place]

    def _mask(
        self,
        place: int,
        same: Callable[[int], Mask],
        opposite: Callable[[int], Mask],
        all_of: str,
    ) -> Mask:
        """Return a truth's mask; of `all_of` all parts must have it, of the other one is enough."""
        step = self.steps[place]
        if step.op == "not":
            return opposite(step.args[0])
        if step.op in LOGIC:
            join = np.logical_and if step.op == all_of else np.logical_or
            joined: Mask = reduce(join, [same(arg) for arg in step.args])
            return joined
        if step.op == "choice":
            test, then, other = step.args
            return (self.true(test) & same(then)) | (self.false(test) & same(other))
        found = self.value(place)
        holds: Mask = found.values if all_of == "and" else ~found.values
        return holds if found.known is None else holds & found.known

    def value(self, place: int) -> Column:
        """Return the values of a step, and where they are known."""
        if place not in self._values:
            step = self.steps[place]
            if step.op in LOGIC:
                self._values[place] = Column(self.true(place), self.true(place) | self.false(place))
            else:
                self._values[place] = self._value(step)
        return self._values[place]

    def _value(self, step: Step) -> Column:
        match step.op:
            case "column":
                return self.columns[str(step.value)]
            case "const":
                return self._constant(step.value)
            case "unknown":
                return Column(np.zeros(self.size, np.int64) != 0, np.zeros(self.size, np.bool_))
            case "known":
                known = self.value(step.args[0]).known
                return Column(np.ones(self.size, np.bool_) if known is None else known)
            case "choice":
                return self._choice(*step.args)
            case "nonzero":
                found = self.value(step.args[0])
                return Column(found.values, _both(found.known, found.values != 0))
        if step.op in TESTS or step.op == "size" or self.steps[step.args[0]].type == Type.TEXT:
            return self._of_text(step)
        if step.op in ("ymd", "day"):
            found = self.value(step.args[0])
            return Column(_ymd(found.values) if step.op == "ymd" else found.values, found.known)
        one, other = (self.value(arg) for arg in step.args)
        reckon = COMPARISONS.get(step.op) or ARITHMETIC[step.op]
        return Column(reckon(one.values, other.values), _both(one.known, other.known))

    def _constant(self, value: object) -> Column:
        if isinstance(value, bool):
            return Column(np.full(self.size, value))
        return Column(value.toordinal() if isinstance(value, date) else value)

    def _choice(self, test: int, then: int, other: int) -> Column:
        one, rest, holds = self.value(then), self.value(other), self.true(test)
        known = _both(holds, one.known) | _both(self.false(test), rest.known)  # type: ignore[operator]
        return Column(np.where(holds, one.values, rest.values), known)

    def _of_text(self, step: Step) -> Column:
        """Ask each text that occurs once, and look the answers up."""
        args = [self.steps[arg] for arg in step.args]
        asked = next(
            place for place, arg in zip(step.args, args, strict=True) if arg.op == "column"
        )
        column = self.value(asked)
        if step.op == "size":
            found = [MEASURES["size"](text) for text in column.texts]
            return Column(np.array(found or [0], np.int64)[column.values], column.known)
        if step.op in TESTS:
            holds = [TESTS[step.op](text, step.value) for text in column.texts]
        else:
            wanted = next(arg.value for arg in args if arg.op == "const")
            holds = [(text == wanted) is (step.op == "==") for text in column.texts]
        return Column(np.array(holds or [False], np.bool_)[column.values], column.known)


def _both(one: Mask | None, other: Mask | None) -> Mask | None:
    if one is None or other is None:
        return other if one is None else one
    return one & other


def _ymd(days: Numbers) -> Numbers:
    day = (days - EPOCH).astype("datetime64[D]")
    month = day.astype("datetime64[M]")
    months = month.astype(np.int64)
    whole: Numbers = (1970 + months // 12) * 10_000 + (months % 12 + 1) * 100
    days_in: Numbers = (day - month).astype(np.int64)
    return whole + days_in + 1
