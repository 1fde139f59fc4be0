"""Desks that follow a procedure: told of each step in its transaction, asked about a filing.

A desk names its follower once, when it starts::

    follow("innovation_center", Register())
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Protocol, runtime_checkable

from lianqiao.core.cases.models import Case
from lianqiao.core.cases.procedures import family
from lianqiao.core.parties.actors import Actor

Values = Mapping[str, Any]
"""What stands in a form, by field, as `documents/fields.py` says."""


class Follower(Protocol):
    """What a desk makes of the cases of a procedure."""

    def stepped(self, case: Case, step: str, *, actor: Actor, reason: str) -> None:
        """Act on a step in its transaction; a refusal undoes the step as well."""

    def doubts(self, case: Case, form: str, values: Values) -> Sequence[str]:
        """Return sentences on what looks wrong in a filing; they hinder nothing."""


@runtime_checkable
class HearsReviews(Protocol):
    """A follower that also wants to know what experts gave."""

    def reviewed(self, case: Case, review: str, score: Decimal) -> None:
        """Act on the score of a panel whose last expert has filed, in his transaction."""


@runtime_checkable
class HearsCorrections(Protocol):
    """A follower that also wants to know what was handed in anew, without a step of the case."""

    def corrected(self, case: Case, form: str, *, actor: Actor) -> None:
        """Act on the new snapshot of a form in its transaction; a refusal undoes it as well."""


@runtime_checkable
class OpensForms(Protocol):
    """A follower that says for which year a form is opened, and what stands in it by then."""

    def opened(
        self, case: Case, form: str, period: int | None, today: date
    ) -> tuple[int | None, Values]:
        """Return the year, `period` where one was asked for, and values by field."""


_followers: dict[str, Follower] = {}


def follow(code: str, follower: Follower) -> None:
    """Let a desk follow the cases of all versions of a procedure."""
    _followers[code] = follower


def tell(case: Case, step: str, *, actor: Actor, reason: str) -> None:
    """Tell the follower of a case's procedure of a step, if there is one."""
    if follower := _followers.get(family(case.procedure)):
        follower.stepped(case, step, actor=actor, reason=reason)


def tell_corrected(case: Case, form: str, *, actor: Actor) -> None:
    """Tell the follower of a case's procedure of a correction that was met, if it wants to know."""
    follower = _followers.get(family(case.procedure))
    if isinstance(follower, HearsCorrections):
        follower.corrected(case, form, actor=actor)


def tell_reviewed(case: Case, review: str, score: Decimal) -> None:
    """Tell the follower of a case's procedure what a panel gave, if it wants to know."""
    follower = _followers.get(family(case.procedure))
    if isinstance(follower, HearsReviews):
        follower.reviewed(case, review, score)


def opened(case: Case, form: str, period: int | None, today: date) -> tuple[int | None, Values]:
    """Return what the follower says of a form that is opened; as asked where nobody says."""
    follower = _followers.get(family(case.procedure))
    if isinstance(follower, OpensForms):
        return follower.opened(case, form, period, today)
    return period, {}


def doubts(case: Case, form: str, values: Values) -> list[str]:
    """Return what the follower says of a filing; [] where nobody follows."""
    follower = _followers.get(family(case.procedure))
    return list(follower.doubts(case, form, values)) if follower else []
