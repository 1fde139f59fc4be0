"""Lists of centers and of yearly reports: a dry run first, then all or nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from lianqiao.core.sheets import Action, Column, Plan
from lianqiao.desks.programs.centers.columns import CENTERS
from lianqiao.desks.programs.centers.imports.centers import import_centers, plan_centers
from lianqiao.desks.programs.centers.imports.yearly import COLUMNS, import_reports, plan_reports


@dataclass(frozen=True, slots=True)
class Listed:
    """A kind of list: its columns, how it is planned and done; `besides` it does not know."""

    columns: Sequence[Column]
    plan: Callable[..., Plan[Any]]
    do: Callable[..., Plan[Any]]
    besides: Action | None = None


KINDS = {
    "centers": Listed(CENTERS, plan_centers, import_centers, Action.UPDATE),
    "reports": Listed(COLUMNS, plan_reports, import_reports),
}
