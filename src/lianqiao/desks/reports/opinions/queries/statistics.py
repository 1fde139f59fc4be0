"""How departments answer: public."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Avg, Count, F, Q, QuerySet

from lianqiao.core.parties.models.codes import named
from lianqiao.desks.reports.opinions.models import Cause, Opinion, State

SATISFIED = 4


@dataclass(frozen=True, slots=True)
class Tally:
    """A department's numbers; `on_time` and `satisfied` are parts of answered and rated.

    `number` are those accepted; `hidden` came beside them and were not.
    """

    department: int
    name: str
    name_en: str
    number: int
    hidden: int
    answered: int
    on_time: int
    late: int
    rated: int
    satisfied: int
    mean: float | None

    @property
    def label(self) -> str:
        """The name in the reader's language."""
        return named(self.name, self.name_en)

    @property
    def on_time_share(self) -> float | None:
        """Of what is answered or overdue, how much was answered in time, in percent."""
        due = self.answered + self.late
        return 100 * self.on_time / due if due else None

    @property
    def satisfied_share(self) -> float | None:
        """Of what is rated, how much has four or five, in percent."""
        return 100 * self.satisfied / self.rated if self.rated else None


def statistics(today: date, year: int | None = None) -> list[Tally]:
    """Count by department, one statement; the busiest first."""
    rows = _of(year).filter(department__isnull=False)
    is_hidden = Q(state=State.HIDDEN)
    is_answered = Q(state=State.ANSWERED)
    counted = (
        rows.order_by()
        .values("department")
        .annotate(
            name=F("department__name"),
            name_en=F("department__name_en"),
            number=Count("pk", filter=~is_hidden),
            hidden=Count("pk", filter=is_hidden),
            answered=Count("pk", filter=is_answered),
            on_time=Count("pk", filter=is_answered & Q(is_on_time=True)),
            late=Count("pk", filter=Q(state=State.ROUTED, due_on__lt=today)),
            rated=Count("rating"),
            satisfied=Count("pk", filter=Q(rating__gte=SATISFIED)),
            mean=Avg("rating"),
        )
        .order_by("-number", "department")
    )
    return [Tally(**one) for one in counted]


def not_accepted(year: int | None = None) -> list[tuple[str, int]]:
    """Return why opinions were not accepted, as (cause, how many), with a department or without."""
    found = _of(year).filter(state=State.HIDDEN).order_by().values_list("hidden_for")
    counts = dict(found.annotate(Count("pk")))
    return [(str(cause.label), counts[cause]) for cause in Cause if cause in counts]


def _of(year: int | None) -> QuerySet[Opinion]:
    rows = Opinion.objects.all()
    return rows.filter(received_at__year=year) if year else rows
