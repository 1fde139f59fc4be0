"""What a title asks of its holder as long as it runs: data of the year, and big changes."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from datetime import date

from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from lianqiao.core.cases.followers import Values
from lianqiao.core.cases.models import Case, Snapshot
from lianqiao.core.parties.actors import Actor
from lianqiao.desks.programs.queries.duties import UPDATE

CODES = ("innovative_sme", "specialized_sme", "little_giant")
"""The procedures of titles that run for years."""
CHANGE = "change"
"""The key of the form of a big change."""
MONTHS = 3
"""工信部企业〔2022〕63号: a big change is reported within three months (written from memory)."""


class Holding:
    """Says for which year data are opened, and whether a change is reported late."""

    def stepped(self, case: Case, step: str, *, actor: Actor, reason: str) -> None:
        """Do nothing: the procedure itself grants and takes back."""

    def opened(
        self, case: Case, form: str, period: int | None, today: date
    ) -> tuple[int | None, Values]:
        """Open the data of the last full year unless another is asked for; changes by year."""
        usual = {UPDATE: today.year - 1, CHANGE: today.year}
        return period or usual.get(form), {}

    def doubts(self, case: Case, form: str, values: Values) -> Sequence[str]:
        """Return that a change is reported late, where it is."""
        day = parse_date(str(values.get("changed_on") or "")) if form == CHANGE else None
        due = reported_by(day) if day else None
        reported = _reported_on(case)
        if day is None or due is None or reported <= due:
            return []
        said = _("The change of %(day)s was to be reported by %(due)s; it came on %(came)s.")
        days = {"day": day, "due": due, "came": reported}
        return [said % {name: date_format(one) for name, one in days.items()}]


def reported_by(day: date) -> date:
    """Return the last day of the three months after a change; the end of a shorter month."""
    years, month = divmod(day.month - 1 + MONTHS, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def _reported_on(case: Case) -> date:
    rows = Snapshot.objects.filter(filing__case=case, filing__form=CHANGE)
    last = rows.order_by("-pk").first()
    return timezone.localdate(last.at) if last else timezone.localdate()
