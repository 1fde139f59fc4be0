"""The ways through the house, and for whom each is: the roof knows its desks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lianqiao.core.cases.queries.reviewing import is_expert
from lianqiao.core.parties.actors import Actor, Role

Audience = Callable[[Actor], bool]
NUMBER = re.compile(r"/[0-9]+/")


def anyone(actor: Actor) -> bool:
    """Everybody, signed in or not."""
    return True


def visitor(actor: Actor) -> bool:
    """Who is not signed in, or belongs to no organization yet."""
    return not actor.is_known


def member(actor: Actor) -> bool:
    """Someone who acts for an enterprise, institute or any other organization but a bureau."""
    return actor.is_known and not actor.is_bureau


def person(actor: Actor) -> bool:
    """Who is signed in and works for no bureau: experts need belong to no organization."""
    return actor.user is not None and not actor.is_bureau


def expert(actor: Actor) -> bool:
    """Who reviews for the city, or has done so."""
    return is_expert(actor.user)


def bureau(actor: Actor) -> bool:
    """Officer, team lead or administrator."""
    return actor.is_bureau


def administrator(actor: Actor) -> bool:
    """The one who keeps the lists."""
    return actor.role == Role.ADMINISTRATOR


@dataclass(frozen=True, slots=True)
class Way:
    """A page that one goes to: where it leads, who sees it, and what else belongs to it.

    `inside` has beginnings of further addresses, below the desk's own; `#` is any number. Whether
    somebody is `within` is asked only where he has entered the desk, since it asks the database.
    """

    label: Promise
    name: str
    audience: Audience
    inside: tuple[str, ...] = ()
    within: Audience = anyone


@dataclass(frozen=True, slots=True)
class Desk:
    """An entry of the main navigation, with the ways of its second line."""

    label: Promise
    ways: tuple[Way, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """A way that exists, for one request."""

    label: Promise
    url: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Navigation:
    """The desks that this actor can enter, and the ways within the one he is in."""

    desks: list[Link]
    ways: list[Link]


CASE = ("#/", "filings/", "calendar/", "certificates/", "extensions/")
"""Where the pages of one case are: an applicant's, and an office's."""
DESKS = (
    Desk(
        _("Exchange"),
        (
            Way(_("Search"), "exchange:search", anyone),
            Way(_("My listings"), "exchange:mine", member),
            Way(_("My matches"), "exchange:matches", member),
            Way(_("Board"), "exchange:board", bureau),
            Way(_("Matches"), "exchange:matches", bureau),
            Way(_("Dashboard"), "exchange:dashboard", anyone),
        ),
    ),
    Desk(
        _("Policies"),
        (
            Way(_("All policies"), "policies:list", anyone),
            Way(_("Find what fits"), "policies:finder", anyone),
            Way(_("My policies"), "policies:mine", member),
            Way(_("My claims"), "policies:claims", member, ("cases/",)),
            Way(_("Messages"), "policies:messages", member),
            Way(_("Claims"), "policies:claims", bureau, ("cases/", "direct/")),
            Way(_("Approvals"), "policies:approvals", bureau),
            Way(_("City runs"), "policies:runs", bureau),
            Way(_("Payments"), "policies:batches", bureau),
            Way(_("Public notices"), "policies:notices", anyone),
            Way(_("Dashboard"), "policies:dashboard", anyone),
        ),
    ),
    Desk(
        _("Programs"),
        (
            Way(_("Overview"), "programs:front", anyone),
            Way(_("My titles"), "programs:mine", member),
            Way(_("Titles of enterprises"), "programs:city", bureau),
            Way(_("Innovation centers"), "centers:register", anyone),
            Way(_("Research grants"), "grants:calls", anyone),
        ),
    ),
    Desk(
        _("Cases"),
        (
            Way(_("Apply"), "cases:apply", anyone, ("open/",)),
            Way(_("My cases"), "cases:mine", member, CASE),
            Way(_("Queue"), "cases:queue", bureau, (*CASE, "phrases/", "corrections/")),
            Way(_("Procedures"), "cases:procedures", bureau, ("begin/", "versions/")),
            Way(_("My reviews"), "cases:reviews", person, within=expert),
            Way(_("Experts"), "cases:experts", bureau),
        ),
    ),
    Desk(
        _("Reports"),
        (
            Way(_("Reports to citizens"), "publishing:list", anyone),
            Way(_("Texts and claims"), "statements:list", bureau),
            Way(_("Indicators"), "indicators:list", anyone),
            Way(_("Commitments"), "commitments:list", anyone),
            Way(_("Opinions"), "opinions:list", anyone),
            Way(_("To be answered"), "opinions:desk", bureau),
            Way(_("Evaluation"), "evaluation:list", anyone),
        ),
    ),
    Desk(
        _("Organizations"),
        (
            Way(_("My organization"), "parties:mine", member),
            Way(_("My facts"), "facts:mine", member),
            Way(_("All organizations"), "parties:organizations", bureau),
            Way(_("Facts in conflict"), "parties:fact_conflicts", bureau),
            Way(_("Import facts"), "facts:import", bureau),
            Way(_("Imports"), "parties:import", administrator),
            Way(_("Code lists"), "admin:index", administrator),
        ),
    ),
    Desk(
        _("Ledger"),
        (
            Way(_("Entries"), "ledger:entries", bureau),
            Way(_("Seals"), "ledger:seals", anyone),
            Way(_("About"), "about", anyone),
        ),
    ),
)


def navigation_for(actor: Actor, path: str) -> Navigation:
    """Return the links that this actor sees, those that lead to `path` marked."""
    desks = [(desk, ways) for desk in DESKS if (ways := _open_ways(desk, actor))]
    # The longest prefix wins, so that /exchange/board/ does not mark /exchange/ as well.
    starts = {start: url for _, ways in desks for start, url in _starts(ways)}
    counted = NUMBER.sub("/#/", path)
    current = starts.get(max(filter(counted.startswith, starts), key=len, default=""))
    entered = next((ways for _, ways in desks if current in [url for _, url in ways]), [])
    return Navigation(
        desks=[Link(desk.label, ways[0][1], ways is entered) for desk, ways in desks],
        ways=[Link(way.label, url, url == current) for way, url in entered if way.within(actor)],
    )


def _starts(ways: list[tuple[Way, str]]) -> Iterator[tuple[str, str]]:
    """Yield the beginnings of addresses with the way that they mark."""
    desk = ways[0][1]
    for way, url in ways:
        yield url, url
        yield from ((desk + inside, url) for inside in way.inside)


def _open_ways(desk: Desk, actor: Actor) -> list[tuple[Way, str]]:
    return [
        (way, url)
        for way in desk.ways
        if way.audience(actor) and (url := resolved(way.name)) is not None
    ]


def resolved(name: str) -> str | None:
    """Return the address of a url name, or None where no desk answers to it."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return None
