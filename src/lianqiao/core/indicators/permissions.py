"""Who decides on an indicator: its department, like who reports its figures."""

from __future__ import annotations

from lianqiao.core.parties.actors import Actor, Role


def may_define(department: int, actor: Actor) -> bool:
    """Team leads lay down, show and hide what their department answers for, administrators all."""
    return is_administrator(actor) or (actor.leads and actor.acts_for(department))


def may_report(department: int, actor: Actor) -> bool:
    """An officer reports for his own department, an administrator for every one."""
    return is_administrator(actor) or (actor.is_bureau and actor.acts_for(department))


def is_administrator(actor: Actor) -> bool:
    """Whether this actor keeps the city's lists, whatever department he is of."""
    return actor.role == Role.ADMINISTRATOR
