"""What became of a year's promises, as plain data that a report can keep."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from lianqiao.core.language import speaks_chinese
from lianqiao.core.parties.models.codes import named
from lianqiao.desks.reports.commitments.queries.following import Followed, percent
from lianqiao.desks.reports.commitments.queries.lists import Wanted, listed
from lianqiao.desks.reports.commitments.states import State
from lianqiao.desks.reports.commitments.writing import amount


@dataclass(frozen=True, slots=True)
class Outcome:
    """A promise and how it stands, of texts and numbers only: `plain` and `read` are JSON's way.

    Amounts are exact and written out, `percent` is whole, days are ISO dates or ''.
    """

    commitment: int
    department: str
    department_en: str
    number: int
    title: str
    title_en: str
    target: str
    unit: str
    reached: str
    percent: int
    state: str
    due_on: str
    done_on: str = ""
    is_late: bool = False

    @property
    def label(self) -> str:
        """The title in the reader's language."""
        return named(self.title, self.title_en)

    @property
    def department_label(self) -> str:
        """The department in the reader's language."""
        return named(self.department, self.department_en)

    @property
    def unit_name(self) -> str:
        """The unit in the reader's language: classifiers have no English."""
        return self.unit if speaks_chinese() or self.unit.isascii() else ""

    @property
    def state_label(self) -> str:
        """The state in words."""
        return str(State(self.state).label)

    @property
    def plain(self) -> dict[str, Any]:
        """Return it as JSON holds it."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


def outcomes(year: int, today: date, department: int | None = None) -> list[Outcome]:
    """Return the published promises of a year, by department and number."""
    return [_outcome(one) for one in listed(Wanted(year, department), today)]


def _outcome(one: Followed) -> Outcome:
    row, stands = one.row, one.standing
    return Outcome(
        row.pk,
        row.department.name,
        row.department.name_en,
        row.number,
        row.title,
        row.title_en,
        amount(row.target),
        row.unit,
        amount(stands.reached),
        percent(stands.share),
        stands.state,
        row.due_on.isoformat(),
        stands.done_on.isoformat() if stands.done_on else "",
        stands.is_late,
    )
