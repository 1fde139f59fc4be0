"""Conformance cases of the Common Expression Language: which of them the rules language must pass.

A case is left out by rule, never by name: by what it expects or binds, by what its text holds, or
by the refusal that stands for a part of CEL which the language has not.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from lianqiao.engines.rules import Fact, Problem, RuleError, Type, Vocabulary, column
from lianqiao.engines.rules.checking import Checker, StopError
from lianqiao.engines.rules.closures import function
from lianqiao.engines.rules.lowering import Lowering
from lianqiao.engines.rules.reading import read
from lianqiao.engines.rules.tree import Node

FOLDER = Path(__file__).parents[4] / "shared" / "data" / "cel-spec"
Plain = bool | Fraction | str
ON = date(2026, 2, 28)
SCALE = 3

ERROR = "error"

VALUES = {
    "bytes_value": "bytes",
    "uint64_value": "unsigned numbers",
    "list_value": "lists as values, indexing",
    "map_value": "maps",
    "null_value": "null",
    "object_value": "protobuf messages and enums",
    "enum_value": "protobuf messages and enums",
    "type_value": "types as values",
}
"""Values of types that the language has not, by their name in the cases."""

CONTAINER = "names within a container"
SIGNS: tuple[tuple[str, str], ...] = (
    (r"\b[bB][rR]?[\"']|\b[rR][bB][\"']", "bytes"),
    (r"\b(?:0[xX][0-9a-fA-F]+|\d+)[uU]\b", "unsigned numbers"),
    (r"\bnull\b", "null"),
    (r"\b(?:NullValue|TestAllTypes|NestedEnum|GlobalEnum|google|proto[23])\b|\w\s*\{",
     "protobuf messages and enums"),
    (r"\.(?:all|exists|exists_one|existsOne|map|filter)\(|\bhas\(", "macros"),
    (r"\b(?:timestamp|duration)\(|\.get[A-Z]\w*\(", "timestamps and durations"),
    (r"\bdyn\(", "dyn"),
    (r"\btype\(", "types as values"),
    (r"(?<!\.)\b(?:int|uint|double|string|bytes|bool)\(", "conversions of types"),
    (r"(?<![\w.])(?:int|uint|double|string|bytes|bool|list|map)\b(?!\()", "types as values"),
    (r"\{", "maps"),
    (r"(?<!\bin )\[|\[\s*\]|\[[^\]]*\[", "lists as values, indexing"),
    (r"%", "modulo"),
    (r"(?<![\w.)\]'])\.[a-z]", CONTAINER),
    (r"''\s*\+|\+\s*''", "joining of texts"),
    (r"\"{3}|'{3}", "texts in triple quotes"),
)  # fmt: skip
"""What a text holds outside of its quotes, and the part of CEL that it stands for."""

REFUSALS = {
    "unknown_name": "names that may be unknown until the text runs",
    "unknown_function": "names that may be unknown until the text runs",
    "list_alone": "lists as values, indexing",
    "list_needed": "lists as values, indexing",
    "literal_needed": "arguments that are not written out",
    "no_order": "order of texts and truths",
    "type_mismatch": "values of different types together",
    "division_by_zero": "division by a written zero, refused even where CEL does not reach it",
    "number_too_long": "numbers of more than 18 digits",
    "escape": "signs and escapes that no database keeps alike",
    "pattern": "patterns beyond letters, classes and bounded repeats",
}
"""Refusals that stand for a part of CEL, by the code of the problem."""

EXTENSIONS = "extensions and optionals"
TYPES = "types that CEL's checker deduces"
ROUNDING = "floating point: rounding, infinities, signed zero"
INTEGERS = "whole numbers of 64 bits: overflow, division that rounds"
SIGNIFICANT = 15
QUOTIENT = re.compile(r"(?<![\w.])(\d+)\s*/\s*(\d+)(?![\w.])")
OVERFLOW = re.compile(r"overflow|range", re.IGNORECASE)
QUOTED = re.compile(
    r"""[rR]?(?P<triple>\"{3}|'{3}).*?(?P=triple)|(?P<prefix>\b[bBrR]{1,2})?"""
    r"""(?:"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')""",
    re.DOTALL,
)


@dataclass(frozen=True)
class Case:
    """One case: where it stands, its text, and what is expected (`ERROR`, or a value)."""

    file: str
    section: str
    name: str
    source: str
    data: Mapping[str, Any] = field(repr=False)

    def __str__(self) -> str:
        return f"{self.file}/{self.section}/{self.name}"

    @property
    def expected(self) -> tuple[str, Any]:
        """Return the kind of the result and the result; without one, true is expected."""
        if "eval_error" in self.data:
            return ERROR, self.data["eval_error"]
        ((kind, value),) = self.data.get("value", {"bool_value": True}).items()
        return kind, value

    @property
    def bindings(self) -> dict[str, tuple[str, Any]]:
        """Return the bound names, each with the kind of its value and the value."""
        found = {}
        for name, bound in self.data.get("bindings", {}).items():
            ((kind, value),) = bound["value"].items()
            found[name] = (kind, value)
        return found

    @property
    def plainly_bound(self) -> bool:
        """Tell whether all that is bound has a type of the language."""
        return all(kind not in VALUES for kind, _ in self.bindings.values())

    @property
    def left_out(self) -> str:
        """Return why the case is left out, or nothing."""
        return self._by_file() or self._by_value() or self._by_text() or self._by_refusal()

    def _by_file(self) -> str:
        if self.file.endswith("_ext") or self.file == "optionals":
            return EXTENSIONS
        return TYPES if "typed_result" in self.data or self.data.get("check_only") else ""

    def _by_value(self) -> str:
        kind, value = self.expected
        container = self.data.get("container", "")
        if container and any(name.startswith(f"{container}.") for name in self.bindings):
            return CONTAINER
        for one in (kind, *(kind for kind, _ in self.bindings.values())):
            if one in VALUES:
                return VALUES[one]
        return ROUNDING if kind == "double_value" and not _finite(value) else ""

    def _by_text(self) -> str:
        text = QUOTED.sub(_emptied, self.source)
        for sign, reason in SIGNS:
            if re.search(sign, text):
                return reason
        if any(int(below) and int(above) % int(below) for above, below in QUOTIENT.findall(text)):
            return INTEGERS
        kind, value = self.expected
        if kind == ERROR and any(OVERFLOW.search(one["message"]) for one in value["errors"]):
            return INTEGERS
        long = (len(found) > SIGNIFICANT for found in re.findall(r"\d+\.\d+", text))
        return ROUNDING if any(long) else ""

    def _by_refusal(self) -> str:
        problems = refusal(self)
        if not problems or self.expected[0] == ERROR:
            return ""
        return REFUSALS.get(problems[0].code, "")


def _emptied(found: re.Match[str]) -> str:
    triple = found["triple"]
    return triple * 2 if triple else (found["prefix"] or "") + "''"


def _finite(value: object) -> bool:
    return not isinstance(value, str) and Decimal(str(value)).is_finite()


def cases(folder: Path = FOLDER) -> Iterator[Case]:
    """Yield all cases, in the order of the files."""
    for path in sorted(folder.glob("*.json")):
        for section in json.loads(path.read_text(encoding="utf-8")).get("section", ()):
            for test in section.get("test", ()):
                yield Case(path.stem, section["name"], test["name"], test["expr"], test)


def refusal(case: Case) -> tuple[Problem, ...]:
    """Return the problems for which the text is refused."""
    checker = Checker(_vocabulary(case))
    try:
        checker.node(read(case.source))
    except RuleError as error:
        return error.problems
    except StopError:
        return tuple(checker.problems)
    return ()


def outcome(case: Case) -> Plain | None:
    """Return what the text gives over the case's bindings; None where refused or unknown.

    Conditions that can never be true are no mistake here: `check` would refuse `false && true`.
    """
    checker = Checker(_vocabulary(case))
    try:
        return _evaluated(checker.node(read(case.source)), _row(case))
    except (RuleError, StopError):
        return None


def _evaluated(tree: Node, row: dict[str, Any]) -> Plain | None:
    lowering = Lowering(ON)
    match tree.kind.type:
        case Type.NUMBER:
            ratio = lowering.ratio(tree)
            steps = [ratio.num, ratio.den]
        case Type.TEXT:
            steps = [lowering.text(tree)]
        case _:
            steps = [lowering.truth(tree)]
    answers: list[Any] = list(function(lowering.build.program(steps))(row))
    if None in answers:
        return None
    return Fraction(*answers) if len(answers) > 1 else answers[0]


TYPES_OF = {"bool_value": Type.BOOL, "string_value": Type.TEXT}


def _vocabulary(case: Case) -> Vocabulary:
    facts = {
        name: Fact(name, TYPES_OF[kind])
        if kind in TYPES_OF
        else Fact(name, Type.NUMBER, scale=SCALE)
        for name, (kind, _) in case.bindings.items()
    }
    return Vocabulary(facts)


def _row(case: Case) -> dict[str, Any]:
    facts = _vocabulary(case).facts
    return {
        column(name): facts[name].stored(value if kind in TYPES_OF else Decimal(str(value)))
        for name, (kind, value) in case.bindings.items()
    }


def wanted(case: Case) -> Plain | None:
    """Return what the text must give; None for an error."""
    kind, value = case.expected
    if kind == ERROR:
        return None
    return value if kind in TYPES_OF else Fraction(Decimal(str(value)))
