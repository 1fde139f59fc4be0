"""What is on record of an applicant: cases ask, and whoever keeps facts answers.

The house names its source once, when it starts (`lianqiao.site.applicants`)::

    use(RegisterOfFacts())
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from lianqiao.engines.rules import Vocabulary

Value = int | bool | str | date | None
"""A value as it stands in a column of the rules: numbers whole, of their fact's scale."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact comes from: who says it, since when it is known, of which days it speaks."""

    zh: str
    en: str
    known_on: date
    period_from: date
    period_to: date


@dataclass(frozen=True, slots=True)
class Applicant:
    """What is known of one organization on a day: values and sources by column of the rules."""

    row: Mapping[str, Value] = field(default_factory=dict)
    sources: Mapping[str, Source] = field(default_factory=dict)


class Records(Protocol):
    """Who keeps facts of organizations."""

    def vocabulary(self) -> Vocabulary:
        """Return the facts that rules and fields may name; the same object until one changes."""

    def applicant(self, organization: int, on: date) -> Applicant:
        """Return what is known of an organization on a day."""


class _Nothing:
    known = Vocabulary({})

    def vocabulary(self) -> Vocabulary:
        return self.known

    def applicant(self, organization: int, on: date) -> Applicant:
        return Applicant()


_records: list[Records] = [_Nothing()]


def use(records: Records) -> None:
    """Ask these records from now on."""
    _records[:] = [records]


def vocabulary() -> Vocabulary:
    """Return the facts of applicants that rules may name."""
    return _records[0].vocabulary()


def applicant(organization: int, on: date) -> Applicant:
    """Return what is known of an organization on a day."""
    return _records[0].applicant(organization, on)
