"""What the home page shows: figures of the day, newest listings, what to do next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lianqiao.core.parties.actors import Actor
from lianqiao.desks.exchange import queries
from lianqiao.desks.exchange.models import ListingKind
from lianqiao.site.navigation import Audience, administrator, bureau, member, resolved, visitor

NEWEST = 5


@dataclass(frozen=True, slots=True)
class Step:
    """Something to do next: what, why, where, and for whom."""

    title: Promise
    text: Promise
    name: str
    audience: Audience


STEPS = (
    Step(
        _("Look what there is"),
        _("Search results, capabilities and needs in full text; no sign-in needed."),
        "exchange:search",
        visitor,
    ),
    Step(
        _("Find which policies fit you"),
        _("A few questions, no account; your answers are not kept."),
        "policies:finder",
        visitor,
    ),
    Step(
        _("Sign in to publish"),
        _("Describe a problem or a result in your own words; matches come by themselves."),
        "account_login",
        visitor,
    ),
    Step(
        _("Check the figures"),
        _("Every number on the dashboard opens the list behind it."),
        "exchange:dashboard",
        visitor,
    ),
    Step(
        _("Publish a need or a result"),
        _("Write the symptom or the method, with figures. A draft is kept while you type."),
        "exchange:new",
        member,
    ),
    Step(
        _("Look at your matches"),
        _("See why each one fits, and say which does and which does not."),
        "exchange:matches",
        member,
    ),
    Step(
        _("Keep your listings current"),
        _("Pause what is on hold, close what is settled."),
        "exchange:mine",
        member,
    ),
    Step(
        _("Take matches up"),
        _("The board shows what waits and what is under way, stage by stage."),
        "exchange:board",
        bureau,
    ),
    Step(
        _("See where the city stands"),
        _("Needs, results, matches and signed sums by period and region."),
        "exchange:dashboard",
        bureau,
    ),
    Step(
        _("Bring a list in"),
        _("Organizations from a spreadsheet: a dry run first, then all or nothing."),
        "parties:import",
        administrator,
    ),
    Step(
        _("Prove the ledger"),
        _("Seals show that nothing recorded was changed or lost."),
        "ledger:seals",
        bureau,
    ),
)


def steps_for(actor: Actor) -> list[tuple[Step, str]]:
    """Return the steps that this actor can take, each with its address."""
    return [(step, url) for step in STEPS if step.audience(actor) and (url := resolved(step.name))]


def newest(actor: Actor) -> dict[str, Sequence[Any]]:
    """Return the latest published needs and offers that this actor may read."""
    listings = (
        queries.visible(actor)
        .filter(status="published")
        .select_related("organization", "field", "region")
        .order_by("-published_at")
    )
    return {
        "needs": listings.filter(kind=ListingKind.NEED)[:NEWEST],
        "offers": listings.exclude(kind=ListingKind.NEED)[:NEWEST],
    }


def figures() -> Any:
    """Return the exchange's figures of the day."""
    return queries.figures_of_the_day()
