"""Exact arithmetic of fractions, as steps on whole numbers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from math import gcd

from .program import Builder


@dataclass(frozen=True, slots=True)
class Ratio:
    """A number as two steps: numerator, and a denominator that is positive or unknown."""

    num: int
    den: int


class Ratios:
    """Adds the steps of a calculation with fractions to a program.

    Raises TooWideError where a number could need more than 38 digits.
    """

    def __init__(self, build: Builder) -> None:
        self.build = build

    def constant(self, value: Fraction) -> Ratio:
        return Ratio(self.build.const(value.numerator), self.build.const(value.denominator))

    def common(self, one: Ratio, other: Ratio) -> tuple[int, int]:
        """Return two numerators over one denominator."""
        build, a, b = self.build, self.build.number(one.den), self.build.number(other.den)
        if one.den == other.den and a is not None:
            return one.num, other.num
        up, down = other.den, one.den
        if a is not None and b is not None:
            shared = gcd(a, b)
            up, down = build.const(b // shared), build.const(a // shared)
        return build.arithmetic("*", one.num, up), build.arithmetic("*", other.num, down)

    def _joint(self, one: Ratio, other: Ratio) -> int:
        build, a, b = self.build, self.build.number(one.den), self.build.number(other.den)
        if a is not None and b is not None:
            return build.const(a * b // gcd(a, b))
        return build.arithmetic("*", one.den, other.den)

    def _sum(self, op: str) -> Callable[[Ratio, Ratio], Ratio]:
        def lower(one: Ratio, other: Ratio) -> Ratio:
            left, right = self.common(one, other)
            return Ratio(self.build.arithmetic(op, left, right), self._joint(one, other))

        return lower

    def add(self, one: Ratio, other: Ratio) -> Ratio:
        return self._sum("+")(one, other)

    def subtract(self, one: Ratio, other: Ratio) -> Ratio:
        return self._sum("-")(one, other)

    def multiply(self, one: Ratio, other: Ratio) -> Ratio:
        times = self.build.arithmetic
        above, beside = self._shortened(one.num, other.den)
        beneath, under = self._shortened(other.num, one.den)
        return Ratio(times("*", above, beneath), times("*", under, beside))

    def _shortened(self, num: int, den: int) -> tuple[int, int]:
        """Take the common factor out of two constants; anything else stays."""
        one, other = self.build.number(num), self.build.number(den)
        if one is None or not other:
            return num, den
        shared = gcd(one, other)
        return self.build.const(one // shared), self.build.const(other // shared)

    def divide(self, one: Ratio, other: Ratio) -> Ratio:
        """Divide; by zero is unknown, and a negative divisor gives its sign to the numerator."""
        build = self.build
        divisor, over = other.num, one.num
        if build.steps[divisor].low < 0:
            below, zero = build.compare("<", divisor, build.const(0)), build.const(0)
            over = build.choice(below, build.arithmetic("-", zero, over), over)
            divisor = self._absolute(below, divisor)
        return self.multiply(Ratio(over, one.den), Ratio(other.den, build.nonzero(divisor)))

    def _absolute(self, below: int, place: int) -> int:
        """Return the step of a number without its sign, whose bounds say that it has none."""
        build, step = self.build, self.build.steps[place]
        chosen = build.choice(below, build.arithmetic("-", build.const(0), place), place)
        if build.constant(chosen):
            return chosen
        return build.bounded(chosen, 0, max(-step.low, step.high))

    def choice(self, test: int, one: Ratio, other: Ratio) -> Ratio:
        choice = self.build.choice
        if None not in (self.build.number(one.den), self.build.number(other.den)):
            left, right = self.common(one, other)
            return Ratio(choice(test, left, right), self._joint(one, other))
        return Ratio(choice(test, one.num, other.num), choice(test, one.den, other.den))

    def rounded(self, ratio: Ratio, factor: int) -> int:
        """Return the step of `ratio * factor`, rounded half away from zero (四舍五入)."""
        build = self.build
        scaled = self.multiply(ratio, self.constant(Fraction(factor)))
        if build.number(scaled.den) == 1:
            return scaled.num
        two = build.const(2)
        double = build.arithmetic("*", scaled.den, two)

        def half_up(num: int) -> int:
            raised = build.arithmetic("+", build.arithmetic("*", num, two), scaled.den)
            return build.floored(raised, double)

        if build.steps[scaled.num].low >= 0:
            return half_up(scaled.num)
        zero = build.const(0)
        negative = half_up(build.arithmetic("-", zero, scaled.num))
        below = build.compare("<", scaled.num, zero)
        return build.choice(below, build.arithmetic("-", zero, negative), half_up(scaled.num))
