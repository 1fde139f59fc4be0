"""Charts of opinions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from lianqiao.core.charts import bars
from lianqiao.desks.reports.opinions.queries import Tally

DRAWN = 20


def answers_chart(tallies: Sequence[Tally]) -> Any:
    """Draw how many opinions each department has; '' where there are none."""
    rows = [{"department": one.label, "number": one.number} for one in tallies[:DRAWN]]
    if not rows:
        return ""
    heads = {"department": _("Department"), "number": _("Opinions")}
    return bars(rows, "number", "department", title=_("Opinions by department"), heads=heads)
