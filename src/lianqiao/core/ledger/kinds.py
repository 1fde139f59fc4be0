"""The kinds of entry that the desks declare, and the subjects that entries are about."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.utils.functional import Promise

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Kind:
    """What can happen: `quantities` maps each quantity's name to its unit (CNY, 1, h, ...)."""

    code: str
    label: Text
    subject: str
    department: str
    quantities: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SubjectType:
    """A type of thing that entries are about, and where one of it can be seen."""

    code: str
    url: Callable[[int], str]
    label: Text


class UnknownKindError(LookupError):
    """No desk has declared this kind: a mistake in the code, not a user's."""


_kinds: dict[str, Kind] = {}
_sources: list[Callable[[], Mapping[str, Kind]]] = []
_kept: dict[str, Kind] = {}
_subjects: dict[str, SubjectType] = {}
_quantities: dict[str, Text] = {}


def declare(*kinds: Kind) -> None:
    """Make kinds known. A desk calls this once, from its `kinds` module."""
    _kinds.update({kind.code: kind for kind in kinds})


def source(kept: Callable[[], Mapping[str, Kind]]) -> None:
    """Name a function that gives further kinds by their codes, which are kept as data.

    It is asked when a code is not known yet; what it once gave is remembered, as a kind stays.
    """
    _sources.append(kept)


def subject_type(code: str, url: Callable[[int], str], label: Text) -> None:
    """Make a type of subject known, with the address of one by its id."""
    _subjects[code] = SubjectType(code, url, label)


def quantity(name: str, label: Text) -> None:
    """Give a quantity its name in words; one name means the same in every desk."""
    _quantities[name] = label


def kind(code: str) -> Kind:
    """Return a declared kind, or raise UnknownKindError."""
    if code not in _kinds and code not in _kept:
        _ask_sources()
    try:
        return _kinds.get(code) or _kept[code]
    except KeyError:
        raise UnknownKindError(f"no desk declares the kind {code!r}") from None


def kinds() -> list[Kind]:
    """Return all kinds, in the order of their codes."""
    _ask_sources()
    known = _kept | _kinds
    return [known[code] for code in sorted(known)]


def _ask_sources() -> None:
    for kept in _sources:
        _kept.update(kept())


def subject(code: str) -> SubjectType | None:
    """Return a type of subject, or None where its desk is no longer installed."""
    return _subjects.get(code)


def quantity_label(name: str) -> Text:
    """Return a quantity's name in words, or as it was recorded where nobody has given one."""
    return _quantities.get(name, name)


def departments() -> list[str]:
    """Return the codes of all departments that answer for some kind."""
    return sorted({kind.department for kind in _kinds.values()})
