"""What a value is: its type and, for a number, its unit."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum


class Type(StrEnum):
    """The four types of the language."""

    BOOL = "bool"
    NUMBER = "number"
    TEXT = "text"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Unit:
    """A product of powers of base units.

    >>> str(Unit.read("CNY/person") * Unit.read("person"))
    'CNY'
    >>> Unit.read("%") == Unit.read("")
    True
    """

    powers: tuple[tuple[str, int], ...] = ()

    @classmethod
    def read(cls, text: str) -> Unit:
        """Read `CNY`, `CNY/person`, `m2*month`; the empty text and `%` have no dimension."""
        above, *below = text.split("/")
        counted: Counter[str] = Counter()
        for name in above.split("*"):
            counted[name] += 1
        for name in below:
            counted[name] -= 1
        return cls(_sorted(counted))

    def __mul__(self, other: Unit) -> Unit:
        return Unit(_sorted(_added(self, other, 1)))

    def __truediv__(self, other: Unit) -> Unit:
        return Unit(_sorted(_added(self, other, -1)))

    def __str__(self) -> str:
        above = [name for name, power in self.powers for _ in range(power)]
        below = [name for name, power in self.powers for _ in range(-power)]
        return "/".join([("*".join(above) or "1" * bool(below)), *below])


def _added(one: Unit, other: Unit, sign: int) -> Counter[str]:
    counted = Counter(dict(one.powers))
    for name, power in other.powers:
        counted[name] += sign * power
    return counted


def _sorted(counted: Counter[str]) -> tuple[tuple[str, int], ...]:
    plain = {"", "%", "1"}
    return tuple(sorted((n, p) for n, p in counted.items() if p and n not in plain))


@dataclass(frozen=True, slots=True)
class Kind:
    """A type, and the unit of a number; a bare number (`unit` None) takes any unit."""

    type: Type
    unit: Unit | None = None

    def fits(self, other: Kind) -> bool:
        """Tell whether the two may be compared or added."""
        if self.type != other.type:
            return False
        return self.unit is None or other.unit is None or self.unit == other.unit

    def met(self, other: Kind) -> Kind:
        """Return the kind of a value that is one or the other of two that fit."""
        return other if self.unit is None else self


BOOL = Kind(Type.BOOL)
TEXT = Kind(Type.TEXT)
DATE = Kind(Type.DATE)
BARE = Kind(Type.NUMBER)
YUAN = Kind(Type.NUMBER, Unit.read("CNY"))


def number(unit: str) -> Kind:
    """Return the kind of a number in `unit`."""
    return Kind(Type.NUMBER, Unit.read(unit))
