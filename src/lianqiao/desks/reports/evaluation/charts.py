"""Charts of the panel."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from lianqiao.core.charts import bars
from lianqiao.desks.reports.evaluation.models import Stratum
from lianqiao.desks.reports.evaluation.queries import Composition, Part


def weights_chart(strata: Sequence[Stratum]) -> Any:
    """Draw the weight of each stratum in the result, in percent; '' where there are none."""
    rows = [{"stratum": one.name, "weight": float(one.percent)} for one in strata]
    if not rows:
        return ""
    heads = {"stratum": _("Stratum"), "weight": _("Weight in %")}
    return bars(rows, "weight", "stratum", title=_("Weight in the result, in %"), heads=heads)


def composition_charts(found: Composition) -> list[tuple[Sequence[Part], Any, Any]]:
    """Return for stratum, district and age: the parts, what they are, and the chart."""
    ways = (
        (found.strata, _("Representatives by stratum")),
        (found.districts, _("Representatives by district")),
        (found.ages, _("Representatives by age")),
    )
    votes = found.knows_votes
    return [(parts, title, _chart(parts, title, votes)) for parts, title in ways if parts]


def _chart(parts: Sequence[Part], title: str, votes: bool) -> Any:
    """Draw who was drawn, split by who voted where that is known; hidden ones are left out."""
    rows: list[dict[str, Any]] = []
    for part in parts:
        if part.drawn is None or (votes and part.voted is None):
            continue
        shares = [(_("drawn"), part.drawn)]
        if part.voted is not None:
            shares = [(_("voted"), part.voted), (_("did not vote"), part.drawn - part.voted)]
        rows += [{"part": part.label, "number": number, "what": what} for what, number in shares]
    if not rows:
        return ""
    heads = {"part": title, "number": _("Representatives"), "what": _("Vote")}
    split = {"color": "what"} if votes else {}
    return bars(rows, "number", "part", title=title, heads=heads, **split)
