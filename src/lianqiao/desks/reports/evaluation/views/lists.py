"""Volunteers in from a list."""

from __future__ import annotations

from functools import partial

from django.urls import reverse
from django.utils.translation import gettext as _

from lianqiao.core.parties.http import ActingRequest
from lianqiao.core.sheets import Action, Import
from lianqiao.desks.reports.evaluation import imports, queries
from lianqiao.desks.reports.evaluation.columns import VOLUNTEERS


def volunteers(request: ActingRequest, pk: int) -> Import:
    """Return the list of volunteers of a round; NotFound for who does not manage it."""
    row = queries.managed_round(request.actor, pk)
    return Import(
        purpose=f"volunteers-{pk}",
        title=_("Import volunteers"),
        above=[
            (_("Evaluation"), reverse("evaluation:list")),
            (_("Volunteers"), reverse("evaluation:volunteers", args=[pk])),
        ],
        columns=VOLUNTEERS,
        read=imports.read_volunteers,
        plan=partial(imports.plan_volunteers, pk, actor=request.actor),
        do=partial(imports.import_volunteers, pk, actor=request.actor),
        rules=(
            _(
                "Deputies are accepted at once, as their congress names them; all others are"
                " checked by their district."
            ),
            _(
                "A person is known by the identity number, which is not kept; importing a file"
                " twice changes nothing."
            ),
            _(
                "Whoever is not registered in this city has lived here for a year when sign-up"
                " ends."
            ),
        ),
        codes=lambda: {_("Strata"): row.strata.values_list("code", "name")},
        besides=Action.UPDATE,
    )
