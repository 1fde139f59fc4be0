"""How the figures of each department stand to the ledger, as a chart."""

from __future__ import annotations

from django.db.models import Count
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from lianqiao.core.charts import bars
from lianqiao.desks.reports.statements.models import Outcome, Text

SHOWN = 10


def by_department(text: Text) -> SafeString | str:
    """Draw the departments with most figures, by verdict; '' where there is but one."""
    judged = text.claims.exclude(outcome="").exclude(department="").order_by()
    most = list(
        judged.values("department")
        .annotate(count=Count("pk"))
        .order_by("-count", "department")
        .values_list("department", flat=True)[:SHOWN]
    )
    if len(most) <= 1:
        return ""
    counts = judged.filter(department__in=most).values_list("department", "outcome")
    found = {(name, outcome): count for name, outcome, count in counts.annotate(count=Count("pk"))}
    rows = [
        # Zeros too, so that each verdict has its colour whatever comes first.
        {"department": name, "count": found.get((name, outcome), 0), "verdict": outcome.label}
        for name in most
        for outcome in Outcome
    ]
    heads = {"count": _("Figures"), "department": _("Department"), "verdict": _("Verdict")}
    title = _("Verdicts by department")
    return bars(rows, "count", "department", title=title, heads=heads, color="verdict")
