"""Lists of centers and of yearly reports in."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from django.urls import reverse
from django.utils.translation import gettext as _

from lianqiao.core.errors import NotFound
from lianqiao.core.parties.http import ActingRequest
from lianqiao.core.sheets import Action, Import, read
from lianqiao.core.sheets.importing import Codes
from lianqiao.desks.programs.centers.columns import CENTERS
from lianqiao.desks.programs.centers.imports.centers import import_centers, plan_centers
from lianqiao.desks.programs.centers.imports.yearly import COLUMNS, import_reports, plan_reports
from lianqiao.desks.programs.centers.queries.register import fields


def listed(request: ActingRequest, what: str) -> Import:
    """Return the list that is brought; NotFound for other lists and for who is no bureau."""
    if not request.actor.is_bureau or what not in KINDS:
        raise NotFound(_("There is no such page."))
    return KINDS[what](request)


def _centers(request: ActingRequest) -> Import:
    return Import(
        purpose="centers",
        title=_("Import centers"),
        above=_above(),
        columns=CENTERS,
        read=partial(read, columns=CENTERS),
        plan=partial(plan_centers, actor=request.actor),
        do=partial(import_centers, actor=request.actor),
        rules=(
            _(
                "A center is known by its name. One that is there already stays as it is: it"
                " changes by what happens to it, each time with a reason."
            ),
            _(
                "Host and partners must be on record; the credit code decides where a name is"
                " borne twice."
            ),
            _("Only centers graded qualified or better stand in the register."),
        ),
        codes=_codes,
        besides=Action.UPDATE,
    )


def _reports(request: ActingRequest) -> Import:
    return Import(
        purpose="center-reports",
        title=_("Import yearly reports"),
        above=_above(),
        columns=COLUMNS,
        read=partial(read, columns=COLUMNS),
        plan=partial(plan_reports, actor=request.actor),
        do=partial(import_reports, actor=request.actor),
        rules=(
            _(
                "A report is known by its center and its year; another report of that year"
                " restates the earlier one."
            ),
            _(
                "Figures that leap against the year before are shown as warnings; they hinder"
                " nothing."
            ),
        ),
        codes=_codes,
    )


KINDS: dict[str, Callable[[ActingRequest], Import]] = {"centers": _centers, "reports": _reports}


def _above() -> list[tuple[str, str]]:
    return [(_("Innovation centers"), reverse("centers:register"))]


def _codes() -> Codes:
    return {_("Field"): [(one.code, one.name) for one in fields()]}
