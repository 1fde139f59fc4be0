"""A center and the case behind it move together, in one transaction.

A step of the case is carried into the register by `following.py`; an evaluation or a merger writes
the register itself and takes the case along. While one of them does, the other keeps still.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.utils.translation import gettext as _

from lianqiao.core.errors import Conflict
from lianqiao.desks.programs.centers.models import Center

_moving = ContextVar("centers_moving", default=False)


@contextmanager
def together() -> Iterator[None]:
    """Say that within this block the register and the case are both seen to."""
    token = _moving.set(True)
    try:
        yield
    finally:
        _moving.reset(token)


def are_together() -> bool:
    """Tell whether somebody sees to both."""
    return _moving.get()


def require_case_along(row: Center) -> None:
    """Raise Conflict where a center would change and leave the case behind it where it was."""
    if row.case is not None and not are_together():
        said = _("Case %(number)s stands behind this center: decide there, the register follows.")
        raise Conflict(said % {"number": row.case.number})
