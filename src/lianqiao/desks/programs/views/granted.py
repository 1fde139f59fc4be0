"""Titles granted elsewhere come in as a list."""

from __future__ import annotations

from functools import partial

from django.urls import reverse
from django.utils.translation import gettext as _

from lianqiao.core.parties.http import ActingRequest
from lianqiao.core.parties.models import TitleKind
from lianqiao.core.sheets import Action, Import, read
from lianqiao.core.sheets.importing import Codes
from lianqiao.desks.programs.columns import GRANTED
from lianqiao.desks.programs.granted import import_titles, plan_titles
from lianqiao.desks.programs.queries import access


def titles(request: ActingRequest) -> Import:
    """Return the list of titles; NotFound for who is no bureau."""
    access.require_bureau(request.actor)
    return Import(
        purpose="granted-titles",
        title=_("Import granted titles"),
        above=[(_("Titles"), reverse("programs:city"))],
        columns=GRANTED,
        read=partial(read, columns=GRANTED),
        plan=partial(plan_titles, actor=request.actor),
        do=partial(import_titles, actor=request.actor),
        rules=(
            _(
                "The enterprise must be on record; the credit code decides where a name is borne"
                " twice."
            ),
            _(
                "A title that stands with the same days stays as it is; terms of one title never"
                " overlap."
            ),
            _(
                "Each title is an entry of its first day, so that figures of past years come out"
                " right."
            ),
        ),
        codes=_kinds,
        besides=Action.UPDATE,
    )


def _kinds() -> Codes:
    kinds = TitleKind.objects.order_by("code")
    return {_("Title held"): [(one.code, one.name) for one in kinds]}
