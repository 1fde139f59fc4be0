"""What a desk shows beside a filing: core/cases knows no desk, so desks say it here.

The applicant sees it of what stands in the form by now, the office of what was submitted; whoever
builds a procedure sees it of the pretended case of a test run.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from lianqiao.core.cases.documents.procedure import Document
from lianqiao.core.cases.models import Filing, Snapshot


@dataclass(frozen=True, slots=True)
class Beside:
    """A template, and what it is to show."""

    template: str
    context: Mapping[str, Any]


Show = Callable[[Filing, Snapshot | None], Beside | None]
"""Given a filing, and the snapshot that is read (None: the buffer, as it is filled in)."""

Pretend = Callable[[Document, str, Mapping[str, Any]], Beside | None]
"""Given a procedure that need not be published, the key of a form, and what was typed into it."""

_shows: list[Show] = []
_pretends: list[Pretend] = []


def show(one: Show) -> None:
    """Ask this desk from now on."""
    if one not in _shows:
        _shows.append(one)


def beside(filing: Filing, snapshot: Snapshot | None = None) -> list[Beside]:
    """Return what desks show beside a filing."""
    return [found for one in _shows if (found := one(filing, snapshot))]


def pretend(one: Pretend) -> None:
    """Ask this desk about pretended cases from now on."""
    if one not in _pretends:
        _pretends.append(one)


def beside_pretended(document: Document, form: str, values: Mapping[str, Any]) -> list[Beside]:
    """Return what desks show beside a form of a pretended case."""
    return [found for one in _pretends if (found := one(document, form, values))]
