"""Lists of promises and of progress in."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from django.urls import reverse
from django.utils.translation import gettext as _

from lianqiao.core.errors import NotFound
from lianqiao.core.indicators.queries import districts
from lianqiao.core.parties.http import ActingRequest
from lianqiao.core.sheets import Import
from lianqiao.core.sheets.importing import Codes
from lianqiao.desks.reports.commitments import imports, queries
from lianqiao.desks.reports.commitments.columns import PROGRESS, PROMISES


def listed(request: ActingRequest, what: str) -> Import:
    """Return the list that is brought; NotFound for other lists and for who is no bureau."""
    queries.require_bureau(request.actor)
    if what not in KINDS:
        raise NotFound(_("There is no such page."))
    return KINDS[what](request)


def _promises(request: ActingRequest) -> Import:
    return Import(
        purpose="commitments",
        title=_("Import commitments"),
        above=_above(),
        columns=PROMISES,
        read=partial(imports.read_promises, actor=request.actor),
        plan=partial(imports.plan_promises, actor=request.actor),
        do=partial(imports.import_promises, actor=request.actor),
        rules=(
            _(
                "A commitment is known by its year and number in your department; drafts are"
                " changed, published ones are not."
            ),
            _(
                "Places are written as name (district, own target) address, parted by"
                " semicolons; own target and address may be left out."
            ),
            _("What is imported is a draft; a second person publishes it."),
        ),
        codes=_codes,
    )


def _progress(request: ActingRequest) -> Import:
    return Import(
        purpose="progress",
        title=_("Import progress"),
        above=_above(),
        columns=PROGRESS,
        read=partial(imports.read_progress, actor=request.actor),
        plan=partial(imports.plan_progress, actor=request.actor),
        do=partial(imports.import_progress, actor=request.actor),
        rules=(
            _(
                "A row adds to the commitment of its year and number. A row that is on record"
                " already changes nothing."
            ),
            _("Longitude and latitude are in degrees, both or neither."),
        ),
        codes=_codes,
    )


KINDS: dict[str, Callable[[ActingRequest], Import]] = {
    "promises": _promises,
    "progress": _progress,
}


def _above() -> list[tuple[str, str]]:
    return [
        (_("Commitments"), reverse("commitments:list")),
        (_("My department"), reverse("commitments:desk")),
    ]


def _codes() -> Codes:
    return {_("District"): districts().values_list("pk", "name")}
