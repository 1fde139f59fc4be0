"""OpenFisca-Core on the same rules: formulas over numpy arrays, in one thread.

It knows no missing facts: an input that is not given is 0, false, 1970-01-01 or an enumeration's
default, here a value of its own. Numbers are float32, as OpenFisca keeps them.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
from openfisca_core.entities import Entity
from openfisca_core.indexed_enums import Enum
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import Simulation, SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

from . import city
from .policies import Condition, Policy, policies

Formula = Callable[..., Any]

THIS_YEAR, LAST_YEAR = str(city.ON.year), str(city.ON.year - 1)
ENTERPRISE = Entity("enterprise", "enterprises", "An enterprise", "")
ENUMS = {
    name: Enum(name, [("unknown", "unknown"), *((chr(65 + n), chr(65 + n)) for n in range(size))])
    for name, size in city.TEXTS.items()
}
TYPES: Mapping[str, type] = {
    **dict.fromkeys((*city.MONEY, *city.SHARES), float),
    **dict.fromkeys(city.COUNTS, int),
    **dict.fromkeys(city.DAYS, date),
    **dict.fromkeys(city.FLAGS, bool),
    **dict.fromkeys(city.TEXTS, Enum),
}


@dataclass(frozen=True)
class Compared:
    """Seconds from formulas to answers; grants of both, of it alone, and of ours alone."""

    seconds: float
    both: int
    it_alone: int
    we_alone: int


def compared(path: Path, count: int) -> Compared:
    """Decide `count` policies for the city in `path`, and lay ours in `decisions` beside it."""
    chosen = policies(count)
    with city.opened(path, read_only=True) as connection:
        inputs = _inputs(connection)
        size = len(inputs["revenue"])
        started = time.perf_counter()
        simulation = SimulationBuilder().build_default_simulation(_system(chosen), size)
        seconds = time.perf_counter() - started
        for name, values in inputs.items():
            simulation.set_input(name, _year(name), values)
        both = it_alone = we_alone = 0
        for number in range(count):
            started = time.perf_counter()
            found, _ = _rows(simulation, number)
            seconds += time.perf_counter() - started
            granted = np.zeros(size, dtype=bool)
            granted[found] = True
            ours = _ours(connection, number, size)
            both += int(np.count_nonzero(ours & granted))
            it_alone += int(np.count_nonzero(granted & ~ours))
            we_alone += int(np.count_nonzero(ours & ~granted))
    return Compared(seconds, both, it_alone, we_alone)


def _rows(simulation: Simulation, number: int) -> tuple[Any, Any]:
    """Return who is granted a policy, and the amounts; the simulation keeps neither."""
    names = (f"granted_{number}", f"amount_{number}")
    with np.errstate(divide="ignore", invalid="ignore"):
        granted, amounts = (simulation.calculate(name, THIS_YEAR) for name in names)
    for name in names:
        simulation.delete_arrays(name, THIS_YEAR)
    found = np.flatnonzero(granted)
    return found, amounts[found]


def _ours(connection: duckdb.DuckDBPyConnection, number: int, size: int) -> Any:
    found = connection.execute(f"SELECT id FROM decisions WHERE measure = {number}").fetchnumpy()
    ours = np.zeros(size, dtype=bool)
    ours[found["id"]] = True
    return ours


def _inputs(connection: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    """Read the facts in yuan and shares, with its defaults where they are missing."""
    spelled = city.columns()
    wanted = ", ".join(f"{_input(name, spelled[name])} AS {name}" for name in TYPES)
    return dict(connection.execute(f"SELECT {wanted} FROM facts ORDER BY id").fetchnumpy())


def _input(name: str, column: str) -> str:
    if name in city.TEXTS:
        return f"coalesce(ascii({column}) - 64, 0)::SMALLINT"
    if name in city.DAYS:
        return f"coalesce({column}, DATE '1970-01-01')"
    if name in city.FLAGS:
        return f"coalesce({column}, false)"
    scale = 100 if name in city.MONEY else 1_000_000 if name in city.SHARES else 1
    return f"coalesce({column} / {scale}, 0)"


def _year(name: str) -> str:
    return LAST_YEAR if name in city.MONEY else THIS_YEAR


def _system(chosen: list[Policy]) -> TaxBenefitSystem:
    system = TaxBenefitSystem([ENTERPRISE])
    for name, kind in TYPES.items():
        more = {}
        if kind is Enum:
            more = {"possible_values": ENUMS[name], "default_value": ENUMS[name].unknown}
        system.add_variable(_variable(name, kind, **more))
    for number, policy in enumerate(chosen):
        granted = f"granted_{number}"
        system.add_variable(_variable(granted, bool, formula=_granted(policy)))
        amount = _amount(policy, granted)
        system.add_variable(_variable(f"amount_{number}", float, formula=amount))
    return system


def _variable(name: str, kind: type, **more: Any) -> type[Variable]:
    fields = {"value_type": kind, "entity": ENTERPRISE, "definition_period": DateUnit.YEAR}
    return type(name, (Variable,), {**fields, **more})


def _granted(policy: Policy) -> Formula:
    ratio, large = (_holds(one) for one in policy.needed)
    one, other = (_holds(one) for one in policy.choice)

    def formula(enterprise: Any, period: Any) -> Any:
        choice = one(enterprise, period) + other(enterprise, period)
        needed = ratio(enterprise, period) * large(enterprise, period)
        return needed * choice * ~enterprise(policy.barred, period)

    return formula


def _amount(policy: Policy, granted: str) -> Formula:
    def formula(enterprise: Any, period: Any) -> Any:
        base = enterprise(policy.base, period.last_year)
        return enterprise(granted, period) * np.minimum(base * policy.rate, policy.cap)

    return formula


def _holds(condition: Condition) -> Formula:
    names, threshold = condition.facts, condition.threshold
    match condition.kind:
        case "ratio":

            def holds(enterprise: Any, period: Any) -> Any:
                above, below = (enterprise(name, period.last_year) for name in names)
                return above / below >= threshold

        case "sum":

            def holds(enterprise: Any, period: Any) -> Any:
                return enterprise(names[0], period.last_year) >= threshold

        case "since":
            first = np.datetime64(str(threshold))

            def holds(enterprise: Any, period: Any) -> Any:
                return enterprise(names[0], period) >= first

        case "in":
            a, b, c = (ENUMS[names[0]][letter] for letter in threshold)

            def holds(enterprise: Any, period: Any) -> Any:
                value = enterprise(names[0], period)
                return (value == a) + (value == b) + (value == c)

        case _:

            def holds(enterprise: Any, period: Any) -> Any:
                return enterprise(names[0], period) >= threshold

    return holds
