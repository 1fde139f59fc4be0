"""A year's promises in a report: kept as they stood when it was published, shown as a table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from lianqiao.core import prints
from lianqiao.desks.reports.commitments.queries import Outcome, outcomes
from lianqiao.desks.reports.publishing.references import Reference, department_of


@dataclass(frozen=True, slots=True)
class Table:
    """Promises and how they stand, as a page or a paper shows them."""

    outcomes: Sequence[Outcome]

    def __str__(self) -> str:
        """Return the table of a page."""
        return self.__html__()

    def __html__(self) -> SafeString:
        """Return the table of a page."""
        context = {"outcomes": self.outcomes}
        return mark_safe(render_to_string("publishing/parts/promises.html", context))  # noqa: S308

    def printed(self) -> prints.Block:
        """Return the table of a paper."""
        heads = [_("Commitment"), _("Department"), _("State"), _("Target"), _("Reached")]
        cells = [
            [
                one.label,
                one.department_label,
                one.state_label,
                f"{one.target} {one.unit_name}".rstrip(),
                f"{one.reached} ({one.percent}%)",
            ]
            for one in self.outcomes
        ]
        return prints.table(heads, cells, 2)


def rows(one: Reference) -> list[dict[str, Any]]:
    """Return the promises that are named, as they stand today, to be kept."""
    found = outcomes(one.period.last.year, timezone.localdate(), department_of(one))
    return [outcome.plain for outcome in found]


def read(kept: Iterable[dict[str, Any]]) -> list[Outcome]:
    """Return promises as they were kept."""
    return [Outcome(**row) for row in kept]
