"""A score table: what it says, what the city scores by it, and by a changed one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lianqiao.core import sheets
from lianqiao.core.charts import bars, columns
from lianqiao.core.errors import Invalid, NotFound
from lianqiao.core.language import language
from lianqiao.core.parties.http import ActingRequest
from lianqiao.core.parties.models import Region
from lianqiao.core.rules import scorecards
from lianqiao.core.rules.registry import registry
from lianqiao.desks.programs.columns import SCORES
from lianqiao.desks.programs.cuts import Cuts
from lianqiao.desks.programs.queries import access
from lianqiao.desks.programs.queries import population as queries
from lianqiao.desks.programs.queries.population import Moved, Population
from lianqiao.desks.programs.shown import Shower
from lianqiao.desks.programs.views.ladder import asked_day
from lianqiao.engines.rules import RuleError, Words
from lianqiao.engines.scorecards import Card

MOST_BARS = 12


@require_safe
@never_cache
def table(request: ActingRequest, code: str) -> HttpResponse:
    """Show a table; a bureau tries its numbers otherwise and sees who would gain and lose."""
    card, day = _card(code), asked_day(request)
    cuts = _cuts(card, day)
    given = request.GET.dict()
    context: dict[str, Any] = {"card": card, "day": day, "is_bureau": request.actor.is_bureau}
    if request.actor.is_bureau and request.GET.get("count"):
        context |= _counted(card, cuts, given, day)
    if cuts:
        context["shown"] = shower = Shower(cuts, given, context.get("at", {}))
        context |= {"conditions": shower.conditions(card.conditions)}
        context |= {"direct": shower.conditions(card.direct), "groups": shower.groups()}
    status = 422 if context.get("problem") else 200
    return render(request, "programs/table.html", context, status=status)


def _card(code: str) -> Card:
    found = scorecards.cards().get(code)
    if found is None:
        raise NotFound(_("There is no such table."))
    return found


def _cuts(card: Card, day: Any) -> Cuts | None:
    try:
        return Cuts(card, registry().vocabulary, Words(language(), day))
    except RuleError:
        return None


def _counted(card: Card, cuts: Cuts | None, given: Mapping[str, str], day: Any) -> dict[str, Any]:
    try:
        found = _population(card, cuts, given, day)
    except Invalid as refusal:
        return {"is_counted": True, "problem": str(refusal), "at": refusal.fields}
    if found is None:
        return {"is_counted": True}
    after = found.after
    moved = queries.moved(found)
    return {
        "is_counted": True,
        "found": found,
        "now": queries.standing(found.now, found.enterprises),
        "after": queries.standing(after, found.enterprises) if after else None,
        "gain": sum(one.gain for one in moved),
        "lose": sum(one.lose for one in moved),
        "hurdles": queries.hurdles(found),
        "charts": [*_points(queries.classes(found)), *_moved(moved)],
    }


def _population(
    card: Card, cuts: Cuts | None, given: Mapping[str, str], day: Any
) -> Population | None:
    changed = cuts.changed(given) if cuts else card
    try:
        return queries.population(card, day, changed=None if changed == card else changed)
    except RuleError as error:
        # A line moved so far that a condition always or never holds.
        raise Invalid(" ".join(one.text(language()) for one in error.problems)) from error


def _points(classes: Sequence[tuple[str, int]]) -> list[Any]:
    if not classes:
        return []
    rows = [{"points": name, "count": count} for name, count in classes]
    heads = {"points": _("Points"), "count": _("Enterprises")}
    return [columns(rows, "points", "count", title=_("Enterprises by points"), heads=heads)]


def _moved(moved: Sequence[Moved]) -> list[Any]:
    if not moved:
        return []
    names = dict(Region.objects.values_list("pk", "name"))
    rows = [
        {"district": names.get(one.region, _("elsewhere")), "count": count, "what": what}
        for one in moved[:MOST_BARS]
        for what, count in ((_("gain"), one.gain), (_("lose"), one.lose))
    ]
    heads = {"district": _("District"), "count": _("Enterprises"), "what": _("Gain or lose")}
    title = _("Who would gain and lose, by district")
    return [bars(rows, "count", "district", title=title, heads=heads, color="what")]


@require_safe
def export(request: ActingRequest, code: str, form: str) -> HttpResponseBase:
    """Hand out every enterprise with its points, as the table stands and as it was changed."""
    access.require_bureau(request.actor)
    card, day = _card(code), asked_day(request)
    cuts = _cuts(card, day)
    found = _population(card, cuts, request.GET.dict(), day)
    if found is None:
        raise NotFound(_("The fact dictionary lacks what this table asks for."))
    return sheets.download(form, card.code, SCORES, queries.exported(found))
