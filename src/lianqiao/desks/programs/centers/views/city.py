"""Centers of the whole city in figures: where, in which field, at which stage, with which grade."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lianqiao.core.charts import bars
from lianqiao.core.parties.http import ActingRequest
from lianqiao.desks.programs.centers.queries import register as queries
from lianqiao.desks.programs.centers.views.register import centers_map


@require_safe
def city(request: ActingRequest) -> HttpResponse:
    """Show how many centers there are by stage, grade, field and district."""
    everything = queries.Wanted()
    stages = queries.by_stage(everything)
    context = {
        "stages": stages,
        "charts": [
            _bars(
                "stage",
                [(one.value, str(one.label), n) for one, n in stages],
                _("Stage of the center"),
            ),
            _bars(
                "grade",
                [(one.value, str(one.label), n) for one, n in queries.by_grade(everything)],
                _("Grade"),
            ),
            _bars(
                "field",
                [(one.code, str(one), n) for one, n in queries.by_field(everything)],
                _("Technical field"),
            ),
            centers_map(everything, reverse("centers:register")),
        ],
    }
    return render(request, "centers/city.html", context)


def _bars(name: str, found: Iterable[tuple[str, str, int]], heading: str) -> Any:
    register = reverse("centers:register")
    rows = [
        {"name": label, "count": count, "url": f"{register}?{name}={value}"}
        for value, label, count in found
    ]
    title = _("Centers by %(what)s") % {"what": heading.lower()}
    return bars(rows, "count", "name", title=title, heads={"name": heading, "count": _("Centers")})
