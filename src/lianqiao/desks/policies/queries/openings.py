"""Which measures a title would open: those that say yes only once it is held."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.urls import reverse

from lianqiao.core.money import spoken
from lianqiao.core.rules.openings import Opening, Row
from lianqiao.core.rules.registry import registry, title_fact
from lianqiao.desks.policies.judging import capped, measures_in_force, plan_of
from lianqiao.desks.policies.models import Measure
from lianqiao.engines.rules import Plan, column


def openings(titles: Sequence[str], row: Row, on: date) -> Mapping[str, Sequence[Opening]]:
    """Return by title the measures in force that an organization has with it, and not without.

    Queries: a fixed number, however many measures.
    """
    words = registry()
    found: dict[str, list[Opening]] = {title: [] for title in titles}
    for measure in measures_in_force(on).order_by("pk"):
        plan = plan_of(measure, on, words)
        if plan is None:
            continue
        for title in titles:
            if opened := _opened(measure, plan, column(title_fact(title)), row):
                found[title].append(opened)
    return found


def _opened(measure: Measure, plan: Plan, name: str, row: Row) -> Opening | None:
    if name not in plan.columns:
        return None
    without, held = plan.judge({**row, name: False}), plan.judge({**row, name: True})
    if without.verdict is True or held.verdict is not True:
        return None
    amount = capped(measure, held.amount)
    url = reverse("policies:version", args=[measure.version_id])
    return Opening(measure.title, f"{url}#{measure.code}", spoken(amount) if amount else "")
