"""What is wrong in an application, by its call and by the national rules on costs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from lianqiao.core.cases.followers import Values
from lianqiao.core.cases.models import Case
from lianqiao.core.money import spoken
from lianqiao.desks.programs.grants.contracts import Wrong, wrong_in_budget
from lianqiao.desks.programs.grants.costs import Budget, indirect_base, most_indirect, totals
from lianqiao.desks.programs.grants.models import Application, Call, Cost
from lianqiao.desks.programs.grants.papers import budget as budget_in

FORM = "application"


@dataclass(frozen=True, slots=True)
class Asked:
    """The budget of an application beside what is possible: fen, and per cent of all money."""

    budget: Budget
    granted: int
    own: int
    indirect: int
    most_indirect: int

    @property
    def own_share(self) -> int:
        """Own funds in per cent of all money, rounded down."""
        whole = self.granted + self.own
        return self.own * 100 // whole if whole else 0


def asked(values: Values) -> Asked:
    """Read the budget of an application as it is filled in or was filed."""
    budget = budget_in(values.get("budget") or ())
    granted, own = totals(budget)
    indirect = budget.get(Cost.INDIRECT, (0, 0))[0]
    return Asked(budget, granted, own, indirect, most_indirect(indirect_base(budget)))


def wrong_in_application(values: Values, call: Call) -> dict[str, str]:
    """Return what is wrong in an application, by its fields; {} where nothing is."""
    found = [
        *_months(values, call),
        *wrong_in_budget(asked(values).budget, call.least_own),
        *_sum(asked(values).granted, call.most),
    ]
    return dict(reversed(found))


def doubts_about(case: Case, form: str, values: Values) -> Sequence[str]:
    """Return what would be refused in an application; [] in any other form."""
    row = topic_of(case) if form == FORM and values.get("budget") else None
    return list(wrong_in_application(values, row.topic.call).values()) if row else []


def topic_of(case: Case) -> Application | None:
    """Return what a case applies for; None where it was not begun at a topic."""
    rows = Application.objects.filter(case=case)
    return rows.select_related("topic__call", "topic__field").first()


def _sum(granted: int, most: int) -> Iterator[Wrong]:
    if granted <= 0:
        yield "budget", _("The budget asks nothing of the grant.")
    elif granted > most:
        said = _("%(asked)s are asked; this call gives at most %(most)s to a project.")
        yield "budget", said % {"asked": spoken(granted), "most": spoken(most)}


def _months(values: Mapping[str, Any], call: Call) -> Iterator[Wrong]:
    months = int(values.get("months") or 0)
    if months > call.longest_months:
        said = _("At most %(months)d months, as the call says.")
        yield "months", said % {"months": call.longest_months}
    for number, row in enumerate(values.get("milestones") or (), start=1):
        if months and int(row.get("month") or 0) > months:
            said = _("Milestone %(number)d comes after the end of the project.")
            yield "milestones", said % {"number": number}
