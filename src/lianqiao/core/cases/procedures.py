"""Procedures: which states a case has, and who may take it from one to another.

A desk declares its procedures once, in its `procedures` module; the steps are also laid down in
the database, whose trigger refuses any other::

    CLAIM = declare(
        Procedure(
            code="policies.claim",
            states={"submitted": _("Submitted"), "approved": _("Approved")},
            first=("submitted",),
            transitions=(Transition("approve", _("Approve"), ("submitted",), "approved"),),
        )
    )
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from lianqiao.core.ledger.kinds import Kind

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Term:
    """A deadline that begins when a state is entered: in Chinese working days."""

    working_days: int
    leads_to: str = ""
    """The transition that a missed deadline takes by itself; '' only reminds."""
    grace: int = 0
    """Working days after the deadline in which what comes late is still taken."""


@dataclass(frozen=True, slots=True)
class Transition:
    """A named step from some states to one."""

    name: str
    label: Text
    sources: Sequence[str]
    target: str
    needs_reason: bool = False


@dataclass(frozen=True, slots=True)
class Procedure:
    """The states of a kind of case, those it may begin in, its steps and its terms by state."""

    code: str
    label: Text
    states: Mapping[str, Text]
    first: Sequence[str]
    transitions: Sequence[Transition]
    terms: Mapping[str, Term] = field(default_factory=dict)

    def transition(self, name: str) -> Transition:
        """Return a step by its name, or raise KeyError: a mistake in the code."""
        for step in self.transitions:
            if step.name == name:
                return step
        raise KeyError(f"{self.code} has no step {name!r}")

    def steps_from(self, state: str) -> list[Transition]:
        """Return the steps that lead out of a state."""
        return [step for step in self.transitions if state in step.sources]


_procedures: dict[str, Procedure] = {}
_built: list[Callable[[str], Procedure]] = [_procedures.__getitem__]


def declare(procedure: Procedure) -> Procedure:
    """Make a procedure known and return it."""
    _procedures[procedure.code] = procedure
    return procedure


def procedure(code: str) -> Procedure:
    """Return a declared procedure, or the version `<code>/<number>` of one that a bureau built.

    KeyError where there is none: a mistake in the code.
    """
    return _procedures[code] if code in _procedures else _built[0](code)


def read_built_with(reader: Callable[[str], Procedure]) -> None:
    """Ask this for procedures that a bureau built: tables are there later than declarations."""
    _built[:] = [reader]


def family(code: str) -> str:
    """Return the code that all versions of a procedure share: that of its ledger entries.

    >>> family("center/3"), family("policies.claim")
    ('center', 'policies.claim')
    """
    return code.partition("/")[0]


def procedures() -> list[Procedure]:
    """Return all declared procedures, by code."""
    return [_procedures[code] for code in sorted(_procedures)]


def ledger_kinds(
    rules: Procedure, *, subject: str, department: str, quantities: Mapping[str, Mapping[str, str]]
) -> list[Kind]:
    """Return the kinds of ledger entry that a procedure's steps leave: `<code>.<step>`.

    `quantities` maps a step's name to what its entry counts, with units.
    """
    steps: list[tuple[str, Text]] = [("open", _("Case opened"))]
    steps += [(step.name, step.label) for step in rules.transitions]
    return [
        Kind(
            code=f"{rules.code}.{name}",
            label=format_lazy("{}: {}", rules.label, label),
            subject=subject,
            department=department,
            quantities=quantities.get(name, {}),
        )
        for name, label in dict(steps).items()
    ]
