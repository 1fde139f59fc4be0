"""What an import would do, row by row, before anything is done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianqiao.core.errors import Invalid
from lianqiao.core.sheets.columns import Problem

T = TypeVar("T")
BAD_SHOWN, GOOD_SHOWN = 200, 50


class Action(TextChoices):
    """What becomes of a row."""

    CREATE = "create", gettext_lazy("new")
    UPDATE = "update", gettext_lazy("changed")
    UNCHANGED = "unchanged", gettext_lazy("unchanged")
    BAD = "bad", gettext_lazy("bad")


@dataclass(frozen=True, slots=True)
class PlannedRow(Generic[T]):
    """A row of the file: what it is about, what becomes of it, with what data and where to.

    `target` is the key of the row of the database that changes; `changes` are the headings of the
    columns that do; `warnings` hinder nothing.
    """

    line: int
    label: str
    action: Action
    data: T | None = None
    target: int | None = None
    changes: Sequence[str] = ()
    problems: Sequence[Problem] = ()
    warnings: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Plan(Generic[T]):
    """A dry run: the rows in the file's order and the headings that were ignored."""

    rows: Sequence[PlannedRow[T]]
    ignored: Sequence[str] = ()

    @property
    def counts(self) -> dict[Action, int]:
        """How many rows have each action."""
        found = Counter(row.action for row in self.rows)
        return {action: found[action] for action in Action}

    @property
    def is_clean(self) -> bool:
        """No row is bad and there is something to import."""
        return bool(self.rows) and not any(row.action == Action.BAD for row in self.rows)

    @property
    def does_something(self) -> bool:
        """Applying would change the database."""
        return any(row.action in {Action.CREATE, Action.UPDATE} for row in self.rows)

    def having(self, action: Action) -> Iterator[PlannedRow[T]]:
        """Yield the rows with an action."""
        return (row for row in self.rows if row.action == action)

    def require_clean(self) -> None:
        """Raise Invalid if a row is bad or none is there: nothing is half imported."""
        if not self.rows:
            raise Invalid(_("The file has headings but no rows."))
        bad = next(self.having(Action.BAD), None)
        if bad is not None:
            problem = bad.problems[0]
            raise Invalid(
                _("Nothing was imported. Line %(line)d, %(column)s: %(reason)s")
                % {"line": bad.line, "column": problem.column or "–", "reason": problem.reason}
            )


def shown(plan: Plan[Any], *, besides: Action | None = None) -> dict[str, Any]:
    """Return what a page shows of a dry run: the bad rows first, of the others the first fifty.

    `besides` is an action that this list does not know, and which is not counted on the page.
    """
    bad = list(plan.having(Action.BAD))
    good = [row for row in plan.rows if row.action != Action.BAD]
    return {
        "plan": plan,
        "counts": [(one.label, count) for one, count in plan.counts.items() if one != besides],
        "rows": bad[:BAD_SHOWN] + good[:GOOD_SHOWN],
        "more": max(0, len(bad) - BAD_SHOWN) + max(0, len(good) - GOOD_SHOWN),
    }
