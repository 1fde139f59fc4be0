"""What becomes of an application with each step of its case, until it is awarded."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from lianqiao.core.cases.models import Case
from lianqiao.core.parties.actors import Actor
from lianqiao.desks.programs.grants.services import applying, awarding


def _submitted(case: Case, actor: Actor, reason: str) -> None:
    applying.check(case)


def _proposed(case: Case, actor: Actor, reason: str) -> None:
    awarding.promise(case)


def _dropped(case: Case, actor: Actor, reason: str) -> None:
    awarding.release(case)


def _awarded(case: Case, actor: Actor, reason: str) -> None:
    awarding.award(case, actor=actor)


ACTS: Mapping[str, Callable[[Case, Actor, str], None]] = {
    "submit": _submitted,
    "propose": _proposed,
    "award": _awarded,
    **dict.fromkeys(("object", "refuse", "withdraw"), _dropped),
}
"""By the keys of steps in procedures/rd_grant.yaml."""
