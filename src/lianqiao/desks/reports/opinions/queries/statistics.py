"""How departments answer: public."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Avg, Count, F, Q

from lianqiao.core.parties.models.codes import named
from lianqiao.desks.reports.opinions.models import Opinion, State

SATISFIED = 4


@dataclass(frozen=True, slots=True)
class Tally:
    """A department's numbers; `on_time` and `satisfied` are parts of answered and rated."""

    department: int
    name: str
    name_en: str
    number: int
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
    rows = Opinion.objects.filter(department__isnull=False).exclude(state=State.HIDDEN)
    if year:
        rows = rows.filter(received_at__year=year)
    is_answered = Q(state=State.ANSWERED)
    counted = (
        rows.order_by()
        .values("department")
        .annotate(
            name=F("department__name"),
            name_en=F("department__name_en"),
            number=Count("pk"),
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
