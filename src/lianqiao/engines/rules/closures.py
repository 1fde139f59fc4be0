"""One subject: a program as a Python function of straight lines, one for each step."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from .program import MEASURES, TESTS, Program, Step
from .vocabulary import Value

Row = Mapping[str, Value | None]
"""What is known of a subject, by column; what is missing or None is unknown."""

Answers = tuple[Value | None, ...]
Function = Callable[[Row], Answers]


def function(program: Program) -> Function:
    """Return the function from a row to the program's outputs, in their order.

    Constants go in by name, never as text, so that no rule can write code.
    """
    constants: dict[str, Any] = {f"k{n}": step.value for n, step in enumerate(program.steps)}
    names: dict[str, Any] = {**constants, **_tests(program), **MEASURES}
    lines = [f"    v{n} = {_line(n, step)}" for n, step in enumerate(program.steps)]
    outputs = "".join(f"v{place}, " for place in program.outputs)
    source = "\n".join(["def answer(row):", "    get = row.get", *lines, f"    return ({outputs})"])
    exec(compile(source, "<rule>", "exec"), names)  # noqa: S102  # nothing of it is a rule's text
    made: Function = names["answer"]
    return made


def _tests(program: Program) -> dict[str, Any]:
    return {
        step.op: TESTS[step.op] for step in program.steps if step.op in TESTS and step.op != "in"
    }


def _line(place: int, step: Step) -> str:
    args = [f"v{arg}" for arg in step.args]
    match step.op:
        case "const":
            return f"k{place}"
        case "unknown":
            return "None"
        case "column":
            return f"get(k{place})"
        case "known":
            return f"{args[0]} is not None"
        case "told":
            return f"True if {args[0]} is not None else False if k{place} in row else None"
        case "not":
            return f"None if {args[0]} is None else not {args[0]}"
        case "and":
            return _joined(args, "False", "True")
        case "or":
            return _joined(args, "True", "False")
        case "choice":
            test, then, other = args
            return f"{then} if {test} else {other} if {test} is False else None"
        case "nonzero":
            return f"{args[0]} or None"
        case "in":
            return f"None if {args[0]} is None else {args[0]} in k{place}"
    return f"None if {_unknown(args)} else {_plain(place, step.op, args)}"


def _plain(place: int, op: str, args: list[str]) -> str:
    if op in TESTS:
        return f"{op}({args[0]}, k{place})"
    return f"{op}({args[0]})" if op in MEASURES else f"{args[0]} {op} {args[1]}"


def _unknown(args: list[str]) -> str:
    return " or ".join(f"{arg} is None" for arg in args)


def _joined(args: list[str], decides: str, otherwise: str) -> str:
    found = " or ".join(f"{arg} is {decides}" for arg in args)
    return f"{decides} if {found} else None if {_unknown(args)} else {otherwise}"
